"""When messages are sent: `intervals` between repetitions, and the `delay` from one message to another."""

from itertools import pairwise
from typing import Annotated

from pydantic import Field as Limits

from voiplab.course.checks.look import look_at, named
from voiplab.course.checks.parameters import AnyPattern, Parameters, Time
from voiplab.course.checks.played import Played
from voiplab.course.checks.search import all_that_fit, first_that_fits, nearest
from voiplab.course.checks.sequence import evidence_of, near_verdict
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.course.checks.window import NotOpened, Windowed, messages_within
from voiplab.sim.moment import Duration, ms


class IntervalsParameters(Windowed):
    """The messages that fit are sent at these distances; `or_more` allows further ones."""

    message: AnyPattern
    are: Annotated[tuple[Time, ...], Limits(min_length=1, max_length=60)]
    tolerance: Time = ms(50)
    or_more: bool = False


def intervals(played: Played, parameters: IntervalsParameters) -> Verdict:
    wanted = parameters.are
    expected = f"`{parameters.message}` repeated after {_list(wanted)} (within {_s(parameters.tolerance)})"
    try:
        messages = messages_within(played, parameters)
    except NotOpened as closed:
        return Verdict(Outcome.NOT_REACHED, expected, str(closed))
    found = all_that_fit(parameters.message, messages)
    if not found:
        why = f"No message fits `{parameters.message}`."
        miss = nearest(parameters.message, messages, {})
        if miss is None:
            return Verdict(Outcome.FAILED, expected, why)
        return near_verdict(played, Outcome.FAILED, expected, why, (), miss)
    distances = [later.at - earlier.at for earlier, later in pairwise(found)]
    why = f"The distances are {_list(distances)}." if distances else f"Only {named(found[0])} fits: it is not repeated."
    for place, (distance, right) in enumerate(zip(distances, wanted, strict=False)):
        if abs(distance - right) > parameters.tolerance:
            late = found[place + 1]
            difference = f"message {late.n} came {_s(distance)} after message {found[place].n}, expected {_s(right)}"
            return Verdict(
                Outcome.FAILED, expected, why, evidence_of(found), late.event.id, difference, look_at(played, late)
            )
    surplus = found[len(wanted) + 1 :]
    if len(distances) < len(wanted) or (surplus and not parameters.or_more):
        last = found[-1] if len(distances) < len(wanted) else surplus[0]
        difference = f"expected {len(wanted)} repetitions, but there are {len(distances)}"
        return Verdict(
            Outcome.FAILED, expected, why, evidence_of(found), last.event.id, difference, look_at(played, last)
        )
    return Verdict(Outcome.PASSED, expected, why, evidence_of(found))


class DelayParameters(Parameters):
    """The time from the first message that fits `begin` to the first behind it that fits `end`."""

    begin: AnyPattern
    end: AnyPattern
    at_least: Time = 0
    at_most: Time | None = None


def delay(played: Played, parameters: DelayParameters) -> Verdict:
    expected = f"from `{parameters.begin}` to `{parameters.end}` {_bounds(parameters)}"
    first = first_that_fits(parameters.begin, played.messages)
    if first is None:
        return Verdict(Outcome.NOT_REACHED, expected, f"No message fits `{parameters.begin}`.")
    second = first_that_fits(parameters.end, played.messages[first.n :])
    if second is None:
        why = f"After {named(first)}, nothing was sent that fits `{parameters.end}`."
        miss = nearest(parameters.end, played.messages[first.n :], {})
        if miss is None:
            return Verdict(Outcome.FAILED, expected, why, evidence_of([first]), look=look_at(played, first))
        return near_verdict(played, Outcome.FAILED, expected, why, evidence_of([first]), miss)
    took = second.at - first.at
    why = f"It took {_s(took)} from message {first.n} to message {second.n}."
    evidence = evidence_of([first, second])
    if took < parameters.at_least or (parameters.at_most is not None and took > parameters.at_most):
        bound = parameters.at_least if took < parameters.at_least else parameters.at_most or 0
        difference = f"{_s(abs(took - bound))} too {'early' if took < parameters.at_least else 'late'}"
        return Verdict(Outcome.FAILED, expected, why, evidence, second.event.id, difference, look_at(played, second))
    return Verdict(Outcome.PASSED, expected, why, evidence)


def _bounds(parameters: DelayParameters) -> str:
    bounds = [f"at least {_s(parameters.at_least)}"] if parameters.at_least else []
    bounds += [f"at most {_s(parameters.at_most)}"] if parameters.at_most is not None else []
    return " and ".join(bounds) or "at all"


def _s(duration: Duration) -> str:
    return f"{duration / 1_000_000:g} s"


def _list(durations: tuple[Duration, ...] | list[Duration]) -> str:
    return ", ".join(_s(duration) for duration in durations)
