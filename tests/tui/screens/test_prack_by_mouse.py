"""The PRACK lesson by the mouse alone: the line is taken from the last hint, and pasted with the middle button."""

from pathlib import Path

from textual import events
from textual.widgets import TextArea

from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.course.checks.verdict import Outcome

LINE = '<param name="enable-100rel" value="true"/>'


async def click(person: Person, text: str, *, after: str = "", behind: bool = False) -> None:
    """On the first place of the screen where this stands, or `behind` it, at or below a line that has `after`."""
    lines = person.sees.splitlines()
    begin = next(y for y, line in enumerate(lines) if after in line)
    y = next(y for y, line in enumerate(lines) if y >= begin and text in line)
    x = lines[y].index(text) + (len(text) + 2 if behind else len(text) // 2)
    assert await person.pilot.click(offset=(x, y))
    await person.pilot.pause()


async def paste(person: Person, text: str) -> None:
    """What a terminal sends when the middle button is pressed."""
    assert isinstance(person.app.focused, TextArea)
    person.app.post_message(events.Paste(text))
    await person.pilot.pause()


async def play(person: Person) -> None:
    """The run from its beginning."""
    await click(person, "run call")
    await click(person, "call", after="part of its name")
    await click(person, "|| paused")
    await person.until(lambda: not person.lab.desk.player.is_moving)


def test_the_prack_lesson_is_solved_by_the_mouse_alone(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await click(person, "[ ] Switch PRACK on")
        if "Switch PRACK on | run call" not in person.sees:
            await click(person, "[ ] Switch PRACK on")
        await play(person)
        await click(person, "Config")
        await click(person, "* freeswitch/sip_profiles/internal.xml")
        await person.until(lambda: "<settings>" in person.sees)
        await click(person, "<settings>", behind=True)
        await paste(person, f"\n{LINE}")
        await click(person, "Save", after="Go to")
        await click(person, "Ladder")
        await click(person, "Check", after="Go to")
        standing = person.lab.desk.standing
        assert standing is not None
        await person.until(lambda: bool(standing.checked))
        assert standing.checked["pracked"].verdict.outcome is Outcome.PASSED

    at_the_keyboard(story, tmp_path, size=(160, 48))
    assert LINE in (tmp_path / "prack-enable/freeswitch/sip_profiles/internal.xml").read_text()
