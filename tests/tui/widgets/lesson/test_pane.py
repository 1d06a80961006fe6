"""The lesson, beside its lab."""

from pathlib import Path

from tests.tui.desks import played
from tests.tui.keyboard import Person, at_the_keyboard


def test_enter_on_a_tick_that_came_alive_leads_to_its_message_on_the_ladder(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "e", "e", "home", "down")
        await person.until(lambda: "holds in this run (message 14)" in person.sees)
        await person.press("enter")
        assert person.lab.cursor == 14
        assert "14 1.023" in person.sees

    at_the_keyboard(story, tmp_path, played("prack-enable", solution=True))
