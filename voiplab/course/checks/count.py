"""How many messages: `count`, and `never`."""

from collections.abc import Sequence

from voiplab.course.checks.look import look_at, named
from voiplab.course.checks.parameters import Amount, AnyPattern, HowMany
from voiplab.course.checks.played import Played
from voiplab.course.checks.search import all_that_fit, nearest
from voiplab.course.checks.sequence import evidence_of, near_verdict
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.course.checks.window import NotOpened, Windowed, in_words, messages_within
from voiplab.explain.messages import SipMessage


class CountParameters(Windowed):
    """So many messages fit; repetitions count too, unless the pattern says `not again`."""

    message: AnyPattern
    number: HowMany = Amount.parse(">= 1")


def count(played: Played, parameters: CountParameters) -> Verdict:
    expected = f"{parameters.number} of `{parameters.message}`{in_words(parameters)}"
    return _count(played, expected, parameters, parameters.message, parameters.number)


class NeverParameters(Windowed):
    """No message fits."""

    message: AnyPattern


def never(played: Played, parameters: NeverParameters) -> Verdict:
    expected = f"no `{parameters.message}`{in_words(parameters)}"
    return _count(played, expected, parameters, parameters.message, Amount.parse("none"))


def _count(played: Played, expected: str, window: Windowed, pattern: AnyPattern, number: Amount) -> Verdict:
    try:
        messages = messages_within(played, window)
    except NotOpened as closed:
        return Verdict(Outcome.NOT_REACHED, expected, str(closed))
    found = all_that_fit(pattern, messages)
    if number.allows(len(found)):
        return Verdict(Outcome.PASSED, expected, f"There are {len(found)}.", evidence_of(found))
    difference = f"expected {number}, but there are {len(found)}"
    if len(found) < number.least:
        return _too_few(played, expected, pattern, messages, found, difference)
    surplus = found[number.most or 0]
    why = f"There are {len(found)}: {', '.join(str(message.n) for message in found)}. One too many is {named(surplus)}."
    return Verdict(
        Outcome.FAILED, expected, why, evidence_of(found), surplus.event.id, difference, look_at(played, surplus)
    )


def _too_few(
    played: Played,
    expected: str,
    pattern: AnyPattern,
    messages: Sequence[SipMessage],
    found: Sequence[SipMessage],
    difference: str,
) -> Verdict:
    if found:
        numbers = ", ".join(str(message.n) for message in found)
        last = found[-1]
        why = f"Only these messages fit `{pattern}`: {numbers}."
        return Verdict(Outcome.FAILED, expected, why, evidence_of(found), None, difference, look_at(played, last))
    why = f"No message fits `{pattern}`."
    miss = nearest(pattern, messages, {})
    if miss is None:
        return Verdict(Outcome.FAILED, expected, why, difference=difference)
    return near_verdict(played, Outcome.FAILED, expected, why, (), miss)
