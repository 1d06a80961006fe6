"""Requests that cross each other: INVITE and INVITE, CANCEL and answer, BYE and BYE."""

from functools import partial

import pytest

from tests.net.wires import BOB
from tests.ua.callers import SDP, Caller
from tests.ua.test_calls import LIMIT, answering, is_clean, pair, sent
from voiplab.net.faults import Damage, Fault
from voiplab.sim.moment import ms
from voiplab.sip.matching import Pattern


def reinvite(caller: Caller) -> None:
    assert caller.leg is not None
    leg = caller.leg
    draft = caller.dress(leg.draft("INVITE"))
    leg.reinvite(draft, partial(caller.hears_of, "re-INVITE"), lambda _answer: caller.dress(leg.draft("ACK")))


def test_invites_that_cross_are_both_refused_and_may_be_tried_again() -> None:
    slow = Fault(Damage.DELAY, Pattern.parse("INVITE"), by=ms(100), skip=1)
    network, alice, bob = pair(slow)
    bob.on_invite = answering(1)
    alice.call(BOB)
    for phone in (alice, bob):
        phone.later(3, lambda phone=phone: reinvite(phone))  # type: ignore[misc]
    alice.later(5, lambda: reinvite(alice))
    alice.later(8, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert alice.story[2:] == ["3.1 INVITE answered 491", "3.1 re-INVITE 491", "5.1 re-INVITE 200"]
    assert bob.story[2:] == ["3.1 INVITE answered 491", "3.1 re-INVITE 491", "5.1 INVITE", "5.1 ACK", "8 BYE"]
    assert is_clean(network, alice, bob)


def test_nobody_may_invite_while_an_invite_is_under_way() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(2)
    alice.call(BOB)
    seen = []
    for at in (1, 3):
        alice.later(at, lambda: seen.append([phone.leg.turn.is_free for phone in (alice, bob)]))  # type: ignore[union-attr]
    alice.later(4, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert seen == [[False, False], [True, True]]


def test_a_second_invite_before_the_first_is_answered_is_refused_with_500() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(3)
    alice.call(BOB)

    def again() -> None:
        leg = alice.leg
        assert leg is not None
        assert leg.dialog is not None
        draft = alice.dress(leg.draft("INVITE"))
        leg.request_in(leg.dialog, draft, partial(alice.hears_of, "second"))

    alice.later(1, again)
    alice.later(5, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert "1 INVITE answered 500" in bob.story
    assert "1 second 500" in alice.story
    assert "3 200" in alice.story


def test_a_cancel_after_the_answer_is_answered_and_changes_nothing() -> None:
    slow = Fault(Damage.DELAY, Pattern.parse("200 for INVITE"), by=ms(500), first=1)
    network, alice, bob = pair(slow)
    bob.on_invite = answering(2)
    leg = alice.call(BOB)
    alice.later(2.2, lambda: leg.cancel([]))
    network.kernel.run_until_idle(LIMIT)
    assert "bob 200 CANCEL" in sent(network)
    assert bob.story == ["0 INVITE", "2.5 ACK", "2.5 BYE"]
    assert alice.story == ["0 180", "2.5 no response came"]
    assert is_clean(network, alice, bob)


def test_two_byes_may_cross() -> None:
    slow = Fault(Damage.DELAY, Pattern.parse("BYE"), by=ms(100))
    network, alice, bob = pair(slow)
    bob.on_invite = answering(1)
    alice.call(BOB, SDP)
    for phone in (alice, bob):
        phone.later(3, phone.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert [line for line in sent(network) if "BYE" in line] == ["alice BYE", "bob BYE", "bob 481 BYE", "alice 481 BYE"]
    assert is_clean(network, alice, bob)


@pytest.mark.parametrize("reliably", [False, True])
def test_a_bye_that_comes_before_the_ack_ends_the_copies_of_the_answer(reliably: bool) -> None:
    lost = Fault(Damage.LOSE, Pattern.parse("ACK"))
    network, alice, bob = pair(lost)
    bob.on_invite = answering(1, reliably=reliably)
    alice.call(BOB, fields=(("Supported", "100rel"),))
    alice.later(1.2, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert "bob 200 INVITE again" not in sent(network)
    assert is_clean(network, alice, bob)
