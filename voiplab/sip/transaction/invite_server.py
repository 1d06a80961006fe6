"""INVITE server transaction: RFC 3261 section 17.2.1 with the Accepted state of RFC 6026.

TRANSITIONS is the whole machine. Whether and when a 100 is sent differs between products: that is for the user, which
answers through `respond`. So are the copies of a 2xx until its ACK comes (RFC 3261 section 13.3.1.4): see `sip/answer.py`.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Final

from voiplab.sip.message import Message
from voiplab.sip.table import Table, arrow, step
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.acts import end, report_timeout, report_transport
from voiplab.sip.transaction.effects import Arm, Deliver, Disarm, Effect, Send, SendAgain
from voiplab.sip.transaction.timing import Timing
from voiplab.sip.words import Words


class State(Words):
    PROCEEDING = "proceeding"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    TERMINATED = "terminated"


class Input(Enum):
    INVITE = "INVITE again"
    ACK = "ACK"
    PROVISIONAL = "1xx from the user"
    SUCCESS = "2xx from the user"
    REPEAT = "the same 2xx from the user"
    FAILURE = "3xx-6xx from the user"
    TRANSPORT_ERROR = "transport error"

    __hash__ = object.__hash__

    @classmethod
    def of(cls, status: int) -> "Input":
        if status < 200:
            return cls.PROVISIONAL
        return cls.SUCCESS if status < 300 else cls.FAILURE


class InviteServer:
    """Made for an INVITE that matched no transaction; the owner hands that first one to the user itself."""

    ack: Message  # the latest one; none until the first `receive_ack`

    def __init__(self, timing: Timing, reliable_transport: bool) -> None:
        self.timing = timing
        self.reliable_transport = reliable_transport
        self.state = State.PROCEEDING
        self.response = b""  # the latest one; empty until the user has answered anything
        self.resend_after = timing.t1

    def receive_request(self) -> list[Effect]:
        """A copy of the INVITE."""
        return self._take(Input.INVITE)

    def receive_ack(self, ack: Message) -> list[Effect]:
        self.ack = ack
        return self._take(Input.ACK)

    def respond(self, status: int, response: bytes) -> list[Effect]:
        """While PROCEEDING any response; while ACCEPTED another 2xx, which only a forking proxy has."""
        self.response = response
        return self._take(Input.of(status))

    def repeat(self) -> list[Effect]:
        """The user sends its 2xx once more, since no ACK has come."""
        return self._take(Input.REPEAT)

    def transport_error(self) -> list[Effect]:
        return self._take(Input.TRANSPORT_ERROR)

    def fire(self, timer: Timer) -> list[Effect]:
        return self._take(timer)

    def _take(self, trigger: Input | Timer) -> list[Effect]:
        step = arrow(TRANSITIONS, self.state, trigger)
        self.state = step.to
        return [effect for act in step.acts for effect in act(self)]


def send(tx: InviteServer) -> Iterator[Effect]:
    yield Send(tx.response)


def send_again(tx: InviteServer) -> Iterator[Effect]:
    if tx.response:
        yield SendAgain(tx.response)


def start_resending(tx: InviteServer) -> Iterator[Effect]:
    if not tx.reliable_transport:
        yield Arm(Timer.G, tx.resend_after)


def resend(tx: InviteServer) -> Iterator[Effect]:
    tx.resend_after = tx.timing.longer(tx.resend_after)
    yield SendAgain(tx.response)
    yield Arm(Timer.G, tx.resend_after)


def stop_resending(tx: InviteServer) -> Iterator[Effect]:
    if not tx.reliable_transport:
        yield Disarm(Timer.G)


def wait_for_ack(tx: InviteServer) -> Iterator[Effect]:
    yield Arm(Timer.H, tx.timing.unacknowledged)


def stop_waiting(_: InviteServer) -> Iterator[Effect]:
    yield Disarm(Timer.H)


def absorb_acks(tx: InviteServer) -> Iterator[Effect]:
    yield Arm(Timer.I, 0 if tx.reliable_transport else tx.timing.t4)


def absorb_invites(tx: InviteServer) -> Iterator[Effect]:
    yield Arm(Timer.L, tx.timing.linger)


def deliver_ack(tx: InviteServer) -> Iterator[Effect]:
    yield Deliver(tx.ack)


# A transport error ends no server transaction (RFC 6026 section 8.8): a copy of the request may still get its response through.
TRANSITIONS: Final[Table[State, Input | Timer, InviteServer, Effect]] = {
    State.PROCEEDING: {
        Input.INVITE: step(State.PROCEEDING, send_again),
        Input.ACK: step(State.PROCEEDING),  # nothing to acknowledge: dropped
        Input.PROVISIONAL: step(State.PROCEEDING, send),
        Input.SUCCESS: step(State.ACCEPTED, send, absorb_invites),
        Input.FAILURE: step(State.COMPLETED, send, start_resending, wait_for_ack),
        Input.TRANSPORT_ERROR: step(State.PROCEEDING, report_transport),
    },
    State.ACCEPTED: {
        Timer.L: step(State.TERMINATED, end),
        Input.INVITE: step(State.ACCEPTED),  # dropped: the user repeats its 2xx by itself
        Input.ACK: step(State.ACCEPTED, deliver_ack),  # of a client that reuses the branch of its INVITE
        Input.SUCCESS: step(State.ACCEPTED, send),
        Input.REPEAT: step(State.ACCEPTED, send_again),
        Input.TRANSPORT_ERROR: step(State.ACCEPTED, report_transport),
    },
    State.COMPLETED: {
        Timer.G: step(State.COMPLETED, resend),
        Timer.H: step(State.TERMINATED, stop_resending, report_timeout, end),
        Input.INVITE: step(State.COMPLETED, send_again),
        Input.ACK: step(State.CONFIRMED, stop_resending, stop_waiting, absorb_acks),
        Input.TRANSPORT_ERROR: step(State.COMPLETED, report_transport),
    },
    State.CONFIRMED: {
        Timer.I: step(State.TERMINATED, end),
        Input.INVITE: step(State.CONFIRMED),  # overtaken by its own ACK: dropped
        Input.ACK: step(State.CONFIRMED),  # a copy: dropped
        Input.TRANSPORT_ERROR: step(State.CONFIRMED),  # of a response that was acknowledged: dropped
    },
    State.TERMINATED: {},
}
