"""Everything can be read in every theme: nothing stands in the colour of what it stands on."""

from pathlib import Path
from typing import Final

import pytest
from rich.color import Color

from tests.tui.desks import played
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.tui.panes import PANES
from voiplab.tui.themes import OWN

LEAST: Final = 3.0
"""Of contrast (WCAG 2, 1.4.3: 4.5 for text that one reads, 3 for large or unimportant one)."""


def luminance(color: Color) -> float:
    parts = [part / 255 for part in color.get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [theme.name for theme in OWN])
def test_all_that_is_drawn_can_be_read(theme: str, tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        person.app.theme = theme
        for pane in PANES.values():
            await person.press("ctrl+o", pane.jump)
            assert list(unreadable(person)) == [], pane.title

    at_the_keyboard(story, tmp_path, played("prack-enable", solution=True), size=(160, 48))


def unreadable(person: Person) -> list[str]:
    """Texts whose colour is too near to that of their ground."""
    found = []
    for strip in person.app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            text = segment.text.strip()
            if not text.isalnum() or style is None or style.color is None or style.bgcolor is None:
                continue
            if contrast(style.color, style.bgcolor) < LEAST:
                found.append(segment.text)
    return found
