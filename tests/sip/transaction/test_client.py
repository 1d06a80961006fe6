"""Client transaction of requests other than INVITE: RFC 3261 section 17.1.2."""

from itertools import product

import pytest

from voiplab.sim.moment import ms, seconds
from voiplab.sip.message import parse
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.client import TRANSITIONS, Client, Input, State
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
from voiplab.sip.transaction.timing import Timing

BYE = b"the BYE"
TRYING = parse(b"SIP/2.0 100 Trying\r\nContent-Length: 0\r\n\r\n")
OK = parse(b"SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n")


def trying(reliable_transport: bool = False) -> Client:
    client = Client(BYE, Timing(), reliable_transport)
    client.start()
    return client


def test_over_udp_a_request_is_sent_with_timers_e_and_f() -> None:
    client = Client(BYE, Timing(), reliable_transport=False)
    assert client.start() == [Send(BYE), Arm(Timer.E, ms(500)), Arm(Timer.F, seconds(32))]


def test_over_tcp_a_request_is_not_repeated() -> None:
    client = Client(BYE, Timing(), reliable_transport=True)
    assert client.start() == [Send(BYE), Arm(Timer.F, seconds(32))]


def test_the_wait_doubles_up_to_t2() -> None:
    client = trying()
    assert [client.fire(Timer.E) for _ in range(5)] == [
        [SendAgain(BYE), Arm(Timer.E, ms(1000))],
        [SendAgain(BYE), Arm(Timer.E, ms(2000))],
        [SendAgain(BYE), Arm(Timer.E, ms(4000))],
        [SendAgain(BYE), Arm(Timer.E, ms(4000))],
        [SendAgain(BYE), Arm(Timer.E, ms(4000))],
    ]


def test_a_provisional_response_slows_the_copies_down_and_does_not_end_them() -> None:
    client = trying()
    assert client.receive(100, TRYING) == [Deliver(TRYING)]
    assert client.fire(Timer.E) == [SendAgain(BYE), Arm(Timer.E, seconds(4))]


def test_a_provisional_response_does_not_extend_the_32_seconds() -> None:
    client = trying()
    client.receive(100, TRYING)
    assert client.fire(Timer.F) == [Disarm(Timer.E), Timeout(), Terminated()]


def test_a_final_response_is_delivered_once_and_its_copies_are_absorbed_for_t4() -> None:
    client = trying()
    assert client.receive(200, OK) == [Disarm(Timer.E), Disarm(Timer.F), Deliver(OK), Arm(Timer.K, seconds(5))]
    assert client.receive(200, OK) == []
    assert client.fire(Timer.K) == [Terminated()]


def test_over_tcp_there_are_no_copies_of_a_response_to_wait_for() -> None:
    assert trying(reliable_transport=True).receive(481, OK) == [Disarm(Timer.F), Deliver(OK), Arm(Timer.K, 0)]


def test_a_request_that_cannot_be_sent_is_reported() -> None:
    assert trying().transport_error() == [Disarm(Timer.E), Disarm(Timer.F), TransportFailed(), Terminated()]


def test_after_a_closed_port_it_is_not_repeated_and_given_up_after_another_32_seconds() -> None:
    client = trying()
    client.fire(Timer.E)
    assert client.unreachable() == [Disarm(Timer.E), Disarm(Timer.F), Arm(Timer.F, seconds(32))]
    assert client.fire(Timer.F) == [TransportFailed(), Terminated()]


TRIGGERS: tuple[Input | Timer, ...] = (*Input, Timer.E, Timer.F, Timer.K)
RUNNING = {
    State.TRYING: {Timer.E, Timer.F},
    State.PROCEEDING: {Timer.E, Timer.F},
    State.UNHEARD: {Timer.F},
    State.COMPLETED: {Timer.K},
    State.TERMINATED: set[Timer](),
}


@pytest.mark.parametrize(("state", "trigger"), list(product(State, TRIGGERS)))
def test_the_table_has_all_that_can_happen_and_nothing_else(state: State, trigger: Input | Timer) -> None:
    possible = trigger in RUNNING[state] if isinstance(trigger, Timer) else state is not State.TERMINATED
    assert (trigger in TRANSITIONS[state]) == possible
