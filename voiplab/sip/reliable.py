"""Reliable provisional responses, both ends: RFC 3262 sections 3 and 4. Whether one is sent reliably: see `reliability`.

Of the sender, TRANSITIONS is the whole machine. One response at a time is out: the RFC demands it of the first and
recommends it of the others; those that come meanwhile wait in order.
"""

from collections import deque
from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

from voiplab.sim.chance import Chance
from voiplab.sip.headers.sequence import RAck
from voiplab.sip.message import Response
from voiplab.sip.table import Table, arrow, step
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import Arm, Disarm, Send, SendAgain
from voiplab.sip.transaction.timing import Timing
from voiplab.sip.value import value

OPTION_TAG: Final = "100rel"
MOST_FIRST_RSEQ: Final = 2**31 - 1


@value(frozen=True, slots=True)
class AcceptPrack:
    """Answer the PRACK with 200."""

    rseq: int


@value(frozen=True, slots=True)
class RefusePrack:
    """Answer the PRACK with 481: it acknowledges nothing that waits for it."""


@value(frozen=True, slots=True)
class AnswerNow:
    """Send the 2xx to the INVITE."""


@value(frozen=True, slots=True)
class GivenUp:
    """No PRACK came in 64*T1: refuse the INVITE with a 5xx (RFC 3262 section 3)."""

    rseq: int


Effect = Send | SendAgain | Arm | Disarm | AcceptPrack | RefusePrack | AnswerNow | GivenUp


class HoldBack(Enum):
    """When a 2xx to the INVITE waits for a PRACK."""

    SESSION = "while the response that waits for its PRACK has a session description"  # RFC 3262 section 3
    ALWAYS = "while any response waits for its PRACK"

    __hash__ = object.__hash__


class State(Enum):
    IDLE = "nothing to acknowledge"
    WAITING = "waiting for PRACK"
    HOLDING = "waiting for PRACK, 2xx held back"
    LATE = "final response sent, PRACK may still come"
    FINISHED = "final response sent"

    __hash__ = object.__hash__


class Input(Enum):
    SEND = "another reliable 18x"
    PRACK = "PRACK"
    PRACK_NEXT = "PRACK, and another 18x is waiting"
    STRAY = "PRACK that matches nothing"
    ANSWER = "2xx"
    ANSWER_LATER = "2xx that has to wait"
    REFUSE = "3xx-6xx"

    __hash__ = object.__hash__


class Reliable(NamedTuple):
    rseq: int
    payload: bytes
    has_session: bool


class ReliableProvisionals:
    """The sender. The RSeq of a response stands in its bytes: ask for `next_rseq`, write it, and `send`."""

    def __init__(self, invite_number: int, first_rseq: int, timing: Timing, hold_back: HoldBack) -> None:
        self.invite_number = invite_number
        self.next_rseq = first_rseq
        self.timing = timing
        self.hold_back = hold_back
        self.state = State.IDLE
        self.queue: deque[Reliable] = deque()
        """The first of them is out, unless this is IDLE or FINISHED."""
        self.resend_after = timing.t1

    def send(self, payload: bytes, *, has_session: bool) -> list[Effect]:
        """A provisional response with `next_rseq` in it; it may have to wait for its turn."""
        self.queue.append(Reliable(self.next_rseq, payload, has_session))
        self.next_rseq += 1
        return self._take(Input.SEND)

    def receive_prack(self, rack: RAck) -> list[Effect]:
        if not self._is_acknowledged_by(rack):
            return self._take(Input.STRAY)
        return self._take(Input.PRACK_NEXT if len(self.queue) > 1 else Input.PRACK)

    def answer(self) -> list[Effect]:
        """The user wants to send its 2xx: it may when AnswerNow comes, at once or later."""
        return self._take(Input.ANSWER_LATER if self._must_wait else Input.ANSWER)

    def refuse(self) -> list[Effect]:
        """The user sends another final response: nothing has to wait for that."""
        return self._take(Input.REFUSE)

    def fire(self, timer: Timer) -> list[Effect]:
        return self._take(timer)

    @property
    def _must_wait(self) -> bool:
        return bool(self.queue) and (self.hold_back is HoldBack.ALWAYS or self.queue[0].has_session)

    def _is_acknowledged_by(self, rack: RAck) -> bool:
        return bool(self.queue) and rack == RAck(self.queue[0].rseq, self.invite_number, "INVITE")

    def _take(self, trigger: Input | Timer) -> list[Effect]:
        step = arrow(TRANSITIONS, self.state, trigger)
        self.state = step.to
        return [effect for act in step.acts for effect in act(self)]


def first_rseq(chance: Chance) -> int:
    """RFC 3262 section 3: from 1 to 2^31 - 1, so that no transaction runs out of numbers."""
    return 1 + chance.below(MOST_FIRST_RSEQ)


def send_first(sender: ReliableProvisionals) -> Iterator[Effect]:
    sender.resend_after = sender.timing.t1
    yield Send(sender.queue[0].payload)
    yield Arm(Timer.RELIABLE_AGAIN, sender.resend_after)
    yield Arm(Timer.RELIABLE_UNACKNOWLEDGED, sender.timing.unacknowledged)


def resend(sender: ReliableProvisionals) -> Iterator[Effect]:
    sender.resend_after *= 2  # without an upper limit
    yield SendAgain(sender.queue[0].payload)
    yield Arm(Timer.RELIABLE_AGAIN, sender.resend_after)


def stop(_: ReliableProvisionals) -> Iterator[Effect]:
    yield Disarm(Timer.RELIABLE_AGAIN)
    yield Disarm(Timer.RELIABLE_UNACKNOWLEDGED)


def accept_prack(sender: ReliableProvisionals) -> Iterator[Effect]:
    yield AcceptPrack(sender.queue.popleft().rseq)


def refuse_prack(_: ReliableProvisionals) -> Iterator[Effect]:
    yield RefusePrack()


def answer_now(_: ReliableProvisionals) -> Iterator[Effect]:
    yield AnswerNow()


def drop_the_others(sender: ReliableProvisionals) -> Iterator[Effect]:
    """No reliable provisional response is sent after a final one."""
    while len(sender.queue) > 1:
        sender.queue.pop()
    yield from ()


def give_up(sender: ReliableProvisionals) -> Iterator[Effect]:
    yield Disarm(Timer.RELIABLE_AGAIN)
    yield GivenUp(sender.queue[0].rseq)


TRANSITIONS: Final[Table[State, Input | Timer, ReliableProvisionals, Effect]] = {
    State.IDLE: {
        Input.SEND: step(State.WAITING, send_first),
        Input.STRAY: step(State.IDLE, refuse_prack),
        Input.ANSWER: step(State.FINISHED, answer_now),
        Input.REFUSE: step(State.FINISHED),
    },
    State.WAITING: {
        Timer.RELIABLE_AGAIN: step(State.WAITING, resend),
        Timer.RELIABLE_UNACKNOWLEDGED: step(State.LATE, drop_the_others, give_up),
        Input.SEND: step(State.WAITING),  # it waits in the queue
        Input.PRACK: step(State.IDLE, stop, accept_prack),
        Input.PRACK_NEXT: step(State.WAITING, stop, accept_prack, send_first),
        Input.STRAY: step(State.WAITING, refuse_prack),
        Input.ANSWER: step(State.LATE, stop, drop_the_others, answer_now),
        Input.ANSWER_LATER: step(State.HOLDING),
        Input.REFUSE: step(State.LATE, stop, drop_the_others),
    },
    State.HOLDING: {
        Timer.RELIABLE_AGAIN: step(State.HOLDING, resend),
        Timer.RELIABLE_UNACKNOWLEDGED: step(State.LATE, drop_the_others, give_up),
        Input.PRACK: step(State.FINISHED, stop, accept_prack, answer_now),
        Input.PRACK_NEXT: step(State.HOLDING, stop, accept_prack, send_first),
        Input.STRAY: step(State.HOLDING, refuse_prack),
        Input.REFUSE: step(State.LATE, stop, drop_the_others),  # the caller hung up meanwhile
    },
    State.LATE: {
        Input.PRACK: step(State.FINISHED, accept_prack),
        Input.STRAY: step(State.LATE, refuse_prack),
        Input.REFUSE: step(State.LATE),  # the 5xx after giving up
    },
    State.FINISHED: {
        Input.STRAY: step(State.FINISHED, refuse_prack),
    },
}


class Reception(Enum):
    """A provisional response that gets no PRACK."""

    UNRELIABLE = "not sent reliably"
    REPEATED = "a copy of one that was acknowledged: dropped"
    AFTER_A_GAP = "one before it is missing: dropped"

    __hash__ = object.__hash__


class PrackClient:
    """The receiver, for one early dialog: which provisional response gets a PRACK, and with which RAck."""

    def __init__(self) -> None:
        self.acknowledged = 0  # the latest RSeq; none is 0, since RSeq begins at 1

    def receive(self, response: Response) -> RAck | Reception:
        """A 101 to 199. UNRELIABLE is for the user as well; the other two are to be processed no further."""
        rseq = response.rseq
        if rseq is None or not _requires_100rel(response):
            return Reception.UNRELIABLE
        if rseq <= self.acknowledged:
            return Reception.REPEATED
        if self.acknowledged and rseq > self.acknowledged + 1:
            return Reception.AFTER_A_GAP
        self.acknowledged = rseq
        return RAck(rseq, response.cseq.number, response.cseq.method)


def _requires_100rel(response: Response) -> bool:
    return any(tag.lower() == OPTION_TAG for tag in response.require)
