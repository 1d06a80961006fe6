"""The 2xx to an INVITE, repeated until its ACK comes: RFC 3261 section 13.3.1.4.

Its user does this, not the transaction: the ACK to a 2xx travels end to end, as a transaction of its own. So the copies
are sent over reliable transports too, where a later hop may lose them.
TRANSITIONS is the whole machine.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Final

from voiplab.sip.table import Table, arrow, step
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import Arm, Disarm, Send, SendAgain, Timeout
from voiplab.sip.transaction.timing import Timing

Effect = Send | SendAgain | Arm | Disarm | Timeout


class State(Enum):
    SENT = "2xx sent"
    ACKNOWLEDGED = "acknowledged"
    GIVEN_UP = "never acknowledged"
    ENDED = "call ended before the ACK"

    __hash__ = object.__hash__


class Input(Enum):
    ACK = "ACK"
    END = "the call ends"

    __hash__ = object.__hash__


class Answer:
    """`Timeout` means that no ACK came: the user should hang up with a BYE (RFC 3261 section 13.3.1.4)."""

    def __init__(self, payload: bytes, timing: Timing) -> None:
        self.payload = payload
        self.timing = timing
        self.state = State.SENT
        self.resend_after = timing.t1

    def start(self) -> list[Effect]:
        return [
            Send(self.payload),
            Arm(Timer.ANSWER_AGAIN, self.resend_after),
            Arm(Timer.ANSWER_UNACKNOWLEDGED, self.timing.unacknowledged),
        ]

    def receive_ack(self) -> list[Effect]:
        return self._take(Input.ACK)

    def end(self) -> list[Effect]:
        """A BYE was received: nobody waits for the answer any more."""
        return self._take(Input.END)

    def fire(self, timer: Timer) -> list[Effect]:
        return self._take(timer)

    def _take(self, trigger: Input | Timer) -> list[Effect]:
        step = arrow(TRANSITIONS, self.state, trigger)
        self.state = step.to
        return [effect for act in step.acts for effect in act(self)]


def resend(answer: Answer) -> Iterator[Effect]:
    answer.resend_after = answer.timing.longer(answer.resend_after)
    yield SendAgain(answer.payload)
    yield Arm(Timer.ANSWER_AGAIN, answer.resend_after)


def stop(_: Answer) -> Iterator[Effect]:
    yield Disarm(Timer.ANSWER_AGAIN)
    yield Disarm(Timer.ANSWER_UNACKNOWLEDGED)


def give_up(_: Answer) -> Iterator[Effect]:
    yield Disarm(Timer.ANSWER_AGAIN)
    yield Timeout()


TRANSITIONS: Final[Table[State, Input | Timer, Answer, Effect]] = {
    State.SENT: {
        Timer.ANSWER_AGAIN: step(State.SENT, resend),
        Timer.ANSWER_UNACKNOWLEDGED: step(State.GIVEN_UP, give_up),
        Input.ACK: step(State.ACKNOWLEDGED, stop),
        Input.END: step(State.ENDED, stop),
    },
    State.ACKNOWLEDGED: {
        Input.ACK: step(State.ACKNOWLEDGED),  # the answer to a copy: dropped
        Input.END: step(State.ACKNOWLEDGED),
    },
    State.GIVEN_UP: {
        Input.ACK: step(State.GIVEN_UP),  # too late: dropped, the BYE is on its way
        Input.END: step(State.GIVEN_UP),
    },
    State.ENDED: {
        Input.ACK: step(State.ENDED),  # late: dropped
        Input.END: step(State.ENDED),  # a second BYE: dropped
    },
}
