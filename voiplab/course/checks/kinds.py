"""All kinds of checks by name: the function, and the model of its parameters, from which schema and reference are made."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

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
from voiplab.sip.value import value

P = TypeVar("P", bound=Parameters)


@value(frozen=True, slots=False)
class Kind:
    """A kind of check. It is pure: the same run and the same parameters have the same verdict."""

    judge: Callable[[Played, Parameters], Verdict]
    parameters: type[Parameters]


def _kind(judge: Callable[[Played, P], Verdict], model: type[P]) -> Kind:
    def judge_these(played: Played, parameters: Parameters) -> Verdict:
        assert isinstance(parameters, model)
        return judge(played, parameters)

    return Kind(judge_these, model)


CHECKS: Final[Mapping[str, Kind]] = {
    "sequence": _kind(sequence, SequenceParameters),
    "exactly": _kind(exactly, ExactlyParameters),
    "count": _kind(count, CountParameters),
    "never": _kind(never, NeverParameters),
    "intervals": _kind(intervals, IntervalsParameters),
    "delay": _kind(delay, DelayParameters),
    "call": _kind(call, CallParameters),
    "registered": _kind(registered, RegisteredParameters),
    "state": _kind(state, StateParameters),
    "heard": _kind(heard, HeardParameters),
    "not_heard": _kind(not_heard, NotHeardParameters),
    "written_by": _kind(written_by, WrittenByParameters),
    "ran": _kind(ran, RanParameters),
    "logged": _kind(logged, LoggedParameters),
    "shown": _kind(shown, ShownParameters),
    "console": _kind(console, ConsoleParameters),
    "answer": _kind(answer, AnswerParameters),
}
