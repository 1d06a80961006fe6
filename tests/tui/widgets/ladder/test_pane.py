"""The ladder at the keyboard."""

from pathlib import Path

from tests.tui.desks import desk, played
from tests.tui.keyboard import Person, at_the_keyboard


def test_space_lets_the_run_go_on_when_no_message_is_looked_at(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", "space")
        assert person.lab.desk.player.is_moving
        await person.press("space")
        assert not person.lab.desk.player.is_moving

    at_the_keyboard(story, tmp_path, desk("prack-enable"))


def test_space_marks_the_message_that_is_looked_at(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", "home", "space", "down", "space")
        assert person.lab.marked == (1, 2)
        assert not person.lab.desk.player.is_moving

    at_the_keyboard(story, tmp_path, played("prack-enable"))
