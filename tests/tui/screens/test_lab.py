"""From pane to pane, and what stands around them."""

from pathlib import Path

import pytest

from tests.tui.desks import played
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.tui.app import reading_time
from voiplab.tui.panes import PANES, Listed

SCREEN = (80, 24)


def test_escape_leads_from_a_message_to_the_ladder_at_the_same_message_and_then_to_now(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", *("up",) * 4, "enter")
        looked_at = person.lab.cursor
        await person.press("escape")
        assert person.lab.cursor == looked_at is not None
        assert person.lab.query_one("#ladder").has_focus
        await person.press("escape")
        assert person.lab.cursor is None

    at_the_keyboard(story, tmp_path, played("prack-enable", solution=True))


@pytest.mark.parametrize("pane", PANES.values(), ids=lambda pane: pane.slug)
def test_help_and_the_keys_of_a_pane_fit_into_eighty_columns(pane: Listed, tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", pane.jump)
        row = person.sees.splitlines()[-1]
        assert row.startswith("f1 Help ")
        assert row.rstrip().endswith((" c Check", " ^o Go to")), row

    at_the_keyboard(story, tmp_path, played("prack-enable", solution=True), SCREEN)


def test_the_palette_is_among_the_keys_where_there_is_room(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        assert person.sees.splitlines()[-1].rstrip().endswith("^p palette")
        await person.pilot.resize_terminal(*SCREEN)
        await person.press("ctrl+o", "l")
        assert "palette" not in person.sees

    at_the_keyboard(story, tmp_path, played("prack-enable"), (120, 30))


def test_what_is_told_stays_as_long_as_it_takes_to_read() -> None:
    assert reading_time("It stops nowhere.") < 3 < reading_time("x" * 100) < 8
