"""Two runs side by side."""

from pathlib import Path

from tests.tui.desks import played
from tests.tui.keyboard import Person, at_the_keyboard


def test_the_differences_fit_into_a_screen_of_eighty_columns(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", "D", "enter")
        await person.until(lambda: "the files of the start," in person.sees)
        await person.press("equals_sign")
        names = next(line for line in person.sees.splitlines() if "alice" in line)
        assert names.split() == ["│", "#", "s", "alice", "freeswitch", "bob", "│"]

    at_the_keyboard(story, tmp_path, played("prack-enable", solution=True))


def test_with_eighty_columns_one_side_is_seen_and_tab_shows_the_other(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", "D", "enter")
        await person.until(lambda: "the files of the start, 24 messages" in person.sees)
        assert "branch A, as it is now, 26 messages" not in person.sees
        await person.press("tab")
        assert "branch A, as it is now, 26 messages" in person.sees
        assert "bob" in person.sees
        assert "the files of the start, 24 messages" not in person.sees
        await person.pilot.resize_terminal(130, 30)
        await person.until(lambda: "the files of the start, 24 messages" in person.sees)
        assert "branch A, as it is now, 26 messages" in person.sees

    at_the_keyboard(story, tmp_path, played("prack-enable", solution=True))
