"""The PRACK lesson from the course to the last tick, by the keyboard alone."""

from pathlib import Path

from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.course.checks.verdict import Outcome
from voiplab.tui.desk.player import Going
from voiplab.tui.screens.asking import AskScreen

LINE = '<param name="enable-100rel" value="true"/>'


async def choose(person: Person, title: str) -> None:
    """On the home screen, by search."""
    await person.press("slash")
    await person.type(title)
    await person.press("enter")


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
    await person.until(lambda: not person.lab.desk.player.is_moving)


async def predict(person: Person) -> None:
    """The run has paused before the PRACK, and asks what its RAck will be."""
    await person.until(lambda: isinstance(person.app.screen, AskScreen))
    assert "RAck of the PRACK" in person.sees
    ringing = person.lab.story.messages[-1].response
    invite = next(one.request for one in person.lab.story.messages if one.target == "bob" and one.request is not None)
    assert ringing is not None
    await person.type(f"{ringing.get('RSeq')} {invite.cseq.number} INVITE")
    await person.press("enter", "greater_than_sign")
    await person.until(lambda: person.lab.desk.player.going is Going.QUIET)


def test_the_prack_lesson_is_solved_by_keys_alone(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await choose(person, "Switch PRACK on")
        await run_again(person)
        assert "PRACK" not in person.sees.replace("Switch PRACK on", "")
        await add_line(person)
        await run_again(person)
        await predict(person)
        assert "PRACK RAck" in person.sees
        await person.press("c")
        standing = person.lab.desk.standing
        assert standing is not None
        await person.until(lambda: bool(standing.checked))
        assert standing.checked["offered"].verdict.outcome is Outcome.PASSED
        assert standing.checked["pracked"].verdict.outcome is Outcome.PASSED
        assert [standing.is_done(exercise) for exercise in standing.lesson.exercises[:2]] == [True, True]

    at_the_keyboard(story, tmp_path)
    saved = (tmp_path / "prack-enable/freeswitch/sip_profiles/internal.xml").read_text()
    assert LINE in saved
    assert "offer" in (tmp_path / "prack-enable/.voiplab/progress.yaml").read_text()
