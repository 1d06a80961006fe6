"""Client transaction of all requests but INVITE and ACK: RFC 3261 section 17.1.2.

TRANSITIONS is the whole machine. The changes of RFC 4320 (no 408, 100 only when late) are for the user to observe.
"""

from collections.abc import Iterator
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
    TRYING = "trying"
    PROCEEDING = "proceeding"
    UNHEARD = "nobody listens: no longer repeated"  # no state of the RFC: what sofia does after an ICMP error
    COMPLETED = "completed"
    TERMINATED = "terminated"


class Input(Enum):
    PROVISIONAL = "1xx"
    FINAL = "2xx-6xx"
    TRANSPORT_ERROR = "transport error"
    UNREACHABLE = "nobody listens on the port"

    __hash__ = object.__hash__


class Client:
    message: Message  # the latest response; none until the first `receive`

    def __init__(self, request: bytes, timing: Timing, reliable_transport: bool) -> None:
        self.request = request
        self.timing = timing
        self.reliable_transport = reliable_transport
        self.state = State.TRYING
        self.resend_after = timing.t1_request

    def start(self) -> list[Effect]:
        resending = [] if self.reliable_transport else [Arm(Timer.E, self.resend_after)]
        return [Send(self.request), *resending, Arm(Timer.F, self.timing.unanswered)]

    def receive(self, status: int, message: Message) -> list[Effect]:
        self.message = message
        return self._take(Input.PROVISIONAL if status < 200 else Input.FINAL)

    def transport_error(self) -> list[Effect]:
        return self._take(Input.TRANSPORT_ERROR)

    def unreachable(self) -> list[Effect]:
        """A copy of it found a closed port: it is given up, but only when as much time has gone by as for a new one."""
        return self._take(Input.UNREACHABLE)

    def fire(self, timer: Timer) -> list[Effect]:
        return self._take(timer)

    def _take(self, trigger: Input | Timer) -> list[Effect]:
        step = arrow(TRANSITIONS, self.state, trigger)
        self.state = step.to
        return [effect for act in step.acts for effect in act(self)]


def resend(tx: Client) -> Iterator[Effect]:
    tx.resend_after = tx.timing.longer(tx.resend_after)
    yield SendAgain(tx.request)
    yield Arm(Timer.E, tx.resend_after)


def resend_rarely(tx: Client) -> Iterator[Effect]:
    yield SendAgain(tx.request)
    yield Arm(Timer.E, tx.timing.t2)


def stop_resending(tx: Client) -> Iterator[Effect]:
    if not tx.reliable_transport:
        yield Disarm(Timer.E)


def stop_waiting(_: Client) -> Iterator[Effect]:
    yield Disarm(Timer.F)


def wait_anew(tx: Client) -> Iterator[Effect]:
    yield Arm(Timer.F, tx.timing.unanswered)


def absorb_copies(tx: Client) -> Iterator[Effect]:
    yield Arm(Timer.K, 0 if tx.reliable_transport else tx.timing.t4)


TRANSITIONS: Final[Table[State, Input | Timer, Client, Effect]] = {
    State.TRYING: {
        Timer.E: step(State.TRYING, resend),
        Timer.F: step(State.TERMINATED, stop_resending, report_timeout, end),
        Input.PROVISIONAL: step(State.PROCEEDING, deliver),
        Input.FINAL: step(State.COMPLETED, stop_resending, stop_waiting, deliver, absorb_copies),
        Input.TRANSPORT_ERROR: step(State.TERMINATED, stop_resending, stop_waiting, report_transport, end),
        Input.UNREACHABLE: step(State.UNHEARD, stop_resending, stop_waiting, wait_anew),
    },
    State.PROCEEDING: {
        Timer.E: step(State.PROCEEDING, resend_rarely),
        Timer.F: step(State.TERMINATED, stop_resending, report_timeout, end),
        Input.PROVISIONAL: step(State.PROCEEDING, deliver),
        Input.FINAL: step(State.COMPLETED, stop_resending, stop_waiting, deliver, absorb_copies),
        Input.TRANSPORT_ERROR: step(State.TERMINATED, stop_resending, stop_waiting, report_transport, end),
        Input.UNREACHABLE: step(State.UNHEARD, stop_resending, stop_waiting, wait_anew),
    },
    State.UNHEARD: {
        Timer.F: step(State.TERMINATED, report_transport, end),
        Input.PROVISIONAL: step(State.UNHEARD, deliver),
        Input.FINAL: step(State.COMPLETED, stop_waiting, deliver, absorb_copies),
        Input.TRANSPORT_ERROR: step(State.TERMINATED, stop_waiting, report_transport, end),
        Input.UNREACHABLE: step(State.UNHEARD),  # of an earlier copy: dropped
    },
    State.COMPLETED: {
        Timer.K: step(State.TERMINATED, end),
        Input.PROVISIONAL: step(State.COMPLETED),  # late: dropped
        Input.FINAL: step(State.COMPLETED),  # a copy: dropped
        Input.TRANSPORT_ERROR: step(State.COMPLETED),  # of a copy of the request, already answered: dropped
        Input.UNREACHABLE: step(State.COMPLETED),  # likewise
    },
    State.TERMINATED: {},
}
