"""`originate` and what it leaves behind, beside the recorded answers."""

from collections.abc import Mapping, Sequence
from functools import partial

import pytest

from tests.freeswitch.console.recording import numbered, recorded
from tests.freeswitch.office import Office
from voiplab.freeswitch.console.table import execute
from voiplab.recording.events import Answered
from voiplab.sim.moment import seconds


def later_answers(office: Office) -> Sequence[str]:
    """What was answered when the outcome was known."""
    return [event.what.text for event in office.recording if isinstance(event.what, Answered)]


def after_originate(recording: Mapping[str, str]) -> Mapping[str, str]:
    """The first command, and three seconds later the others; the uuid of the recording becomes that of our channel."""
    office = Office().register("1000", "1001")
    for name in ("1000", "1001"):
        office[name].answers_with((0, 180), (0.7, 200))
    originate, *others = recording
    theirs = recording[originate].removeprefix("+OK ")
    said: dict[str, str] = {}

    def ask(command: str) -> None:
        ours = next(iter(office.switch.channels))
        said[command] = execute(office.switch, command.replace(theirs, ours))

    assert execute(office.switch, originate) == ""
    for command in others:
        office.later(3, partial(ask, command))
    office.kernel.run_until_idle(office.kernel.now + seconds(6))
    (said[originate],) = later_answers(office)
    return said


@pytest.mark.parametrize(
    "name", ["originate_exten_dialplan_context", "originate_user_bridge", "originate_with_variables_park"]
)
def test_originate_and_the_questions_after_it_are_answered_as_recorded(name: str) -> None:
    recording = dict(recorded(name))
    said = after_originate(recording)
    assert {command: numbered(text) for command, text in said.items()} == {
        command: numbered(text) for command, text in recording.items()
    }


def test_who_does_not_answer_in_time_is_told_when_the_time_is_over() -> None:
    office = Office().register("1000")
    office["1000"].answers_with((0, 180))
    assert execute(office.switch, "originate {originate_timeout=4}user/1000 &park()") == ""
    office.run()
    assert [text.rstrip("\n") for text in later_answers(office)] == ["-ERR NO_ANSWER"]
