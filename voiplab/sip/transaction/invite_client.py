"""INVITE client transaction: RFC 3261 section 17.1.1 with the Accepted state of RFC 6026, and the end of a cancelled one (9.1).

TRANSITIONS is the whole machine; docs/transactions.md is drawn from it.
"""

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Final

from voiplab.sip.message import Message
from voiplab.sip.table import Table, arrow, step
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.acts import deliver, end, report_timeout, report_transport
from voiplab.sip.transaction.effects import Arm, Disarm, Effect, Send, SendAgain
from voiplab.sip.transaction.timing import Timing
from voiplab.sip.words import Words


class State(Words):
    CALLING = "calling"
    PROCEEDING = "proceeding"
    CANCELLED = "proceeding, CANCEL sent"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    TERMINATED = "terminated"


class Input(Enum):
    PROVISIONAL = "1xx"
    SUCCESS = "2xx"
    FAILURE = "3xx-6xx"
    CANCEL = "CANCEL sent"
    TRANSPORT_ERROR = "transport error"
    ABANDON = "its user gives it up"

    __hash__ = object.__hash__

    @classmethod
    def of(cls, status: int) -> "Input":
        if status < 200:
            return cls.PROVISIONAL
        return cls.SUCCESS if status < 300 else cls.FAILURE


class InviteClient:
    """`write_ack` makes the ACK to a 3xx-6xx (RFC 3261 section 17.1.1.3); a 2xx is acknowledged by the user (13.2.2.4)."""

    message: Message  # the latest response; none until the first `receive`
    ack: bytes  # none until COMPLETED

    def __init__(
        self, request: bytes, timing: Timing, reliable_transport: bool, write_ack: Callable[[Message], bytes]
    ) -> None:
        self.request = request
        self.timing = timing
        self.reliable_transport = reliable_transport
        self.write_ack = write_ack
        self.state = State.CALLING
        self.resend_after = timing.t1_request

    def start(self) -> list[Effect]:
        resending = [] if self.reliable_transport else [Arm(Timer.A, self.resend_after)]
        return [Send(self.request), *resending, Arm(Timer.B, self.timing.unanswered)]

    def receive(self, status: int, message: Message) -> list[Effect]:
        self.message = message
        return self._take(Input.of(status))

    def cancel(self) -> list[Effect]:
        """The user has sent a CANCEL. RFC 3261 section 9.1: not before a 1xx, not after a final response."""
        return self._take(Input.CANCEL)

    def transport_error(self) -> list[Effect]:
        return self._take(Input.TRANSPORT_ERROR)

    def abandon(self) -> list[Effect]:
        """Nobody waits for its end any more: the other side is gone, and no timer would ever tell."""
        return self._take(Input.ABANDON)

    def fire(self, timer: Timer) -> list[Effect]:
        return self._take(timer)

    def _take(self, trigger: Input | Timer) -> list[Effect]:
        step = arrow(TRANSITIONS, self.state, trigger)
        self.state = step.to
        return [effect for act in step.acts for effect in act(self)]


def resend(tx: InviteClient) -> Iterator[Effect]:
    tx.resend_after = tx.timing.longer_invite(tx.resend_after)
    yield SendAgain(tx.request)
    yield Arm(Timer.A, tx.resend_after)


def stop_resending(tx: InviteClient) -> Iterator[Effect]:
    if not tx.reliable_transport:
        yield Disarm(Timer.A)


def stop_waiting(_: InviteClient) -> Iterator[Effect]:
    yield Disarm(Timer.B)


def wait_for_the_end(tx: InviteClient) -> Iterator[Effect]:
    yield Arm(Timer.CANCELLED, tx.timing.unanswered)


def stop_waiting_for_the_end(_: InviteClient) -> Iterator[Effect]:
    yield Disarm(Timer.CANCELLED)


def wait_for_more_answers(tx: InviteClient) -> Iterator[Effect]:
    yield Arm(Timer.M, tx.timing.linger)


def acknowledge(tx: InviteClient) -> Iterator[Effect]:
    tx.ack = tx.write_ack(tx.message)
    yield Send(tx.ack)


def absorb_copies(tx: InviteClient) -> Iterator[Effect]:
    yield Arm(Timer.D, 0 if tx.reliable_transport else tx.timing.linger)


def stop_absorbing(_: InviteClient) -> Iterator[Effect]:
    yield Disarm(Timer.D)


def acknowledge_again(tx: InviteClient) -> Iterator[Effect]:
    yield SendAgain(tx.ack)


TRANSITIONS: Final[Table[State, Input | Timer, InviteClient, Effect]] = {
    State.CALLING: {
        Timer.A: step(State.CALLING, resend),
        Timer.B: step(State.TERMINATED, stop_resending, report_timeout, end),
        Input.PROVISIONAL: step(State.PROCEEDING, stop_resending, stop_waiting, deliver),
        Input.SUCCESS: step(State.ACCEPTED, stop_resending, stop_waiting, deliver, wait_for_more_answers),
        Input.FAILURE: step(State.COMPLETED, stop_resending, stop_waiting, acknowledge, deliver, absorb_copies),
        Input.TRANSPORT_ERROR: step(State.TERMINATED, stop_resending, stop_waiting, report_transport, end),
    },
    State.PROCEEDING: {
        Input.PROVISIONAL: step(State.PROCEEDING, deliver),
        Input.SUCCESS: step(State.ACCEPTED, deliver, wait_for_more_answers),
        Input.FAILURE: step(State.COMPLETED, acknowledge, deliver, absorb_copies),
        Input.CANCEL: step(State.CANCELLED, wait_for_the_end),
        Input.TRANSPORT_ERROR: step(State.PROCEEDING),  # of an INVITE that a 1xx has overtaken: dropped
        Input.ABANDON: step(State.TERMINATED, end),
    },
    State.CANCELLED: {
        Timer.CANCELLED: step(State.TERMINATED, report_timeout, end),
        Input.PROVISIONAL: step(State.CANCELLED, deliver),
        # The 2xx crossed the CANCEL: the call is up, and its user has to hang up.
        Input.SUCCESS: step(State.ACCEPTED, stop_waiting_for_the_end, deliver, wait_for_more_answers),
        Input.FAILURE: step(State.COMPLETED, stop_waiting_for_the_end, acknowledge, deliver, absorb_copies),
        Input.TRANSPORT_ERROR: step(State.CANCELLED),  # dropped, as before
    },
    State.ACCEPTED: {
        Timer.M: step(State.TERMINATED, end),
        Input.PROVISIONAL: step(State.ACCEPTED),  # late: dropped
        Input.SUCCESS: step(State.ACCEPTED, deliver),  # a copy, or another branch of a fork
        Input.FAILURE: step(State.ACCEPTED),  # dropped: RFC 6026 section 7.2
        Input.TRANSPORT_ERROR: step(State.ACCEPTED),  # nothing of this transaction is on its way: dropped
    },
    State.COMPLETED: {
        Timer.D: step(State.TERMINATED, end),
        Input.PROVISIONAL: step(State.COMPLETED),  # late: dropped
        Input.SUCCESS: step(State.COMPLETED),  # after a failure: dropped
        Input.FAILURE: step(State.COMPLETED, acknowledge_again),
        Input.TRANSPORT_ERROR: step(State.TERMINATED, stop_absorbing, report_transport, end),
    },
    State.TERMINATED: {},
}
