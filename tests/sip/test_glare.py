"""Crossing INVITEs: RFC 3261 sections 14.1 and 14.2."""

from itertools import product

import pytest

from voiplab.sim.chance import Chance
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Moment, ms
from voiplab.sip.dialog import Role
from voiplab.sip.glare import (
    TRANSITIONS,
    Input,
    InviteTurn,
    RefusePending,
    RefuseTooSoon,
    State,
    retry_after,
    wait_after_glare,
)
from voiplab.sip.table import ImpossibleInput


def test_an_invite_that_crosses_ours_is_refused_with_491_and_ours_goes_on() -> None:
    turn = InviteTurn()
    turn.send()
    assert turn.receive() == [RefusePending()]
    assert turn.state is State.OURS


def test_a_second_invite_before_the_answer_to_the_first_is_refused_with_500() -> None:
    turn = InviteTurn()
    assert turn.receive() == []
    assert turn.receive() == [RefuseTooSoon()]


def test_after_the_final_response_either_end_may_begin() -> None:
    turn = InviteTurn()
    turn.send()
    turn.settle()
    assert turn.receive() == []
    turn.settle()
    assert turn.may_send


def test_we_send_none_while_one_is_under_way() -> None:
    turn = InviteTurn()
    turn.receive()
    assert not turn.may_send
    with pytest.raises(ImpossibleInput):
        turn.send()


def test_the_owner_of_the_call_id_waits_from_2_1_to_4_seconds_and_the_other_end_up_to_2() -> None:
    chance = Chance(1, "alice", "glare")
    owner = [wait_after_glare(Role.UAC, chance) for _ in range(2000)]
    other = [wait_after_glare(Role.UAS, chance) for _ in range(2000)]
    assert (min(owner), max(owner)) == (ms(2100), ms(4000))
    assert (min(other), max(other)) == (0, ms(2000))
    assert all(wait % ms(10) == 0 for wait in owner + other)


def test_a_500_asks_for_up_to_10_seconds() -> None:
    chance = Chance(1, "alice", "retry")
    assert sorted({retry_after(chance) for _ in range(500)}) == list(range(11))


def test_two_ends_that_cross_once_do_not_cross_again() -> None:
    kernel = Kernel()
    turns = {role: InviteTurn() for role in Role}
    log: list[tuple[Moment, Role, str]] = []

    def other(role: Role) -> Role:
        return Role.UAS if role is Role.UAC else Role.UAC

    def send(role: Role) -> None:
        turns[role].send()
        kernel.after(ms(10), lambda: arrive(other(role)))

    def arrive(role: Role) -> None:
        refusals = turns[role].receive()
        if refusals:
            log.append((kernel.now, role, "491"))
            kernel.after(ms(10), lambda: refused(other(role)))
        else:
            log.append((kernel.now, role, "200"))
            turns[role].settle()
            kernel.after(ms(10), turns[other(role)].settle)

    def refused(role: Role) -> None:
        turns[role].settle()
        kernel.after(wait_after_glare(role, Chance(5, role.value, "glare")), lambda: send(role))

    for role in Role:
        send(role)
    kernel.run_until_idle(ms(60_000))
    assert [(role, what) for _, role, what in log] == [
        (Role.UAS, "491"),
        (Role.UAC, "491"),
        (Role.UAC, "200"),
        (Role.UAS, "200"),
    ]
    assert all(turn.may_send for turn in turns.values())


POSSIBLE: dict[State, set[Input]] = {
    State.FREE: {Input.SEND, Input.RECEIVE},
    State.OURS: {Input.RECEIVE, Input.SETTLE},
    State.THEIRS: {Input.RECEIVE, Input.SETTLE},
}


@pytest.mark.parametrize(("state", "trigger"), list(product(State, Input)))
def test_the_table_has_all_that_can_happen_and_nothing_else(state: State, trigger: Input) -> None:
    assert (trigger in TRANSITIONS[state]) == (trigger in POSSIBLE[state])
