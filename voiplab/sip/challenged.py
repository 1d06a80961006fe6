"""A request that meets 401 or 407: which challenges are answered, and when its sender gives up (RFC 3261 sections 22.2, 22.3).

TRANSITIONS is the whole machine, for one request and what it is repeated as. The answers themselves are made by `digest`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from voiplab.sip.digest import Challenge
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Response
from voiplab.sip.table import Table, arrow, step

PROXY: Final = 407


@dataclass(frozen=True, slots=True)
class Demand:
    """A challenge, and who makes it: 401 is answered in Authorization, 407 in Proxy-Authorization."""

    status: int
    challenge: Challenge


@dataclass(frozen=True, slots=True)
class Answer:
    """Send the request again, with a new CSeq number and credentials for each of these."""

    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The credentials are wrong, or nothing is asked that could be answered."""


Effect = Answer | GiveUp


class State(Enum):
    UNCHALLENGED = "sent without credentials"
    ANSWERED = "challenged once"
    ANSWERED_TWICE = "challenged twice"
    REJECTED = "given up"

    __hash__ = object.__hash__


class Input(Enum):
    NEW = "challenge of a realm that has none of our credentials"
    STALE = "our nonce was too old"
    WRONG = "challenge of a realm that has our credentials"
    NOTHING = "no challenge that can be answered"

    __hash__ = object.__hash__


class Challenged:
    """Two answers at most: a proxy's and the registrar's, or one and its renewal. No server can keep us busy with a third."""

    def __init__(self) -> None:
        self.state = State.UNCHALLENGED
        self.demands: tuple[Demand, ...] = ()
        """Those met so far, the latest of each realm: every request from here on answers them all."""

    def receive(self, response: Response) -> list[Effect]:
        """A 401 or 407."""
        met = _demands_of(response)
        trigger = self._meaning(met)
        self.demands = (*[old for old in self.demands if not _is_renewed(old, met)], *met)
        step = arrow(TRANSITIONS, self.state, trigger)
        self.state = step.to
        return [effect for act in step.acts for effect in act(self)]

    def _meaning(self, met: tuple[Demand, ...]) -> Input:
        if not met:
            return Input.NOTHING
        again = [new for new in met if any(_is_renewed(old, (new,)) for old in self.demands)]
        if not again:
            return Input.NEW
        return Input.STALE if all(demand.challenge.is_stale for demand in again) else Input.WRONG


def _is_renewed(old: Demand, met: tuple[Demand, ...]) -> bool:
    return any(old.status == new.status and old.challenge.realm == new.challenge.realm for new in met)


def _demands_of(response: Response) -> tuple[Demand, ...]:
    """Of each realm the topmost challenge that we can answer (RFC 8760 section 2.4)."""
    try:
        challenges = response.proxy_authenticate if response.status == PROXY else response.www_authenticate
    except Malformed:
        return ()
    met: dict[str, Demand] = {}
    for challenge in challenges:
        if challenge.is_known:
            met.setdefault(challenge.realm, Demand(response.status, challenge))
    return tuple(met.values())


def answer(request: Challenged) -> Iterator[Effect]:
    yield Answer(request.demands)


def give_up(_: Challenged) -> Iterator[Effect]:
    yield GiveUp()


TRANSITIONS: Final[Table[State, Input, Challenged, Effect]] = {
    State.UNCHALLENGED: {
        Input.NEW: step(State.ANSWERED, answer),
        Input.NOTHING: step(State.REJECTED, give_up),
    },
    State.ANSWERED: {
        Input.NEW: step(State.ANSWERED_TWICE, answer),
        Input.STALE: step(State.ANSWERED_TWICE, answer),
        Input.WRONG: step(State.REJECTED, give_up),
        Input.NOTHING: step(State.REJECTED, give_up),
    },
    State.ANSWERED_TWICE: {
        Input.NEW: step(State.REJECTED, give_up),
        Input.STALE: step(State.REJECTED, give_up),
        Input.WRONG: step(State.REJECTED, give_up),
        Input.NOTHING: step(State.REJECTED, give_up),
    },
    State.REJECTED: {},
}
