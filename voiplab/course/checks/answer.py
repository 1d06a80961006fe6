"""A question to the student (`answer`): the right answer is computed from the recording, so that each seed has its own.

A verdict that is not passed never tells the right answer.
"""

import re
from collections.abc import Sequence
from typing import Final, Self

from pydantic import Field, model_validator

from voiplab.course.checks.parameters import AnyPattern, Parameters, Steps, Time
from voiplab.course.checks.played import Played
from voiplab.course.checks.search import Found, Series, all_that_fit, first_that_fits
from voiplab.course.checks.sequence import evidence_of
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.explain.messages import SipMessage
from voiplab.lab.span import UNITS
from voiplab.sim.moment import Duration, ms
from voiplab.sip.condition import fill, names_in

FROM_LAST_STEP: Final = ("number", "sender", "receiver")


class Between(Parameters):
    """The time from the first message that fits one pattern to the first behind it that fits the other."""

    begin: AnyPattern
    end: AnyPattern


class AnswerParameters(Parameters):
    """`asks` is put to the student, who answers under the name `question`.

    Right is one of: the text `is` (or one of `accepts`), filled with what `steps` captured and with `$number`, `$sender` and
    `$receiver` of the last step; the number of messages that fit `count`; the time `between` two messages, within `tolerance`.
    """

    question: str
    asks: str
    steps: Steps | None = None
    text: str | None = Field(None, alias="is")
    accepts: tuple[str, ...] = ()
    count: AnyPattern | None = None
    between: Between | None = None
    tolerance: Time = ms(50)

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> Self:
        if sum(value is not None for value in (self.text, self.count, self.between)) != 1:
            raise ValueError("one of `is`, `count` and `between` is expected")
        captured = {name for group in self.steps or () for pattern in group for name in pattern.captures}
        known = captured.union(FROM_LAST_STEP if self.steps else ())
        for template in (self.text or "", *self.accepts):
            for name in names_in(template):
                if name not in known:
                    raise ValueError(f"`${name}` in `{template}` is captured by no step")
        return self


def answer(played: Played, parameters: AnswerParameters) -> Verdict:
    given = played.answers.get(parameters.question, "").strip()
    if parameters.text is not None:
        return _text(played, parameters, given)
    if parameters.count is not None:
        found = all_that_fit(parameters.count, played.messages)
        return _judge(parameters, given, _same_text(given, str(len(found))), found)
    return _time(played, parameters, given)


def _text(played: Played, parameters: AnswerParameters, given: str) -> Verdict:
    bindings: dict[str, str] = {}
    messages: tuple[SipMessage, ...] = ()
    if parameters.steps is not None:
        found = Series(parameters.steps, played.messages).search()
        if not isinstance(found, Found):
            return _not_there(parameters)
        last = found.messages[-1]
        bindings = {**found.bindings, "number": str(last.n), "sender": last.source, "receiver": last.target}
        messages = found.messages
    right = [fill(template, bindings) for template in (parameters.text or "", *parameters.accepts)]
    return _judge(parameters, given, any(_same_text(given, one) for one in right), messages)


def _time(played: Played, parameters: AnswerParameters, given: str) -> Verdict:
    assert parameters.between is not None
    begin = first_that_fits(parameters.between.begin, played.messages)
    end = None if begin is None else first_that_fits(parameters.between.end, played.messages[begin.n :])
    if begin is None or end is None:
        return _not_there(parameters)
    written = duration_in(given)
    if given and written is None:
        return Verdict(Outcome.FAILED, parameters.asks, f"`{given}` is no time; write it like 0.5 s or 500 ms.")
    is_right = written is not None and abs(written - (end.at - begin.at)) <= parameters.tolerance
    return _judge(parameters, given, is_right, (begin, end))


def _judge(parameters: AnswerParameters, given: str, is_right: bool, messages: Sequence[SipMessage]) -> Verdict:
    if not given:
        return Verdict(Outcome.FAILED, parameters.asks, "It is not answered yet.", look=_look(parameters))
    if is_right:
        return Verdict(Outcome.PASSED, parameters.asks, f"`{given}` is right.", evidence_of(messages))
    why = f"`{given}` is not what this run shows."
    return Verdict(
        Outcome.FAILED, parameters.asks, why, difference=f"you wrote `{given}`", look="Look at the ladder again."
    )


def _look(parameters: AnswerParameters) -> str:
    return f"Write your answer under the name {parameters.question}."


def _not_there(parameters: AnswerParameters) -> Verdict:
    why = "The messages that this question is about were not sent in this run."
    return Verdict(Outcome.NOT_REACHED, parameters.asks, why, look="First make the call go as the lesson says.")


def normal(text: str) -> str:
    """Case, spacing, quotation marks around it and a full stop behind it do not matter."""
    return " ".join(text.split()).strip("`\"' .").casefold()


def _same_text(given: str, right: str) -> bool:
    if normal(given) == normal(right):
        return True
    one, other = _number(given), _number(right)
    return one is not None and one == other


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\s*\d{1,15}(\.\d{1,9})?\s*", text, re.ASCII) else None


_NAMES: Final = {
    "": "s",
    "sec": "s",
    "second": "s",
    "seconds": "s",
    "millisecond": "ms",
    "milliseconds": "ms",
    "min": "m",
    "minute": "m",
    "minutes": "m",
}


def duration_in(text: str) -> Duration | None:
    """`0.5 s`, `0,5`, `500ms`, `half a second` is none: a number with a unit, seconds when there is none."""
    found = re.fullmatch(r"(\d{1,9})(?:[.,](\d{1,6}))?\s*([a-z]*)", normal(text), re.ASCII)
    if found is None:
        return None
    unit = UNITS.get(_NAMES.get(found[3], found[3]))
    return None if unit is None else round(float(f"{found[1]}.{found[2] or 0}") * unit)
