"""The solution on the screen."""

from pathlib import Path

from tests.tui.desks import desk
from tests.tui.keyboard import Person, at_the_keyboard


def test_the_solution_of_an_operate_lesson_is_what_is_done_by_hand(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("S", "y")
        assert "journal/" in person.sees
        assert "dial" in person.sees

    at_the_keyboard(story, tmp_path, desk("gruu-one-device"))
