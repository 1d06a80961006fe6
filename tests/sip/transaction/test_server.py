"""Server transaction of requests other than INVITE: RFC 3261 section 17.2.2."""

from itertools import product

import pytest

from voiplab.sim.moment import seconds
from voiplab.sip.table import ImpossibleInput
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import Arm, Send, SendAgain, Terminated, TransportFailed
from voiplab.sip.transaction.server import TRANSITIONS, Input, Server, State
from voiplab.sip.transaction.timing import Timing

TRYING = b"the 100"
OK = b"the 200"


def test_a_repeated_request_is_dropped_while_its_user_has_said_nothing() -> None:
    assert Server(Timing(), reliable_transport=False).receive_request() == []


def test_a_repeated_request_gets_the_latest_response_again() -> None:
    server = Server(Timing(), reliable_transport=False)
    assert server.respond(100, TRYING) == [Send(TRYING)]
    assert server.receive_request() == [SendAgain(TRYING)]
    assert server.respond(200, OK) == [Send(OK), Arm(Timer.J, seconds(32))]
    assert server.receive_request() == [SendAgain(OK)]
    assert server.fire(Timer.J) == [Terminated()]


def test_over_tcp_no_copies_of_a_request_are_expected() -> None:
    server = Server(Timing(), reliable_transport=True)
    assert server.respond(200, OK) == [Send(OK), Arm(Timer.J, 0)]


def test_a_response_that_cannot_be_sent_is_reported_and_ends_nothing() -> None:
    server = Server(Timing(), reliable_transport=False)
    server.respond(200, OK)
    assert server.transport_error() == [TransportFailed()]
    assert server.state is State.COMPLETED


def test_a_request_is_answered_once() -> None:
    server = Server(Timing(), reliable_transport=False)
    server.respond(200, OK)
    with pytest.raises(ImpossibleInput):
        server.respond(481, OK)


TRIGGERS: tuple[Input | Timer, ...] = (*Input, Timer.J)
POSSIBLE: dict[State, set[Input | Timer]] = {
    State.TRYING: {Input.REQUEST, Input.PROVISIONAL, Input.FINAL},
    State.PROCEEDING: {Input.REQUEST, Input.PROVISIONAL, Input.FINAL, Input.TRANSPORT_ERROR},
    State.COMPLETED: {Input.REQUEST, Input.TRANSPORT_ERROR, Timer.J},
    State.TERMINATED: set(),
}


@pytest.mark.parametrize(("state", "trigger"), list(product(State, TRIGGERS)))
def test_the_table_has_all_that_can_happen_and_nothing_else(state: State, trigger: Input | Timer) -> None:
    assert (trigger in TRANSITIONS[state]) == (trigger in POSSIBLE[state])
