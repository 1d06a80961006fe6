"""Finding messages: all that fit a pattern, a series of patterns in order, and what came nearest when nothing fits."""

from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.course.checks.parameters import Group
from voiplab.explain.messages import SipMessage
from voiplab.sip.condition import Bindings, fill
from voiplab.sip.matching import Match, Mismatch, Pattern
from voiplab.sip.value import value

MOST_TRIES: Final = 200_000


class Undecided(Exception):
    """So many combinations of captures are possible that the search was given up; this is no verdict."""


@value(frozen=True, slots=False)
class NearMiss:
    message: SipMessage
    mismatch: Mismatch


@value(frozen=True, slots=False)
class Found:
    """One message per pattern, in the order of the patterns, and what they captured."""

    messages: tuple[SipMessage, ...]
    bindings: Bindings


@value(frozen=True, slots=False)
class Stuck:
    """How far a series came: what was found, and for which pattern nothing came after it."""

    messages: tuple[SipMessage, ...]
    bindings: Bindings
    missing: Pattern


def fits(pattern: Pattern, message: SipMessage, bindings: Bindings) -> Match | Mismatch:
    passing = message.passing
    return Mismatch(0, "it is no SIP message") if passing is None else pattern.compare(passing, bindings)


def all_that_fit(pattern: Pattern, messages: Sequence[SipMessage]) -> list[SipMessage]:
    return [message for message in messages if isinstance(fits(pattern, message, {}), Match)]


def first_that_fits(pattern: Pattern, messages: Sequence[SipMessage]) -> SipMessage | None:
    return next((message for message in messages if isinstance(fits(pattern, message, {}), Match)), None)


def nearest(pattern: Pattern, messages: Sequence[SipMessage], bindings: Bindings) -> NearMiss | None:
    """The message that differs least, of equally near ones the first; none when not even the kind is right."""
    best: NearMiss | None = None
    for message in messages:
        outcome = fits(pattern, message, bindings)
        if isinstance(outcome, Mismatch) and outcome.nearness > (best.mismatch.nearness if best else 0):
            best = NearMiss(message, outcome)
    return best


def filled(pattern: Pattern, bindings: Bindings) -> str:
    """The pattern as a sentence, with the values that were captured."""
    return fill(str(pattern), bindings)


@value(frozen=True, slots=False)
class _Standing:
    """A place in a search: so many groups are done, of the next these are left, and so many messages were passed."""

    group: int
    left: tuple[int, ...]
    passed: int
    bindings: tuple[tuple[str, str], ...]


class Series:
    """A search for groups of patterns in order, with anything in between. Tries another way when captures lead nowhere."""

    def __init__(self, groups: Sequence[Group], messages: Sequence[SipMessage]) -> None:
        self._groups = groups
        self._messages = messages
        self._hopeless: set[_Standing] = set()
        self._tries = 0
        self._furthest = Stuck((), {}, groups[0][0])

    def search(self) -> Found | Stuck:
        start = _Standing(0, tuple(range(len(self._groups[0]))), 0, ())
        return self._from(start, ()) or self._furthest

    def _from(self, standing: _Standing, found: tuple[SipMessage, ...]) -> Found | None:
        bindings = dict(standing.bindings)
        if standing.group == len(self._groups):
            return Found(found, bindings)
        if standing in self._hopeless:
            return None
        if len(found) > len(self._furthest.messages) or not found:
            self._furthest = Stuck(found, bindings, self._groups[standing.group][standing.left[0]])
        for after, message in self._steps(standing, bindings):
            if (complete := self._from(after, (*found, message))) is not None:
                return complete
        self._hopeless.add(standing)
        return None

    def _steps(self, standing: _Standing, bindings: Bindings) -> Iterator[tuple[_Standing, SipMessage]]:
        group = self._groups[standing.group]
        for place in range(standing.passed, len(self._messages)):
            for chosen in standing.left:
                self._tries += 1
                if self._tries > MOST_TRIES:
                    raise Undecided(f"the captures of {len(self._groups)} steps can be chosen in too many ways")
                outcome = fits(group[chosen], self._messages[place], bindings)
                if isinstance(outcome, Match):
                    yield self._after(standing, chosen, place, outcome.bindings), self._messages[place]

    def _after(self, standing: _Standing, chosen: int, place: int, bindings: Bindings) -> _Standing:
        left = tuple(one for one in standing.left if one != chosen)
        group = standing.group
        if not left:
            group += 1
            left = tuple(range(len(self._groups[group]))) if group < len(self._groups) else ()
        return _Standing(group, left, place + 1, tuple(sorted(bindings.items())))
