"""Keys that come faster than the screen: in a burst, as over a slow line."""

from pathlib import Path

from textual import events

from tests.tui.desks import desk
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.tui.widgets.config.editor import Editor


def test_letters_do_not_overtake_the_keys_before_them(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "f", "enter")
        await person.until(lambda: isinstance(person.app.focused, Editor))
        editor = person.app.focused
        assert isinstance(editor, Editor)
        for key, character in (("down", None), ("down", None), ("end", None), ("enter", "\r"), ("x", "x"), ("y", "y")):
            person.app.post_message(events.Key(key, character))
        await person.pilot.pause()
        assert editor.text.splitlines()[3].strip() == "xy"

    at_the_keyboard(story, tmp_path, desk("prack-enable"), size=(100, 30))
