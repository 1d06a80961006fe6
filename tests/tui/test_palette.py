"""The palette, on the screen."""

from pathlib import Path

from tests.tui.desks import desk
from tests.tui.keyboard import Person, at_the_keyboard


def test_the_palette_has_no_glyph_whose_width_nobody_knows(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+p")
        assert "Search for commands" in person.sees
        assert [glyph for glyph in person.sees if ord(glyph) > 0xFFFF] == []

    at_the_keyboard(story, tmp_path)


def test_the_palette_has_what_the_lab_can_do_also_where_a_pane_has_its_key(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        for pane in ("m", "c", "f"):
            await person.press("ctrl+o", pane)
            offered = [command.title for command in person.app.get_system_commands(person.app.screen)]
            assert {"Which run", "Run again", "Check", "Let time go by", "Files back to the start"} <= {*offered}
            assert len(offered) == len({*offered})

    at_the_keyboard(story, tmp_path, desk("prack-enable"))
