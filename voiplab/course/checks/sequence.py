"""Messages in an order: `sequence`, with anything between them, or `exactly`, with nothing else."""

from collections.abc import Sequence

from voiplab.course.checks.look import look_at, named
from voiplab.course.checks.parameters import AnyPattern, Steps
from voiplab.course.checks.played import Played
from voiplab.course.checks.search import Found, NearMiss, Series, Stuck, all_that_fit, filled, fits, nearest
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.course.checks.window import NotOpened, Windowed, messages_within
from voiplab.explain.messages import SipMessage
from voiplab.sip.condition import Bindings
from voiplab.sip.matching import Match, Mismatch, Pattern


class SequenceParameters(Windowed):
    """These messages come in this order; others may come between them."""

    steps: Steps


def sequence(played: Played, parameters: SequenceParameters) -> Verdict:
    expected = in_order([pattern for group in parameters.steps for pattern in group])
    try:
        messages = messages_within(played, parameters)
    except NotOpened as closed:
        return Verdict(Outcome.NOT_REACHED, expected, str(closed))
    match Series(parameters.steps, messages).search():
        case Found() as found:
            numbers = ", ".join(str(message.n) for message in found.messages)
            return Verdict(Outcome.PASSED, expected, f"Messages {numbers}.", evidence_of(found.messages))
        case Stuck() as stuck:
            return explain_stuck(played, expected, stuck, messages)


def in_order(patterns: Sequence[Pattern]) -> str:
    return ", then ".join(f"`{pattern}`" for pattern in patterns)


def evidence_of(messages: Sequence[SipMessage]) -> tuple[int, ...]:
    return tuple(message.event.id for message in messages)


def explain_stuck(played: Played, expected: str, stuck: Stuck, messages: Sequence[SipMessage]) -> Verdict:
    """How far it came, the nearest message after that, or one that came too early."""
    behind = stuck.messages[-1].n if stuck.messages else 0
    wanted = filled(stuck.missing, stuck.bindings)
    where = f"After {named(stuck.messages[-1])}, nothing" if stuck.messages else "Nothing"
    why = f"{where} was sent that fits `{wanted}`."
    evidence = evidence_of(stuck.messages)
    later = [message for message in messages if message.n > behind]
    too_early = _fitting([message for message in messages if message.n <= behind], stuck.missing, stuck.bindings)
    if too_early is not None and too_early not in stuck.messages:
        difference = f"{named(too_early)} fits, but it came before message {behind}"
        return Verdict(
            Outcome.FAILED, expected, why, evidence, too_early.event.id, difference, look_at(played, too_early)
        )
    miss = nearest(stuck.missing, later, stuck.bindings)
    if miss is None:
        last = stuck.messages[-1] if stuck.messages else None
        look = look_at(played, last) if last is not None else "Look at the ladder: voiplab run shows what was sent."
        return Verdict(Outcome.FAILED, expected, why, evidence, look=look)
    return near_verdict(played, Outcome.FAILED, expected, why, evidence, miss)


def near_verdict(
    played: Played, outcome: Outcome, expected: str, why: str, evidence: tuple[int, ...], miss: NearMiss
) -> Verdict:
    return Verdict(
        outcome,
        expected,
        f"{why} The nearest is {named(miss.message)}.",
        evidence,
        miss.message.event.id,
        miss.mismatch.difference,
        look_at(played, miss.message, miss.mismatch.field),
    )


def _fitting(messages: Sequence[SipMessage], pattern: Pattern, bindings: Bindings) -> SipMessage | None:
    return next((message for message in messages if isinstance(fits(pattern, message, bindings), Match)), None)


class ExactlyParameters(Windowed):
    """Of the messages that fit `among` (by default all) these are sent, in this order, and no others."""

    steps: Steps
    among: AnyPattern | None = None


def exactly(played: Played, parameters: ExactlyParameters) -> Verdict:
    scope = f" among those that fit `{parameters.among}`" if parameters.among else ""
    expected = f"exactly {in_order([pattern for group in parameters.steps for pattern in group])}{scope}"
    try:
        messages = messages_within(played, parameters)
    except NotOpened as closed:
        return Verdict(Outcome.NOT_REACHED, expected, str(closed))
    if parameters.among is not None:
        messages = all_that_fit(parameters.among, messages)
    count = sum(len(group) for group in parameters.steps)
    found = Series(parameters.steps, messages[:count]).search()
    if isinstance(found, Stuck):
        return _first_stranger(played, expected, found, messages)
    if len(messages) > count:
        surplus = messages[count]
        why = f"They were sent, and {len(messages) - count} more; the first of those is {named(surplus)}."
        difference = f"{named(surplus)} should not be there"
        return Verdict(
            Outcome.FAILED,
            expected,
            why,
            evidence_of(found.messages),
            surplus.event.id,
            difference,
            look_at(played, surplus),
        )
    return Verdict(Outcome.PASSED, expected, "These, and no others.", evidence_of(messages))


def _first_stranger(played: Played, expected: str, stuck: Stuck, messages: Sequence[SipMessage]) -> Verdict:
    """The first message that stands where another one should."""
    wanted = filled(stuck.missing, stuck.bindings)
    strangers = [message for place, message in enumerate(messages) if message not in stuck.messages[place : place + 1]]
    if not strangers:
        why = f"There are only {len(messages)} messages; `{wanted}` is missing."
        return Verdict(Outcome.FAILED, expected, why, evidence_of(stuck.messages))
    stranger = strangers[0]
    outcome = fits(stuck.missing, stranger, stuck.bindings)
    difference = outcome.difference if isinstance(outcome, Mismatch) else "it stands in another place"
    why = f"Where `{wanted}` should stand there is {named(stranger)}."
    return Verdict(
        Outcome.FAILED,
        expected,
        why,
        evidence_of(stuck.messages),
        stranger.event.id,
        difference,
        look_at(played, stranger, outcome.field if isinstance(outcome, Mismatch) else None),
    )
