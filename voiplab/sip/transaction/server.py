"""Server transaction of all requests but INVITE and ACK: RFC 3261 section 17.2.2.

TRANSITIONS is the whole machine.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Final

from voiplab.sip.table import Table, arrow, step
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.acts import end, report_transport
from voiplab.sip.transaction.effects import Arm, Effect, Send, SendAgain
from voiplab.sip.transaction.timing import Timing
from voiplab.sip.words import Words


class State(Words):
    TRYING = "trying"
    PROCEEDING = "proceeding"
    COMPLETED = "completed"
    TERMINATED = "terminated"


class Input(Enum):
    REQUEST = "request again"
    PROVISIONAL = "1xx from the user"
    FINAL = "2xx-6xx from the user"
    TRANSPORT_ERROR = "transport error"

    __hash__ = object.__hash__


class Server:
    """Made for a request that matched no transaction; the owner hands that first one to the user itself."""

    response: bytes  # the latest one; none while TRYING

    def __init__(self, timing: Timing, reliable_transport: bool) -> None:
        self.timing = timing
        self.reliable_transport = reliable_transport
        self.state = State.TRYING

    def receive_request(self) -> list[Effect]:
        """A copy of the request."""
        return self._take(Input.REQUEST)

    def respond(self, status: int, response: bytes) -> list[Effect]:
        self.response = response
        return self._take(Input.PROVISIONAL if status < 200 else Input.FINAL)

    def transport_error(self) -> list[Effect]:
        return self._take(Input.TRANSPORT_ERROR)

    def fire(self, timer: Timer) -> list[Effect]:
        return self._take(timer)

    def _take(self, trigger: Input | Timer) -> list[Effect]:
        step = arrow(TRANSITIONS, self.state, trigger)
        self.state = step.to
        return [effect for act in step.acts for effect in act(self)]


def send(tx: Server) -> Iterator[Effect]:
    yield Send(tx.response)


def send_again(tx: Server) -> Iterator[Effect]:
    yield SendAgain(tx.response)


def absorb_copies(tx: Server) -> Iterator[Effect]:
    yield Arm(Timer.J, 0 if tx.reliable_transport else tx.timing.linger)


# A transport error ends no server transaction (RFC 6026 section 8.8): a copy of the request may still get its response through.
TRANSITIONS: Final[Table[State, Input | Timer, Server, Effect]] = {
    State.TRYING: {
        Input.REQUEST: step(State.TRYING),  # nothing to repeat yet: dropped
        Input.PROVISIONAL: step(State.PROCEEDING, send),
        Input.FINAL: step(State.COMPLETED, send, absorb_copies),
    },
    State.PROCEEDING: {
        Input.REQUEST: step(State.PROCEEDING, send_again),
        Input.PROVISIONAL: step(State.PROCEEDING, send),
        Input.FINAL: step(State.COMPLETED, send, absorb_copies),
        Input.TRANSPORT_ERROR: step(State.PROCEEDING, report_transport),
    },
    State.COMPLETED: {
        Timer.J: step(State.TERMINATED, end),
        Input.REQUEST: step(State.COMPLETED, send_again),
        Input.TRANSPORT_ERROR: step(State.COMPLETED, report_transport),
    },
    State.TERMINATED: {},
}
