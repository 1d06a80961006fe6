"""SIP over TCP: a call stays on its connections, long requests change over, and responses find their way back."""

from tests.net.wires import ALICE, BOB, lan
from tests.ua.callers import SDP, Caller
from tests.ua.elements import Element, wire
from tests.ua.test_calls import answering, is_clean, pair
from voiplab.net.network import Network
from voiplab.net.packet import Transport
from voiplab.recording.events import Lost, Sent
from voiplab.sim.moment import seconds
from voiplab.sip.draft import Draft
from voiplab.ua.incoming import IncomingLeg
from voiplab.ua.outgoing import OutgoingLeg

LIMIT = seconds(300)


def transports(network: Network) -> set[Transport]:
    return {event.what.packet.transport for event in network.recording if isinstance(event.what, Sent)}


def call_over_tcp(alice: Caller) -> OutgoingLeg:
    endpoint = alice.element.endpoint
    leg = OutgoingLeg(endpoint, alice.element.calls, alice, "over-tcp", endpoint.tag(), alice.dress)
    draft = Draft(f"INVITE sip:callee@{BOB} SIP/2.0", body=SDP)
    draft.fields = [
        ("Max-Forwards", "70"),
        ("From", f"<sip:alice@example.com>;tag={leg.local_tag}"),
        ("To", "<sip:callee@example.com>"),
        ("Call-ID", "over-tcp"),
        ("CSeq", "1 INVITE"),
        ("Supported", "100rel"),
    ]
    leg.invite(alice.dress(draft), BOB, Transport.TCP)
    alice.leg = leg
    return leg


def test_prack_ack_and_bye_take_the_transport_of_their_invite() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(1, reliably=True)
    call_over_tcp(alice)
    alice.later(3, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert bob.story[0::2] == ["0 INVITE", "1 ACK"]
    assert bob.story[-1] == "3 BYE"
    assert transports(network) == {Transport.TCP}
    assert is_clean(network, alice, bob)


def test_the_callee_hangs_up_over_the_transport_that_it_was_called_by() -> None:
    network, alice, bob = pair()
    bob.on_invite = answering(1)
    call_over_tcp(alice)
    bob.later(3, bob.hang_up)
    network.kernel.run_until_idle(LIMIT)
    assert alice.story[-1] == "3 BYE"
    assert transports(network) == {Transport.TCP}


def test_a_contact_that_names_its_transport_is_reached_by_it() -> None:
    network, alice, bob = pair()

    def answer(leg: IncomingLeg) -> None:
        draft = leg.reply(200)
        draft.add("Contact", f"<sip:bob@{BOB};transport=tcp>")
        leg.accept(draft)

    bob.on_invite = answer
    alice.call(BOB)
    alice.later(1, alice.hang_up)
    network.kernel.run_until_idle(LIMIT)
    sent = [event.what.packet for event in network.recording if isinstance(event.what, Sent)]
    by = {bytes(packet.payload).split(b" ")[0]: packet.transport for packet in sent}  # type: ignore[arg-type]
    assert (by[b"INVITE"], by[b"ACK"], by[b"BYE"]) == (Transport.UDP, Transport.TCP, Transport.TCP)


def test_a_request_of_more_than_1300_bytes_goes_by_tcp_and_says_so_in_its_via() -> None:
    network = wire(lan())
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    for size in (900, 1300):
        alice.ask("MESSAGE", BOB, body=b"x" * size)
    network.kernel.run_until_idle(LIMIT)
    assert [request.via.transport for _, request in bob.requests] == ["UDP", "TCP"]


def test_a_response_whose_connection_is_gone_opens_one_to_the_port_of_the_via() -> None:
    network = wire(lan())
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    bob.status = 0
    alice.ask("MESSAGE", BOB, body=b"x" * 1300)
    network.kernel.run_until(seconds(1))
    assert bob.waiting.way.stream is not None
    bob.waiting.way.stream.close()
    network.kernel.run_until(seconds(2))
    bob.answer_later(200)
    network.kernel.run_until_idle(LIMIT)
    assert alice.outcomes == [(seconds(2), 200)]


def test_a_response_that_cannot_reach_anybody_is_given_up() -> None:
    network = wire(lan())
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    bob.status = 0
    alice.ask("MESSAGE", BOB, body=b"x" * 1300)
    network.kernel.run_until(seconds(1))
    alice.endpoint.close()
    network.kernel.run_until(seconds(2))
    bob.answer_later(200)
    network.kernel.run_until_idle(LIMIT)
    assert bob.endpoint.transactions == ()
    assert not [event for event in network.recording if isinstance(event.what, Lost)]


def test_requests_of_one_moment_share_the_connection_that_is_being_opened() -> None:
    network = wire(lan())
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    for _ in range(3):
        alice.ask("MESSAGE", BOB, body=b"x" * 1300)
    network.kernel.run_until_idle(LIMIT)
    sources = {event.what.packet.source for event in network.recording if isinstance(event.what, Sent)}
    assert len(bob.requests) == 3
    assert len(sources - {BOB}) == 1


def test_a_connection_that_opens_after_its_sockets_were_closed_is_closed_again() -> None:
    network = wire(lan())
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    alice.ask("MESSAGE", BOB, body=b"x" * 1300)
    alice.endpoint.close()
    network.kernel.run_until_idle(LIMIT)
    assert bob.requests == []
