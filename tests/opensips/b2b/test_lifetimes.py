"""How long a call of the back-to-back user agent may last: the parameters, and when the server looks at it."""

from typing import Final

import pytest

from tests.opensips.b2b.test_calls import (
    ADDRESS,
    ALICE,
    BOB,
    HIDES,
    SDP,
    answered,
    calls,
    connected,
    dialled,
    office,
    starts,
    typed,
    within,
)
from voiplab.sim.moment import seconds
from voiplab.text.place import NotSimulated

LASTS: Final = '"b2b_logic", "max_duration", 15'
LOOKS: Final = '"b2b_logic", "cleanup_period", 10'
BYES: Final = ["BYE sip:alice@127.0.0.11", "BYE sip:bob@127.0.0.12"]


def test_a_call_that_has_lasted_too_long_is_ended_on_both_sides_when_the_server_looks_next() -> None:
    running = office("route { exit; }", ADDRESS, LASTS, LOOKS)
    connected(running)
    running.go_to(running.server.started + seconds(20) - 1)
    assert calls(running) == 1
    before = len(running.sent)
    running.run(1)
    assert starts([seen.raw for seen in running.sent[before:]]) == BYES
    assert calls(running) == 0


def test_a_call_is_still_there_when_its_last_second_is_the_one_in_which_the_server_looks() -> None:
    running = office("route { exit; }", ADDRESS, '"b2b_logic", "max_duration", 20', LOOKS)
    connected(running)
    running.go_to(running.server.started + seconds(21))
    assert calls(running) == 1
    running.go_to(running.server.started + seconds(31))
    assert calls(running) == 0


def test_without_a_limit_a_call_stands_for_ever() -> None:
    running = office("route { exit; }", ADDRESS, '"b2b_logic", "max_duration", 0')
    connected(running)
    running.go_to(seconds(100_000))
    assert calls(running) == 1


def test_a_call_that_was_hung_up_is_not_ended_again() -> None:
    running = office("route { exit; }", ADDRESS, LASTS, LOOKS)
    first, _ = connected(running)
    (bye,) = running.tell(within(first, "BYE", 9), ALICE)
    running.tell(answered(bye, "200 OK"), BOB)
    assert calls(running) == 0
    assert running.during(seconds(60)) == []


def test_a_caller_whom_nobody_answers_gets_a_408_and_who_is_called_a_cancel() -> None:
    running = office(HIDES, '"b2b_logic", "b2bl_th_init_timeout", 15', LOOKS, '"tm", "fr_inv_timeout", 300')
    _, invite = running.tell(dialled(), ALICE)
    running.tell(answered(invite, "180 Ringing"), BOB)
    running.go_to(running.server.started + seconds(20) - 1)
    before = len(running.sent)
    running.run(1)
    said = starts([seen.raw for seen in running.sent[before:]])
    assert said == ["SIP/2.0 408 Request Timeout", "CANCEL sip:bob@127.0.0.12"]
    assert calls(running) == 0


@pytest.mark.parametrize(("flag", "rings"), [("t25", True), ("t5", False), ("t", True), ("t0", True)])
def test_the_flag_t_says_how_long_a_caller_waits_and_0_is_as_long_as_a_call_may_last(flag: str, rings: bool) -> None:
    routes = HIDES.replace('"top hiding"', f'"top hiding", "{flag}"')
    running = office(routes, '"b2b_logic", "b2bl_th_init_timeout", 15', LOOKS, '"tm", "fr_inv_timeout", 300')
    _, invite = running.tell(dialled(), ALICE)
    running.tell(answered(invite, "180 Ringing"), BOB)
    running.go_to(running.server.started + seconds(29))
    assert (calls(running) == 1) is rings


@pytest.mark.parametrize("flag", ["a", "p", "t5a", "setup-timeout=5"])
def test_other_flags_are_refused_by_name(flag: str) -> None:
    running = office(HIDES.replace('"top hiding"', f'"top hiding", "{flag}"'), LOOKS)
    with pytest.raises(NotSimulated, match="the flags"):
        running.tell(dialled(), ALICE)


def test_who_is_answered_in_time_may_talk_as_long_as_a_call_may_last() -> None:
    running = office(HIDES, '"b2b_logic", "b2bl_th_init_timeout", 5', LOOKS)
    _, invite = running.tell(dialled(), ALICE)
    running.tell(answered(invite, "200 OK", SDP), BOB)
    running.go_to(running.server.started + seconds(200))
    assert calls(running) == 1


def test_while_two_parties_are_being_connected_there_is_no_limit() -> None:
    running = office("route { exit; }", ADDRESS, LASTS, LOOKS, '"tm", "fr_inv_timeout", 300')
    (invite,) = typed(running, "b2b_trigger_scenario x client1,sip:alice@127.0.0.11 client2,sip:bob@127.0.0.12")
    running.tell(answered(invite, "180 Ringing"), ALICE)
    running.go_to(running.server.started + seconds(40))
    assert calls(running) == 1
