"""One check as an author writes it: the name of its kind with its parameters, or several of which one is enough."""

from typing import Self

from pydantic import model_validator

from voiplab.course.checks.answer import AnswerParameters
from voiplab.course.checks.call import CallParameters
from voiplab.course.checks.count import CountParameters, NeverParameters
from voiplab.course.checks.heard import HeardParameters, NotHeardParameters
from voiplab.course.checks.kinds import CHECKS
from voiplab.course.checks.origin import RanParameters, WrittenByParameters
from voiplab.course.checks.played import Played
from voiplab.course.checks.registered import RegisteredParameters
from voiplab.course.checks.said import ConsoleParameters, LoggedParameters, ShownParameters
from voiplab.course.checks.sequence import ExactlyParameters, SequenceParameters
from voiplab.course.checks.state import StateParameters
from voiplab.course.checks.timing import DelayParameters, IntervalsParameters
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.text.schema import Schema


class OneCheck(Schema):
    """Exactly one of these keys; a lesson adds keys of its own to them."""

    sequence: SequenceParameters | None = None
    exactly: ExactlyParameters | None = None
    count: CountParameters | None = None
    never: NeverParameters | None = None
    intervals: IntervalsParameters | None = None
    delay: DelayParameters | None = None
    call: CallParameters | None = None
    registered: RegisteredParameters | None = None
    state: StateParameters | None = None
    heard: HeardParameters | None = None
    not_heard: NotHeardParameters | None = None
    written_by: WrittenByParameters | None = None
    ran: RanParameters | None = None
    logged: LoggedParameters | None = None
    shown: ShownParameters | None = None
    console: ConsoleParameters | None = None
    answer: AnswerParameters | None = None
    any_of: "tuple[OneCheck, ...] | None" = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        given = [name for name in (*CHECKS, ANY_OF) if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"one kind of check is expected here, not {len(given)}: {', '.join((*CHECKS, ANY_OF))}")
        if self.any_of == ():
            raise ValueError("`any_of` needs checks of which one must pass")
        return self


ANY_OF = "any_of"


def judge(check: OneCheck, played: Played) -> Verdict:
    if check.any_of is not None:
        return _any_of([judge(one, played) for one in check.any_of])
    name, parameters = next((name, given) for name in CHECKS if (given := getattr(check, name)) is not None)
    return CHECKS[name].judge(played, parameters)


def _any_of(verdicts: list[Verdict]) -> Verdict:
    """The first that passed; else the first that was reached, with what all expected."""
    passed = next((verdict for verdict in verdicts if verdict.is_passed), None)
    if passed is not None:
        return passed
    first = next((verdict for verdict in verdicts if verdict.outcome is Outcome.FAILED), verdicts[0])
    expected = "; or ".join(verdict.expected for verdict in verdicts)
    return Verdict(first.outcome, expected, first.why, first.evidence, first.nearest, first.difference, first.look)
