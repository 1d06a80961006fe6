"""All kinds of checks by name: the function, and the model of its parameters, from which schema and reference are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from voiplab.course.checks.answer import AnswerParameters, answer
from voiplab.course.checks.call import CallParameters, call
from voiplab.course.checks.count import CountParameters, NeverParameters, count, never
from voiplab.course.checks.heard import HeardParameters, NotHeardParameters, heard, not_heard
from voiplab.course.checks.origin import RanParameters, WrittenByParameters, ran, written_by
from voiplab.course.checks.parameters import Parameters
from voiplab.course.checks.played import Played
from voiplab.course.checks.registered import RegisteredParameters, registered
from voiplab.course.checks.said import ConsoleParameters, LoggedParameters, ShownParameters, console, logged, shown
from voiplab.course.checks.sequence import ExactlyParameters, SequenceParameters, exactly, sequence
from voiplab.course.checks.state import StateParameters, state
from voiplab.course.checks.timing import DelayParameters, IntervalsParameters, delay, intervals
from voiplab.course.checks.verdict import Verdict

P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True)
class Kind(Generic[P]):
    """A kind of check. It is pure: the same run and the same parameters have the same verdict."""

    judge: Callable[[Played, P], Verdict]
    parameters: type[P]


CHECKS: Final[Mapping[str, Kind[Any]]] = {
    "sequence": Kind(sequence, SequenceParameters),
    "exactly": Kind(exactly, ExactlyParameters),
    "count": Kind(count, CountParameters),
    "never": Kind(never, NeverParameters),
    "intervals": Kind(intervals, IntervalsParameters),
    "delay": Kind(delay, DelayParameters),
    "call": Kind(call, CallParameters),
    "registered": Kind(registered, RegisteredParameters),
    "state": Kind(state, StateParameters),
    "heard": Kind(heard, HeardParameters),
    "not_heard": Kind(not_heard, NotHeardParameters),
    "written_by": Kind(written_by, WrittenByParameters),
    "ran": Kind(ran, RanParameters),
    "logged": Kind(logged, LoggedParameters),
    "shown": Kind(shown, ShownParameters),
    "console": Kind(console, ConsoleParameters),
    "answer": Kind(answer, AnswerParameters),
}
