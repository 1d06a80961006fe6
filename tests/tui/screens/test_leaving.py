"""Screens are left once."""

from pathlib import Path

from tests.tui.desks import played
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.tui.screens.lab import LabScreen


def test_a_key_that_is_pressed_twice_leaves_the_lab_where_it_is(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o")
        jump = person.app.screen
        jump.dismiss("ladder")
        jump.dismiss("ladder")
        await person.pilot.pause()
        assert isinstance(person.app.screen, LabScreen)

    at_the_keyboard(story, tmp_path, played("prack-enable"))
