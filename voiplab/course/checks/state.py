"""States of machines (`state`): calls, dialogs, registrations, phones, channels, as they were recorded."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import Field

from voiplab.course.checks.played import Played
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.course.checks.when import When
from voiplab.course.checks.window import NotOpened, Windowed, in_words, moments_of
from voiplab.recording.events import Event, EventId, Moved
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Moment, stamp
from voiplab.sip.condition import fits_glob


class StateParameters(Windowed):
    """A machine of that kind at that node is in the state `is`; `machine` and `is` may have `*` in them."""

    node: str
    kind: str
    state: str = Field(alias="is")
    machine: str = "*"
    when: When = When.EVER


class Stay(NamedTuple):
    """A machine was in a state from one event to the moment of the next."""

    event: EventId
    machine: str
    state: str
    begin: Moment
    end: Moment | None
    """None: to the end of the recording."""


def stays(recording: Recording, node: str, kind: str) -> Iterator[Stay]:
    """All stays of all machines of a kind at a node, by their beginning."""
    moves = [(event, event.what) for event in recording if event.node == node and isinstance(event.what, Moved)]
    own = [(event, moved) for event, moved in moves if moved.kind == kind]
    for place, (event, moved) in enumerate(own):
        end = next((later.at for later, move in own[place + 1 :] if move.machine == moved.machine), None)
        yield Stay(event.id, moved.machine, moved.now, event.at, end)


def state(played: Played, parameters: StateParameters) -> Verdict:
    expected = f"{parameters.kind} of {parameters.node} is {parameters.when} `{parameters.state}`{in_words(parameters)}"
    try:
        begin, end = moments_of(played, parameters)
    except NotOpened as closed:
        return Verdict(Outcome.NOT_REACHED, expected, str(closed))
    known = stays(played.recording, parameters.node, parameters.kind)
    own = [stay for stay in known if fits_glob(stay.machine, parameters.machine)]
    within = [stay for stay in own if stay.begin <= end and (stay.end is None or stay.end > begin)]
    if parameters.when is When.AT_END:
        within = [stay for stay in within if stay.end is None or stay.end > end]
    if not within:
        return _nothing(expected, parameters)
    fitting = [stay for stay in within if fits_glob(stay.state, parameters.state)]
    is_wanted = parameters.when is not When.NEVER
    why = f"It was {', '.join(f'{stay.state} from {stamp(stay.begin)} on' for stay in within[:8])}."
    evidence = tuple(stay.event for stay in (fitting or within))
    if bool(fitting) is is_wanted:
        return Verdict(Outcome.PASSED, expected, why, evidence)
    nearest = (fitting or within)[-1]
    difference = f"it was {nearest.state} from {stamp(nearest.begin)} on"
    look = _where(played.recording[nearest.event])
    return Verdict(Outcome.FAILED, expected, why, evidence, nearest.event, difference, look)


def _nothing(expected: str, parameters: StateParameters) -> Verdict:
    why = f"{parameters.node} had no {parameters.kind} then."
    outcome = Outcome.PASSED if parameters.when is When.NEVER else Outcome.FAILED
    return Verdict(outcome, expected, why)


def _where(event: Event) -> str:
    return f"Look at {event.node} at {stamp(event.at)} s of the run."
