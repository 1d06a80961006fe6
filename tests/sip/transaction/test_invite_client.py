"""INVITE client transaction: RFC 3261 section 17.1.1, RFC 6026."""

from itertools import product

import pytest

from voiplab.sim.moment import ms, seconds
from voiplab.sip.message import Message, parse
from voiplab.sip.table import ImpossibleInput
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import (
    Arm,
    Deliver,
    Disarm,
    Send,
    SendAgain,
    Terminated,
    Timeout,
    TransportFailed,
)
from voiplab.sip.transaction.invite_client import TRANSITIONS, Input, InviteClient, State
from voiplab.sip.transaction.timing import Timing

INVITE = b"the INVITE"
ACK = b"the ACK"
RINGING = parse(b"SIP/2.0 180 Ringing\r\nContent-Length: 0\r\n\r\n")
OK = parse(b"SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n")
BUSY = parse(b"SIP/2.0 486 Busy Here\r\nContent-Length: 0\r\n\r\n")


def write_ack(_: Message) -> bytes:
    return ACK


def calling(timing: Timing | None = None, reliable_transport: bool = False) -> InviteClient:
    client = InviteClient(INVITE, timing or Timing(), reliable_transport, write_ack)
    client.start()
    return client


def proceeding() -> InviteClient:
    client = calling()
    client.receive(180, RINGING)
    return client


def test_over_udp_an_invite_is_sent_with_timers_a_and_b() -> None:
    client = InviteClient(INVITE, Timing(), reliable_transport=False, write_ack=write_ack)
    assert client.start() == [Send(INVITE), Arm(Timer.A, ms(500)), Arm(Timer.B, seconds(32))]


def test_over_tcp_an_invite_is_not_repeated() -> None:
    client = InviteClient(INVITE, Timing(), reliable_transport=True, write_ack=write_ack)
    assert client.start() == [Send(INVITE), Arm(Timer.B, seconds(32))]


def test_an_unanswered_invite_is_resent_after_twice_as_long_each_time() -> None:
    client = calling()
    assert [client.fire(Timer.A) for _ in range(3)] == [
        [SendAgain(INVITE), Arm(Timer.A, ms(1000))],
        [SendAgain(INVITE), Arm(Timer.A, ms(2000))],
        [SendAgain(INVITE), Arm(Timer.A, ms(4000))],
    ]


def test_t2_does_not_limit_the_wait_of_an_invite() -> None:
    client = calling()
    waits = [client.fire(Timer.A)[1] for _ in range(5)]
    assert waits[-1] == Arm(Timer.A, seconds(16))


def test_any_provisional_response_ends_the_copies_of_the_invite() -> None:
    client = calling()
    assert client.receive(100, RINGING) == [Disarm(Timer.A), Disarm(Timer.B), Deliver(RINGING)]
    assert client.state is State.PROCEEDING


def test_a_refusal_is_acknowledged_by_the_transaction_before_its_user_hears_of_it() -> None:
    client = proceeding()
    assert client.receive(486, BUSY) == [Send(ACK), Deliver(BUSY), Arm(Timer.D, seconds(32))]


def test_a_repeated_refusal_is_acknowledged_again_and_not_delivered_again() -> None:
    client = proceeding()
    client.receive(486, BUSY)
    assert client.receive(486, BUSY) == [SendAgain(ACK)]


def test_over_tcp_there_are_no_copies_of_a_refusal_to_wait_for() -> None:
    client = calling(reliable_transport=True)
    assert client.receive(486, BUSY) == [Disarm(Timer.B), Send(ACK), Deliver(BUSY), Arm(Timer.D, 0)]


def test_every_200_of_a_fork_reaches_the_user_who_acknowledges_it() -> None:
    client = proceeding()
    assert client.receive(200, OK) == [Deliver(OK), Arm(Timer.M, seconds(32))]
    assert client.receive(200, OK) == [Deliver(OK)]
    assert client.fire(Timer.M) == [Terminated()]


def test_an_invite_without_any_answer_times_out() -> None:
    assert calling().fire(Timer.B) == [Disarm(Timer.A), Timeout(), Terminated()]


def test_a_cancelled_invite_waits_no_longer_than_64_t1_for_its_487() -> None:
    client = proceeding()
    assert client.cancel() == [Arm(Timer.CANCELLED, seconds(32))]
    assert client.fire(Timer.CANCELLED) == [Timeout(), Terminated()]


def test_a_200_that_crosses_the_cancel_is_delivered() -> None:
    client = proceeding()
    client.cancel()
    assert client.receive(200, OK) == [Disarm(Timer.CANCELLED), Deliver(OK), Arm(Timer.M, seconds(32))]


def test_an_invite_must_not_be_cancelled_before_a_provisional_response() -> None:
    with pytest.raises(ImpossibleInput):
        calling().cancel()


def test_an_invite_whose_callee_is_gone_ends_without_a_word() -> None:
    assert proceeding().abandon() == [Terminated()]


def test_an_invite_that_cannot_be_sent_is_reported() -> None:
    client = calling()
    assert client.transport_error() == [Disarm(Timer.A), Disarm(Timer.B), TransportFailed(), Terminated()]


def test_an_ack_that_cannot_be_sent_ends_the_transaction() -> None:
    client = proceeding()
    client.receive(486, BUSY)
    assert client.transport_error() == [Disarm(Timer.D), TransportFailed(), Terminated()]


TRIGGERS: tuple[Input | Timer, ...] = (*Input, Timer.A, Timer.B, Timer.CANCELLED, Timer.D, Timer.M)
RUNNING = {
    State.CALLING: {Timer.A, Timer.B},
    State.PROCEEDING: set[Timer](),
    State.CANCELLED: {Timer.CANCELLED},
    State.ACCEPTED: {Timer.M},
    State.COMPLETED: {Timer.D},
    State.TERMINATED: set[Timer](),
}


@pytest.mark.parametrize(("state", "trigger"), list(product(State, TRIGGERS)))
def test_the_table_has_all_that_can_happen_and_nothing_else(state: State, trigger: Input | Timer) -> None:
    if isinstance(trigger, Timer):
        possible = trigger in RUNNING[state]
    elif trigger in (Input.CANCEL, Input.ABANDON):
        possible = state is State.PROCEEDING
    else:
        possible = state is not State.TERMINATED
    assert (trigger in TRANSITIONS[state]) == possible
