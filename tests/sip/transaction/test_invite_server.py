"""INVITE server transaction: RFC 3261 section 17.2.1, RFC 6026."""

from itertools import product

import pytest

from voiplab.sim.moment import ms, seconds
from voiplab.sip.message import parse
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
from voiplab.sip.transaction.invite_server import TRANSITIONS, Input, InviteServer, State
from voiplab.sip.transaction.timing import Timing

RINGING = b"the 180"
OK = b"the 200"
BUSY = b"the 486"
ACK = parse(b"ACK sip:bob@192.0.2.4 SIP/2.0\r\nContent-Length: 0\r\n\r\n")


def server(*statuses: int, reliable_transport: bool = False) -> InviteServer:
    """One that has answered with these."""
    transaction = InviteServer(Timing(), reliable_transport)
    for status in statuses:
        transaction.respond(status, {180: RINGING, 200: OK, 486: BUSY}[status])
    return transaction


def test_a_repeated_invite_gets_the_latest_provisional_response_again() -> None:
    assert server(180).receive_request() == [SendAgain(RINGING)]


def test_a_repeated_invite_gets_nothing_while_its_user_has_said_nothing() -> None:
    assert server().receive_request() == []


def test_a_200_is_sent_once_by_the_transaction_and_repeated_by_its_user() -> None:
    transaction = server()
    assert transaction.respond(200, OK) == [Send(OK), Arm(Timer.L, seconds(32))]
    assert transaction.receive_request() == []
    assert transaction.repeat() == [SendAgain(OK)]


def test_an_invite_that_was_accepted_is_not_taken_for_a_new_call_when_it_comes_again() -> None:
    transaction = server(200)
    assert transaction.state is State.ACCEPTED
    assert transaction.fire(Timer.L) == [Terminated()]


def test_an_ack_with_the_branch_of_the_accepted_invite_reaches_the_user() -> None:
    assert server(200).receive_ack(ACK) == [Deliver(ACK)]


def test_a_refusal_is_repeated_until_the_ack_comes() -> None:
    transaction = server()
    assert transaction.respond(486, BUSY) == [Send(BUSY), Arm(Timer.G, ms(500)), Arm(Timer.H, seconds(32))]
    assert transaction.fire(Timer.G) == [SendAgain(BUSY), Arm(Timer.G, ms(1000))]
    assert transaction.receive_ack(ACK) == [Disarm(Timer.G), Disarm(Timer.H), Arm(Timer.I, seconds(5))]


def test_the_copies_of_a_refusal_are_never_more_than_t2_apart() -> None:
    transaction = server(486)
    waits = [transaction.fire(Timer.G)[1] for _ in range(5)]
    assert waits == [Arm(Timer.G, ms(wait)) for wait in (1000, 2000, 4000, 4000, 4000)]


def test_a_repeated_invite_gets_the_refusal_again() -> None:
    assert server(180, 486).receive_request() == [SendAgain(BUSY)]


def test_over_tcp_a_refusal_is_sent_once_and_still_waits_for_its_ack() -> None:
    transaction = server(reliable_transport=True)
    assert transaction.respond(486, BUSY) == [Send(BUSY), Arm(Timer.H, seconds(32))]
    assert transaction.receive_ack(ACK) == [Disarm(Timer.H), Arm(Timer.I, 0)]


def test_a_refusal_without_ack_is_a_failure_of_the_transaction() -> None:
    assert server(486).fire(Timer.H) == [Disarm(Timer.G), Timeout(), Terminated()]


@pytest.mark.parametrize("statuses", [(), (180,), (200,), (486,)])
def test_a_response_that_cannot_be_sent_is_reported_and_ends_nothing(statuses: tuple[int, ...]) -> None:
    transaction = server(*statuses)
    before = transaction.state
    assert transaction.transport_error() == [TransportFailed()]
    assert transaction.state is before


def test_a_call_that_was_refused_cannot_be_answered() -> None:
    with pytest.raises(ImpossibleInput):
        server(486).respond(200, OK)


TRIGGERS: tuple[Input | Timer, ...] = (*Input, Timer.G, Timer.H, Timer.I, Timer.L)
RUNNING = {
    State.PROCEEDING: set[Timer](),
    State.ACCEPTED: {Timer.L},
    State.COMPLETED: {Timer.G, Timer.H},
    State.CONFIRMED: {Timer.I},
    State.TERMINATED: set[Timer](),
}
MAY_SAY = {
    State.PROCEEDING: {Input.PROVISIONAL, Input.SUCCESS, Input.FAILURE},
    State.ACCEPTED: {Input.SUCCESS, Input.REPEAT},
    State.COMPLETED: set[Input](),
    State.CONFIRMED: set[Input](),
    State.TERMINATED: set[Input](),
}
FROM_THE_USER = {Input.PROVISIONAL, Input.SUCCESS, Input.FAILURE, Input.REPEAT}


@pytest.mark.parametrize(("state", "trigger"), list(product(State, TRIGGERS)))
def test_the_table_has_all_that_can_happen_and_nothing_else(state: State, trigger: Input | Timer) -> None:
    if isinstance(trigger, Timer):
        possible = trigger in RUNNING[state]
    elif trigger in FROM_THE_USER:
        possible = trigger in MAY_SAY[state]
    else:
        possible = state is not State.TERMINATED
    assert (trigger in TRANSITIONS[state]) == possible
