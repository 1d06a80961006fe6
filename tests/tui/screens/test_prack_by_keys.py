"""The PRACK lesson from the course to the last tick, by the keyboard alone."""

from pathlib import Path

from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.course.checks.verdict import Outcome
from voiplab.tui.desk.player import Going

LINE = '<param name="enable-100rel" value="true"/>'


async def choose(person: Person, title: str) -> None:
    """On the home screen, by search."""
    await person.press("slash")
    await person.type(title)
    await person.press("enter", "enter")


async def add_line(person: Person) -> None:
    """Below the line that the server listens at, in the file that the lesson asks to change."""
    await person.press("ctrl+o", "f")
    await person.press("enter")
    await person.until(lambda: "sip_profiles/internal.xml" in person.sees)
    for _ in range(7):
        await person.press("down")
    await person.press("end", "enter")
    await person.type(LINE)
    await person.press("ctrl+s")


async def run_again(person: Person) -> None:
    await person.press("ctrl+o", "l")
    await person.press("R", "greater_than_sign")
    await person.until(lambda: person.lab.desk.player.going is Going.QUIET)


def test_the_prack_lesson_is_solved_by_keys_alone(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await choose(person, "Switch PRACK on")
        await run_again(person)
        assert "PRACK" not in person.sees.replace("Switch PRACK on", "")
        await add_line(person)
        await run_again(person)
        assert "PRACK RAck" in person.sees
        await person.press("c")
        standing = person.lab.desk.standing
        assert standing is not None
        await person.until(lambda: bool(standing.checked))
        assert standing.checked["offered"].verdict.outcome is Outcome.PASSED
        assert standing.checked["pracked"].verdict.outcome is Outcome.PASSED
        assert standing.is_done(standing.lesson.exercises[0])

    at_the_keyboard(story, tmp_path)
    saved = (tmp_path / "prack-enable/freeswitch/sip_profiles/internal.xml").read_text()
    assert LINE in saved
    assert "offer" in (tmp_path / "prack-enable/.voiplab/progress.yaml").read_text()
