"""The 2xx to an INVITE until its ACK: RFC 3261 section 13.3.1.4."""

from itertools import product

import pytest

from voiplab.sim.moment import ms, seconds
from voiplab.sip.answer import TRANSITIONS, Answer, Input, State
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import Arm, Disarm, Send, SendAgain, Timeout
from voiplab.sip.transaction.timing import Timing

OK = b"the 200"


def test_a_200_is_repeated_from_t1_up_to_t2_apart() -> None:
    answer = Answer(OK, Timing())
    assert answer.start() == [
        Send(OK),
        Arm(Timer.ANSWER_AGAIN, ms(500)),
        Arm(Timer.ANSWER_UNACKNOWLEDGED, seconds(32)),
    ]
    assert [answer.fire(Timer.ANSWER_AGAIN) for _ in range(4)] == [
        [SendAgain(OK), Arm(Timer.ANSWER_AGAIN, ms(wait))] for wait in (1000, 2000, 4000, 4000)
    ]


def test_the_ack_ends_the_copies() -> None:
    answer = Answer(OK, Timing())
    answer.start()
    assert answer.receive_ack() == [Disarm(Timer.ANSWER_AGAIN), Disarm(Timer.ANSWER_UNACKNOWLEDGED)]
    assert answer.receive_ack() == []


def test_without_an_ack_the_user_is_told_to_hang_up() -> None:
    answer = Answer(OK, Timing())
    answer.start()
    assert answer.fire(Timer.ANSWER_UNACKNOWLEDGED) == [Disarm(Timer.ANSWER_AGAIN), Timeout()]


def test_a_call_that_ends_before_its_ack_ends_the_copies_too() -> None:
    answer = Answer(OK, Timing())
    answer.start()
    assert answer.end() == [Disarm(Timer.ANSWER_AGAIN), Disarm(Timer.ANSWER_UNACKNOWLEDGED)]
    assert answer.state is State.ENDED


TRIGGERS: tuple[Input | Timer, ...] = (*Input, Timer.ANSWER_AGAIN, Timer.ANSWER_UNACKNOWLEDGED)


@pytest.mark.parametrize(("state", "trigger"), list(product(State, TRIGGERS)))
def test_the_table_has_all_that_can_happen_and_nothing_else(state: State, trigger: Input | Timer) -> None:
    assert (trigger in TRANSITIONS[state]) == (isinstance(trigger, Input) or state is State.SENT)
