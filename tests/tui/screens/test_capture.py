"""A capture on the screen."""

from pathlib import Path

from tests.tui.desks import Ticks, played
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.tui.desk.exporting import export
from voiplab.tui.desk.opening import open_path
from voiplab.tui.screens.capture import CaptureScreen


def capture(folder: Path) -> Path:
    """Its name is what a careless reader takes for markup."""
    written = export(played("prack-enable").player.run, "pcapng", folder)
    return written.rename(folder / "call [red].pcapng")


def test_enter_leads_from_the_ladder_to_the_message_and_plus_shows_one_of_them_alone(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        assert isinstance(person.app.screen, CaptureScreen)
        assert "call [red].pcapng | " in person.sees
        await person.press("home", "plus")
        assert "[explained]" not in person.sees
        await person.press("enter")
        assert "> message 1:" in person.sees
        await person.press("plus")
        assert "> message 1:" in person.sees
        assert "#     s" not in person.sees

    at_the_keyboard(story, tmp_path, open_path(capture(tmp_path), Ticks()))
