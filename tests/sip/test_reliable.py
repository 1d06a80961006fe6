"""Reliable provisional responses: RFC 3262, and what FreeSWITCH 1.10.12 was recorded to do."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import product
from typing import assert_never

import pytest

from voiplab.sim.chance import Chance
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Moment, ms, seconds
from voiplab.sip.headers.sequence import RAck
from voiplab.sip.message import Response, parse
from voiplab.sip.reliable import (
    TRANSITIONS,
    AcceptPrack,
    AnswerNow,
    Effect,
    GivenUp,
    HoldBack,
    Input,
    PrackClient,
    Reception,
    RefusePrack,
    ReliableProvisionals,
    State,
    first_rseq,
)
from voiplab.sip.table import ImpossibleInput
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import Arm, Disarm, Send, SendAgain
from voiplab.sip.transaction.timing import Timing

RINGING, PROGRESS, MORE = b"the 180", b"the 183", b"another 183"
STOP = [Disarm(Timer.RELIABLE_AGAIN), Disarm(Timer.RELIABLE_UNACKNOWLEDGED)]


def sent(payload: bytes) -> list[Effect]:
    return [
        Send(payload),
        Arm(Timer.RELIABLE_AGAIN, ms(500)),
        Arm(Timer.RELIABLE_UNACKNOWLEDGED, seconds(32)),
    ]


def sender(hold_back: HoldBack = HoldBack.SESSION) -> ReliableProvisionals:
    """For an INVITE with CSeq 7; the first RSeq is 100."""
    return ReliableProvisionals(7, 100, Timing(), hold_back)


def ringing(hold_back: HoldBack = HoldBack.SESSION) -> ReliableProvisionals:
    machine = sender(hold_back)
    machine.send(RINGING, has_session=False)
    return machine


def prack(rseq: int) -> RAck:
    return RAck(rseq, 7, "INVITE")


def test_a_reliable_response_is_sent_and_repeated_after_twice_as_long_each_time_without_limit() -> None:
    machine = sender()
    assert machine.send(RINGING, has_session=False) == sent(RINGING)
    assert [machine.fire(Timer.RELIABLE_AGAIN) for _ in range(5)] == [
        [SendAgain(RINGING), Arm(Timer.RELIABLE_AGAIN, ms(wait))] for wait in (1000, 2000, 4000, 8000, 16000)
    ]


def test_each_response_has_the_next_rseq() -> None:
    machine = sender()
    numbers = [machine.next_rseq]
    machine.send(RINGING, has_session=False)
    numbers.append(machine.next_rseq)
    assert numbers == [100, 101]


def test_the_first_rseq_is_from_1_to_2_31_less_1() -> None:
    chance = Chance(1, "bob", "rseq")
    assert all(1 <= first_rseq(chance) < 2**31 for _ in range(200))


def test_the_prack_ends_the_copies() -> None:
    assert ringing().receive_prack(prack(100)) == [*STOP, AcceptPrack(100)]


@pytest.mark.parametrize(
    "rack", [RAck(99, 7, "INVITE"), RAck(101, 7, "INVITE"), RAck(100, 8, "INVITE"), RAck(100, 7, "UPDATE")]
)
def test_a_prack_that_matches_nothing_gets_481_and_the_copies_go_on(rack: RAck) -> None:
    machine = ringing()
    assert machine.receive_prack(rack) == [RefusePrack()]
    assert machine.state is State.WAITING


def test_a_second_prack_for_the_same_response_gets_481() -> None:
    machine = ringing()
    machine.receive_prack(prack(100))
    assert machine.receive_prack(prack(100)) == [RefusePrack()]


def test_a_second_response_waits_for_the_prack_to_the_first() -> None:
    machine = ringing()
    assert machine.send(PROGRESS, has_session=True) == []
    assert machine.send(MORE, has_session=True) == []
    assert machine.receive_prack(prack(101)) == [RefusePrack()]
    assert machine.receive_prack(prack(100)) == [*STOP, AcceptPrack(100), *sent(PROGRESS)]
    assert machine.receive_prack(prack(101)) == [*STOP, AcceptPrack(101), *sent(MORE)]


def test_the_second_response_is_repeated_from_half_a_second_on_again() -> None:
    machine = ringing()
    machine.send(PROGRESS, has_session=True)
    machine.fire(Timer.RELIABLE_AGAIN)
    machine.receive_prack(prack(100))
    assert machine.fire(Timer.RELIABLE_AGAIN) == [SendAgain(PROGRESS), Arm(Timer.RELIABLE_AGAIN, ms(1000))]


def test_without_a_prack_the_call_is_given_up() -> None:
    machine = ringing()
    assert machine.fire(Timer.RELIABLE_UNACKNOWLEDGED) == [Disarm(Timer.RELIABLE_AGAIN), GivenUp(100)]
    assert machine.refuse() == []


def test_a_plain_180_that_waits_for_its_prack_holds_no_answer_back() -> None:
    machine = ringing()
    assert machine.answer() == [*STOP, AnswerNow()]


def test_the_prack_may_still_come_after_the_answer() -> None:
    machine = ringing()
    machine.answer()
    assert machine.receive_prack(prack(100)) == [AcceptPrack(100)]
    assert machine.receive_prack(prack(100)) == [RefusePrack()]


def test_a_183_with_a_session_that_waits_for_its_prack_holds_the_answer_back() -> None:
    machine = sender()
    machine.send(PROGRESS, has_session=True)
    assert machine.answer() == []
    assert machine.receive_prack(prack(100)) == [*STOP, AcceptPrack(100), AnswerNow()]


def test_freeswitch_holds_the_answer_back_for_a_plain_180_too() -> None:
    machine = ringing(HoldBack.ALWAYS)
    assert machine.answer() == []
    assert machine.fire(Timer.RELIABLE_AGAIN) == [SendAgain(RINGING), Arm(Timer.RELIABLE_AGAIN, ms(1000))]
    assert machine.receive_prack(prack(100)) == [*STOP, AcceptPrack(100), AnswerNow()]


def test_an_answer_waits_for_all_that_were_to_be_sent_before_it() -> None:
    machine = ringing(HoldBack.ALWAYS)
    machine.send(PROGRESS, has_session=True)
    assert machine.answer() == []
    assert machine.receive_prack(prack(100)) == [*STOP, AcceptPrack(100), *sent(PROGRESS)]
    assert machine.receive_prack(prack(101)) == [*STOP, AcceptPrack(101), AnswerNow()]


def test_a_refusal_waits_for_nothing() -> None:
    # FreeSWITCH: c-prack/on_183_never_pracked.
    machine = sender(HoldBack.ALWAYS)
    machine.send(PROGRESS, has_session=True)
    assert machine.refuse() == STOP


def test_a_call_that_ends_while_its_answer_is_held_back_is_not_answered() -> None:
    machine = ringing(HoldBack.ALWAYS)
    machine.answer()
    assert machine.refuse() == STOP
    assert machine.receive_prack(prack(100)) == [AcceptPrack(100)]


def test_an_answer_that_goes_out_leaves_no_18x_behind_in_the_queue() -> None:
    machine = ringing()
    machine.send(MORE, has_session=False)
    assert machine.answer() == [*STOP, AnswerNow()]
    assert machine.receive_prack(prack(100)) == [AcceptPrack(100)]


def test_nothing_provisional_is_sent_after_the_answer() -> None:
    machine = sender()
    machine.answer()
    with pytest.raises(ImpossibleInput):
        machine.send(RINGING, has_session=False)


TRIGGERS: tuple[Input | Timer, ...] = (*Input, Timer.RELIABLE_AGAIN, Timer.RELIABLE_UNACKNOWLEDGED)
IMPOSSIBLE: dict[State, set[Input | Timer]] = {
    # no response is out, so none can be acknowledged, repeated or waited for
    State.IDLE: {
        Input.PRACK,
        Input.PRACK_NEXT,
        Input.ANSWER_LATER,
        Timer.RELIABLE_AGAIN,
        Timer.RELIABLE_UNACKNOWLEDGED,
    },
    State.WAITING: set(),
    # the user has said its last word, except that the call may end
    State.HOLDING: {Input.SEND, Input.ANSWER, Input.ANSWER_LATER},
    State.LATE: {
        Input.SEND,
        Input.PRACK_NEXT,
        Input.ANSWER,
        Input.ANSWER_LATER,
        Timer.RELIABLE_AGAIN,
        Timer.RELIABLE_UNACKNOWLEDGED,
    },
    State.FINISHED: {*TRIGGERS} - {Input.STRAY},
}


@pytest.mark.parametrize(("state", "trigger"), list(product(State, TRIGGERS)))
def test_the_table_has_all_that_can_happen_and_nothing_else(state: State, trigger: Input | Timer) -> None:
    assert (trigger in TRANSITIONS[state]) == (trigger not in IMPOSSIBLE[state])


# The receiver


def response(status: int, rseq: int | None, require: str = "100rel") -> Response:
    number = "" if rseq is None else f"RSeq: {rseq}\r\n"
    demand = f"Require: {require}\r\n" if require else ""
    message = parse(
        f"SIP/2.0 {status} Whatever\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@x.example>;tag=1\r\n"
        f"To: <sip:b@x.example>;tag=2\r\nCall-ID: 1\r\nCSeq: 7 INVITE\r\n{demand}{number}Content-Length: 0\r\n\r\n".encode()
    )
    assert isinstance(message, Response)
    return message


def test_a_reliable_180_gets_a_prack_that_names_it() -> None:
    rack = PrackClient().receive(response(180, 39965))
    assert str(rack) == "39965 7 INVITE"


@pytest.mark.parametrize(
    "plain",
    [
        response(180, None, require=""),
        response(180, None),  # Require without RSeq
        response(180, 1, require=""),  # RSeq without Require
        response(180, 1, require="timer"),
    ],
)
def test_an_18x_without_both_require_and_rseq_gets_none(plain: Response) -> None:
    assert PrackClient().receive(plain) is Reception.UNRELIABLE


def test_a_copy_and_a_response_after_a_gap_get_none() -> None:
    # FreeSWITCH: c-prack/callee_repeats_acked_180_and_RSeq_gap.
    client = PrackClient()
    receptions = [client.receive(response(180, rseq)) for rseq in (1, 1, 5, 3, 2)]
    assert receptions == [
        RAck(1, 7, "INVITE"),
        Reception.REPEATED,
        Reception.AFTER_A_GAP,
        Reception.AFTER_A_GAP,
        RAck(2, 7, "INVITE"),
    ]


def test_the_first_rseq_may_be_any_number_and_the_next_is_one_more() -> None:
    client = PrackClient()
    assert client.receive(response(183, 4711)) == RAck(4711, 7, "INVITE")
    assert client.receive(response(180, 4712)) == RAck(4712, 7, "INVITE")


def test_a_plain_18x_between_two_reliable_ones_does_not_count() -> None:
    client = PrackClient()
    client.receive(response(183, 100))
    assert client.receive(response(180, None, require="")) is Reception.UNRELIABLE
    assert client.receive(response(180, 101)) == RAck(101, 7, "INVITE")


# Both ends on a wire


class Call:
    """A sender with one 180, a receiver that acknowledges, and a wire that loses what it is told to."""

    def __init__(self, loses: Callable[[str, int], bool], answered_at: Moment, hold_back: HoldBack) -> None:
        self.kernel = Kernel()
        self.loses = loses
        self.log: list[tuple[Moment, str]] = []
        self.counts: dict[str, int] = {}
        self.timers: dict[Timer, int] = {}
        self.uas = ReliableProvisionals(7, 1, Timing(), hold_back)
        self.uac = PrackClient()
        self.carry_out(self.uas.send(b"180", has_session=False))
        self.kernel.after(answered_at, lambda: self.carry_out(self.uas.answer()))
        self.kernel.run_until(seconds(100))
        assert not self.timers

    def carry_out(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send() | SendAgain():
                    self.travel("180", self.arrive)
                case Arm(timer, after):
                    self.timers[timer] = self.kernel.after(after, partial(self.fire, timer))
                case Disarm(timer):
                    self.kernel.cancel(self.timers.pop(timer))
                case AcceptPrack(rseq):
                    self.note(f"200 to PRACK {rseq}")
                case RefusePrack():
                    self.note("481 to PRACK")
                case AnswerNow():
                    self.note("200")
                case GivenUp():
                    self.note("504")
                    self.carry_out(self.uas.refuse())
                case _:
                    assert_never(effect)

    def fire(self, timer: Timer) -> None:
        del self.timers[timer]
        self.carry_out(self.uas.fire(timer))

    def travel(self, what: str, arrive: Callable[[], None]) -> None:
        self.note(what)
        self.counts[what] = self.counts.get(what, 0) + 1
        if not self.loses(what, self.counts[what]):
            self.kernel.after(ms(10), arrive)

    def arrive(self) -> None:
        match self.uac.receive(response(180, 1)):
            case RAck() as rack:
                self.travel("PRACK", lambda: self.carry_out(self.uas.receive_prack(rack)))
            case Reception.REPEATED:
                self.note("dropped")
            case other:
                raise AssertionError(other)

    def note(self, what: str) -> None:
        self.log.append((self.kernel.now, what))


def test_a_lost_180_is_repeated_after_half_a_second_and_acknowledged_once() -> None:
    call = Call(lambda what, count: what == "180" and count == 1, seconds(3), HoldBack.SESSION)
    assert call.log == [
        (0, "180"),
        (ms(500), "180"),
        (ms(510), "PRACK"),
        (ms(520), "200 to PRACK 1"),
        (seconds(3), "200"),
    ]


def test_a_lost_prack_is_not_sent_again_for_the_copies_of_its_180() -> None:
    # The PRACK is repeated by its own transaction, which this wire has not.
    call = Call(lambda what, _: what == "PRACK", seconds(3), HoldBack.SESSION)
    assert call.log == [
        (0, "180"),
        (ms(10), "PRACK"),
        (ms(500), "180"),
        (ms(510), "dropped"),
        (ms(1500), "180"),
        (ms(1510), "dropped"),
        (seconds(3), "200"),
    ]


def test_a_180_that_is_never_acknowledged_is_given_up_after_32_seconds_though_the_callee_answered() -> None:
    # FreeSWITCH: c-prack/on_caller_never_pracks; there 504 at 32 s, too, and no 200 before.
    call = Call(lambda what, _: what == "180", seconds(2), HoldBack.ALWAYS)
    moments = [0, 500, 1500, 3500, 7500, 15500, 31500]
    assert call.log == [*[(ms(at), "180") for at in moments], (seconds(32), "504")]
