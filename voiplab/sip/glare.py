"""Two INVITEs at once: RFC 3261 sections 14.1 and 14.2.

TRANSITIONS is the whole machine. Crossing offers in UPDATE and PRACK are seen by `offer_answer`, and refused alike.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Final

from voiplab.sim.chance import Chance
from voiplab.sim.moment import Duration, ms
from voiplab.sip.dialog import Role
from voiplab.sip.table import Table, arrow, step
from voiplab.sip.value import value

MOST_RETRY_AFTER: Final = 10
STEP: Final = 10  # milliseconds


@value(frozen=True, slots=True)
class RefusePending:
    """Answer the INVITE with 491 Request Pending: ours is under way."""


@value(frozen=True, slots=True)
class RefuseTooSoon:
    """Answer the INVITE with 500 and Retry-After: the one before it is not answered yet."""


Effect = RefusePending | RefuseTooSoon


class State(Enum):
    FREE = "no INVITE under way"
    OURS = "our INVITE is not answered yet"
    THEIRS = "we have not answered their INVITE yet"

    __hash__ = object.__hash__


class Input(Enum):
    SEND = "INVITE sent"
    RECEIVE = "INVITE received"
    SETTLE = "final response, or none"

    __hash__ = object.__hash__


class InviteTurn:
    """Of one dialog, for its first INVITE as for every later one."""

    def __init__(self) -> None:
        self.state = State.FREE

    @property
    def may_send(self) -> bool:
        """RFC 3261 section 14.1: not while another INVITE is under way, in either direction."""
        return self.state is State.FREE

    def send(self) -> None:
        self._take(Input.SEND)

    def receive(self) -> list[Effect]:
        """Nothing to do: the INVITE may be answered. Otherwise it is refused, and the one under way goes on."""
        return self._take(Input.RECEIVE)

    def settle(self) -> None:
        """The INVITE that is under way has got its final response, or never will."""
        self._take(Input.SETTLE)

    def _take(self, trigger: Input) -> list[Effect]:
        step = arrow(TRANSITIONS, self.state, trigger)
        self.state = step.to
        return [effect for act in step.acts for effect in act(self)]


def refuse_pending(_: InviteTurn) -> Iterator[Effect]:
    yield RefusePending()


def refuse_too_soon(_: InviteTurn) -> Iterator[Effect]:
    yield RefuseTooSoon()


TRANSITIONS: Final[Table[State, Input, InviteTurn, Effect]] = {
    State.FREE: {
        Input.SEND: step(State.OURS),
        Input.RECEIVE: step(State.THEIRS),
    },
    State.OURS: {
        Input.RECEIVE: step(State.OURS, refuse_pending),
        Input.SETTLE: step(State.FREE),
    },
    State.THEIRS: {
        Input.RECEIVE: step(State.THEIRS, refuse_too_soon),
        Input.SETTLE: step(State.FREE),
    },
}


def wait_after_glare(role: Role, chance: Chance) -> Duration:
    """RFC 3261 section 14.1: in steps of 10 ms, 2.1 to 4 s for the owner of the Call-ID, 0 to 2 s for the other end."""
    least, most = (2100, 4000) if role is Role.UAC else (0, 2000)
    return ms(least + STEP * chance.below((most - least) // STEP + 1))


def retry_after(chance: Chance) -> int:
    """The seconds in the Retry-After of a 500: 0 to 10 (RFC 3261 section 14.2)."""
    return chance.below(MOST_RETRY_AFTER + 1)
