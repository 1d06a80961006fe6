"""The palette, on the screen."""

from pathlib import Path

from tests.tui.keyboard import Person, at_the_keyboard


def test_the_palette_has_no_glyph_whose_width_nobody_knows(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+p")
        assert "Search for commands" in person.sees
        assert [glyph for glyph in person.sees if ord(glyph) > 0xFFFF] == []

    at_the_keyboard(story, tmp_path)
