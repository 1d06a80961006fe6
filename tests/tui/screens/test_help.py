"""What F1 says."""

from pathlib import Path

from tests.tui.desks import played
from tests.tui.keyboard import Person, at_the_keyboard

HEADINGS = ["Message", "Time", "Panes", "The lesson", "Everywhere"]


def test_help_says_what_the_pane_is_for_and_then_its_own_keys_before_those_of_the_lab(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "m", "f1")
        headings = [line.strip("│ ") for line in person.sees.splitlines()]
        assert [line for line in headings if line in HEADINGS] == HEADINGS

    at_the_keyboard(story, tmp_path, played("prack-enable"), (100, 70))


def test_help_flows_as_wide_as_the_screen_and_has_no_marks_of_emphasis(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "m", "f1")
        assert (
            "It is shown in four ways: explained, each header with what it means in this call, who wrote it"
            in person.sees
        )

    at_the_keyboard(story, tmp_path, played("prack-enable"), (120, 70))
