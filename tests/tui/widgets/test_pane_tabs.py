"""The names of the panes above them."""

from pathlib import Path

from tests.tui.desks import desk
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.tui.widgets.pane_tabs import PaneTabs


def test_the_name_of_the_pane_in_front_is_seen_and_clicked_on_a_narrow_screen(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "p")
        tabs = person.sees.splitlines()[1]
        assert "Phones" in tabs
        await person.pilot.click(PaneTabs, offset=(tabs.index("State"), 0))
        await person.pilot.pause()
        assert "State" in person.sees.splitlines()[1]
        assert "at 0.000" in person.sees

    at_the_keyboard(story, tmp_path, desk("prack-enable"), size=(40, 10))
