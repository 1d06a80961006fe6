from collections.abc import Callable

from tests.net.wires import ALICE, BOB, lan
from tests.ua.callers import SDP, Caller
from tests.ua.elements import wire
from voiplab.net.faults import Damage, Fault
from voiplab.net.network import Network
from voiplab.recording.events import Moved, Sent
from voiplab.rtp.flow import Flow
from voiplab.sim.moment import ms, seconds
from voiplab.sip.draft import Draft
from voiplab.sip.matching import Pattern
from voiplab.sip.message import Request, parse
from voiplab.sip.reliable import HoldBack
from voiplab.ua.incoming import IncomingLeg

LIMIT = seconds(300)


def lose(pattern: str, first: int = 1) -> Fault:
    return Fault(Damage.LOSE, Pattern.parse(pattern), first=first)


def pair(*faults: Fault) -> tuple[Network, Caller, Caller]:
    network = wire(lan(), *faults)
    return network, Caller(network, "alice", ALICE), Caller(network, "bob", BOB)


def answering(after: float, *, ringing: bool = True, reliably: bool = False) -> Callable[[IncomingLeg], None]:
    def act(leg: IncomingLeg) -> None:
        if ringing:
            send = leg.progress_reliably if reliably else leg.progress
            send(_dressed(leg, leg.reply(180)))
        leg.host.after(int(after * 1_000_000), lambda: _accept(leg))

    return act


def _dressed(leg: IncomingLeg, draft: Draft) -> Draft:
    draft.add("Contact", f"<sip:bob@{leg.endpoint.at}>")
    return draft


def _accept(leg: IncomingLeg) -> None:
    if not leg.is_over:
        leg.accept(_dressed(leg, leg.reply(200)))


def sent(network: Network, node: str | None = None) -> list[str]:
    lines = []
    for event in network.recording:
        if isinstance(event.what, Sent) and node in (None, event.node):
            payload = event.what.packet.payload
            assert not isinstance(payload, Flow)
            message = parse(payload)
            name = message.method if isinstance(message, Request) else f"{message.status} {message.cseq.method}"
            lines.append(f"{event.node} {name}" + (" again" if event.what.copy else ""))
    return lines


def is_clean(network: Network, *callers: Caller) -> bool:
    """Nothing of the call is left anywhere."""
    return network.kernel.pending == 0 and all(caller.element.leftovers == () for caller in callers)


def test_a_call_rings_is_answered_and_hung_up_by_the_caller() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(2)
    alice.call(BOB, SDP)
    alice.later(5, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert alice.story == ["0 180", "2 200"]
    assert bob.story == ["0 INVITE", "2 ACK", "5 BYE"]
    assert sent(network) == [
        "alice INVITE", "bob 180 INVITE", "bob 200 INVITE", "alice ACK", "alice BYE", "bob 200 BYE",
    ]  # fmt: skip
    assert is_clean(network, alice, bob)


def test_the_callee_may_hang_up_with_numbers_of_its_own() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(1)
    alice.call(BOB)
    bob.later(3, bob.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert alice.story[-1] == "3 BYE"
    bye = next(event for event in network.recording if isinstance(event.what, Sent) and "BYE" in str(event.what.packet))
    assert b"CSeq: 101 BYE" in bye.what.packet.payload  # type: ignore[union-attr]
    assert is_clean(network, alice, bob)


def test_the_states_of_a_call_are_recorded_on_both_sides() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(1)
    alice.call(BOB)
    alice.later(3, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    for node in ("alice", "bob"):
        states = [
            event.what.now
            for event in network.recording
            if isinstance(event.what, Moved) and event.node == node and event.what.kind == "call"
        ]
        assert states == ["invited", "early", "up", "ended"]


def test_a_cancelled_call_ends_with_487_and_no_bye() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(60)
    leg = alice.call(BOB)
    alice.later(2, lambda: leg.cancel([]))
    network.kernel.run_until_idle(LIMIT)
    assert alice.story == ["0 180", "2 487"]
    assert bob.story == ["0 INVITE", "2 CANCEL"]
    assert is_clean(network, alice, bob)


def test_a_cancel_waits_for_the_first_provisional_response() -> None:
    network, alice, bob = pair(lose("180"))
    bob.on_invite = answering(60)
    leg = alice.call(BOB)
    leg.cancel([])
    network.kernel.run_until_idle(LIMIT)
    assert sent(network, "alice") == ["alice INVITE", "alice INVITE again", "alice CANCEL", "alice ACK"]
    assert alice.story == ["0.5 487"]
    assert is_clean(network, alice, bob)


def test_an_answer_that_crosses_the_cancel_is_acknowledged_and_hung_up() -> None:
    network, alice, bob = pair(lose("CANCEL", 20))
    bob.on_invite = answering(3)
    leg = alice.call(BOB)
    alice.later(2, lambda: leg.cancel([]))
    network.kernel.run_until_idle(LIMIT)
    assert bob.story == ["0 INVITE", "3 ACK", "3 BYE"]
    assert alice.story == ["0 180", "3 no response came"]
    assert is_clean(network, alice, bob)


def test_a_lost_answer_is_repeated_until_its_ack_comes() -> None:
    network, alice, bob = pair(lose("200 for INVITE", 2))
    bob.on_invite = answering(1)
    alice.call(BOB)
    alice.later(10, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert (alice.story, bob.story) == (["0 180", "2.5 200"], ["0 INVITE", "2.5 ACK", "10 BYE"])
    assert is_clean(network, alice, bob)


def test_a_lost_ack_is_sent_again_for_the_copy_of_the_answer() -> None:
    network, alice, bob = pair(lose("ACK"))
    bob.on_invite = answering(1)
    alice.call(BOB)
    alice.later(10, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert alice.story == ["0 180", "1 200"]
    assert bob.story == ["0 INVITE", "1.5 ACK", "10 BYE"]
    assert is_clean(network, alice, bob)


def test_an_answer_that_is_never_acknowledged_is_given_up_after_32_seconds() -> None:
    network, alice, bob = pair(lose("ACK", 100))
    bob.on_invite = answering(1)
    alice.call(BOB)
    network.kernel.run_until_idle(LIMIT)
    assert bob.story == ["0 INVITE", "33 200 never acknowledged"]


def test_a_reliable_180_is_acknowledged_by_a_prack_that_names_it() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(2, reliably=True)
    alice.call(BOB, fields=(("Supported", "100rel"),))
    alice.later(5, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    ringing = parse(
        next(
            e.what.packet.payload
            for e in network.recording  # type: ignore[arg-type]
            if isinstance(e.what, Sent) and b"180 Ringing" in e.what.packet.payload
        )
    )
    assert bob.story == ["0 INVITE", f"0 PRACK {ringing.rseq} 1 INVITE MATCHES", "2 ACK", "5 BYE"]
    assert (ringing.require, alice.story) == (("100rel",), ["0 180", "2 200"])
    assert is_clean(network, alice, bob)


def test_a_lost_reliable_180_comes_again_and_is_heard_once() -> None:
    network, alice, bob = pair(lose("180", 1))
    bob.on_invite = answering(4, reliably=True)
    alice.call(BOB)
    alice.later(9, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert alice.story == ["0.5 180", "4 200"]
    assert is_clean(network, alice, bob)


def test_a_lost_prack_is_repeated_by_its_transaction_and_the_same_rseq_gets_no_second_one() -> None:
    network, alice, bob = pair(lose("PRACK"))
    bob.on_invite = answering(4, reliably=True)
    alice.call(BOB)
    alice.later(9, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    pracks = [line for line in sent(network, "alice") if "PRACK" in line]
    assert pracks == ["alice PRACK", "alice PRACK again"]
    assert alice.story == ["0 180", "4 200"]
    assert is_clean(network, alice, bob)


def test_an_answer_waits_for_the_prack_when_the_product_always_holds_it_back() -> None:
    network, alice, bob = pair(lose("PRACK", 2))
    bob.hold_back = HoldBack.ALWAYS
    bob.on_invite = answering(0.2, reliably=True)
    alice.call(BOB)
    alice.later(9, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert alice.story == ["0 180", "1.5 200"]
    assert is_clean(network, alice, bob)


def test_a_reliable_180_that_nobody_acknowledges_is_given_up_after_32_seconds() -> None:
    network, alice, bob = pair(lose("PRACK", 100))
    bob.on_invite = answering(100, reliably=True)
    alice.call(BOB)
    network.kernel.run_until_idle(seconds(60))
    assert bob.story[:2] == ["0 INVITE", "32 180 never acknowledged"]
    copies = [e.at for e in network.recording if isinstance(e.what, Sent) and b"180 Ringing" in e.what.packet.payload]
    assert copies == [ms(t) for t in (0, 500, 1500, 3500, 7500, 15500, 31500)]


def test_a_prack_that_is_never_answered_ends_the_call() -> None:
    network, alice, bob = pair(lose("200 for PRACK", 100))
    bob.on_invite = answering(100, reliably=True)
    alice.call(BOB)
    network.kernel.run_until_idle(LIMIT)
    assert alice.story == ["0 180", "32 487"]
    assert "32 CANCEL" in bob.story


def test_a_request_of_a_call_that_is_over_goes_to_whoever_is_outside() -> None:
    network, alice, bob = pair(lose("200 for BYE", 1))
    bob.on_invite = answering(1)
    alice.call(BOB)
    network.kernel.run_until(seconds(2))
    assert bob.leg is not None
    bob.leg.end()
    alice.hang_up()
    network.kernel.run_until_idle(LIMIT)
    assert bob.story[-1].endswith("stray BYE")


def test_a_re_invite_is_answered_and_its_ack_found() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(1)
    leg = alice.call(BOB)
    heard: list[int] = []

    def renew() -> None:
        leg.reinvite(
            alice.dress(leg.draft("INVITE")),
            lambda outcome: heard.append(outcome.status),  # type: ignore[union-attr]
            lambda _response: alice.dress(leg.draft("ACK")),
        )

    alice.later(3, renew)
    alice.later(9, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert heard == [200]
    assert bob.story == ["0 INVITE", "1 ACK", "3 INVITE", "3 ACK", "9 BYE"]
    assert is_clean(network, alice, bob)


def test_an_old_number_in_a_dialog_is_refused_with_500() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(1)
    leg = alice.call(BOB)
    network.kernel.run_until(seconds(2))
    heard: list[int] = []
    draft = leg.draft("INFO")
    draft.set("CSeq", "0 INFO")
    leg.send(draft, lambda outcome: heard.append(outcome.status))  # type: ignore[union-attr]
    network.kernel.run_until(seconds(3))
    assert heard == [500]
