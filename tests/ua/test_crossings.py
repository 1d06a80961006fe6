"""Requests that cross each other: INVITE and INVITE, CANCEL and answer, BYE and BYE."""

from functools import partial

import pytest

from tests.net.wires import BOB
from tests.ua.callers import SDP, Caller
from tests.ua.test_calls import LIMIT, answering, is_clean, pair, sent
from voiplab.net.faults import Damage, Fault
from voiplab.sim.moment import ms, seconds
from voiplab.sip.matching import Pattern
from voiplab.ua.incoming import IncomingLeg


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


def update(caller: Caller, body: bytes = SDP) -> None:
    assert caller.leg is not None
    draft = caller.dress(caller.leg.draft("UPDATE"))
    draft.body = body
    caller.leg.send(draft, partial(caller.hears_of, "UPDATE"))


def describing(leg: IncomingLeg) -> None:
    """A reliable 183 with the answer to the offer; a 200 after three seconds."""
    draft = leg.reply(183)
    draft.add("Contact", f"<sip:bob@{BOB}>")
    draft.body = SDP
    leg.progress_reliably(draft)
    leg.host.after(seconds(3), lambda: leg.accept(leg.reply(200)))


def test_an_update_with_an_offer_waits_for_the_answer_to_the_offer_before_it() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(3)
    alice.call(BOB, SDP)
    alice.later(1, lambda: update(alice))
    alice.later(2, lambda: update(alice, b""))
    alice.later(4, lambda: update(alice))
    alice.later(5, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert bob.story[1:4] == ["1 UPDATE answered 500", "2 UPDATE", "3 ACK"]
    assert alice.story[1:] == ["1 UPDATE 500", "2 UPDATE 200", "3 200", "4 UPDATE 200"]


def test_once_the_offer_was_answered_reliably_an_update_may_bring_the_next_one_before_the_call_is_answered() -> None:
    network, alice, bob = pair()
    bob.on_invite = describing
    alice.call(BOB, SDP, fields=(("Supported", "100rel"),))
    alice.later(1, lambda: update(alice))
    alice.later(4, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert "1 UPDATE 200" in alice.story


def test_an_update_that_crosses_an_offer_gets_491() -> None:
    slow = Fault(Damage.DELAY, Pattern.parse("INVITE"), by=ms(500), skip=1)
    network, alice, bob = pair(slow)
    bob.on_invite = answering(1)
    alice.call(BOB, SDP)

    def offer_again() -> None:
        assert alice.leg is not None
        draft = alice.dress(alice.leg.draft("INVITE"))
        draft.body = SDP
        alice.leg.reinvite(draft, partial(alice.hears_of, "re-INVITE"), lambda _answer: alice.leg.draft("ACK"))  # type: ignore[union-attr]

    alice.later(3, offer_again)
    bob.later(3.1, lambda: update(bob))
    alice.later(5, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert "3.1 UPDATE answered 491" in alice.story
    assert "3.1 UPDATE 491" in bob.story


def test_an_offer_that_was_refused_leaves_room_for_the_next() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(1)
    alice.call(BOB, SDP)
    bob.refuses = 488
    alice.later(2, lambda: update(alice))
    alice.later(3, lambda: update(alice))
    alice.later(4, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert alice.story[2:] == ["2 UPDATE 488", "3 UPDATE 488"]
