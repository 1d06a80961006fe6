import pytest

from tests.net.wires import ALICE, BOB, lan
from tests.ua.elements import Element, wire
from voiplab.net.faults import Damage, Fault
from voiplab.net.impairment import Impairment
from voiplab.net.packet import Transport
from voiplab.recording.events import Lost, Moved, Sent, TimerFired
from voiplab.sim.moment import ms, seconds
from voiplab.sip.headers.via import Via
from voiplab.sip.matching import Pattern
from voiplab.ua.transport import Way
from voiplab.ua.way_back import received_via, return_address

LIMIT = seconds(300)


def test_a_request_is_answered_and_both_transactions_end() -> None:
    network = wire(lan(Impairment(delay=ms(2))))
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    alice.ask("OPTIONS", BOB)
    assert network.kernel.run_until_idle(LIMIT)
    assert alice.outcomes == [(ms(2), 200)]
    assert (alice.endpoint.transactions, bob.endpoint.transactions, network.kernel.pending) == ((), (), 0)


def test_a_lost_request_is_repeated_and_the_copy_is_known_as_one() -> None:
    network = wire(lan(), Fault(Damage.LOSE, Pattern.parse("OPTIONS"), first=2))
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    alice.ask("OPTIONS", BOB)
    network.kernel.run_until_idle(LIMIT)
    sent = [
        (event.at, event.what.copy)
        for event in network.recording
        if isinstance(event.what, Sent) and event.node == "alice"
    ]
    assert sent == [(0, False), (ms(500), True), (ms(1500), True)]
    assert [at for at, _ in bob.requests] == [ms(1500)]


def test_a_lost_response_is_repeated_and_the_user_hears_the_request_once() -> None:
    network = wire(lan(), Fault(Damage.LOSE, Pattern.parse("200"), first=1))
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    alice.ask("OPTIONS", BOB)
    network.kernel.run_until_idle(LIMIT)
    assert (alice.outcomes, len(bob.requests)) == ([(ms(500), 200)], 1)


def test_why_a_copy_was_sent_is_the_timer_that_fired() -> None:
    network = wire(lan(), Fault(Damage.LOSE, Pattern.parse("OPTIONS"), first=1))
    alice, _bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    alice.ask("OPTIONS", BOB)
    network.kernel.run_until_idle(LIMIT)
    copy = next(event for event in network.recording if isinstance(event.what, Sent) and event.what.copy)
    cause = network.recording.why(copy.id)[1].what
    assert isinstance(cause, TimerFired)
    assert cause.timer == "E: resend request"


def test_an_invite_into_a_black_hole_is_given_up_after_32_seconds() -> None:
    network = wire(lan())
    alice = Element(network, "alice", ALICE)
    alice.ask("INVITE", BOB)
    network.kernel.run_until_idle(LIMIT)
    assert [event.at for event in network.recording if isinstance(event.what, Sent)] == [
        ms(t) for t in (0, 500, 1500, 3500, 7500, 15500, 31500)
    ]
    assert alice.outcomes == [(seconds(32), "no response came")]
    assert all(event.what.reason == "nothing listens on UDP 10.0.0.2:5060 of bob"
               for event in network.recording if isinstance(event.what, Lost))  # fmt: skip


def test_a_refused_invite_is_acknowledged_by_the_transaction_and_not_by_its_user() -> None:
    network = wire(lan())
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    bob.status = 486
    alice.ask("INVITE", BOB)
    network.kernel.run_until_idle(LIMIT)
    states = [event.what.now for event in network.recording if isinstance(event.what, Moved) and event.node == "bob"]
    assert (alice.outcomes, bob.acks) == ([(0, 486)], [])
    assert states == ["proceeding", "completed", "confirmed", "terminated"]


def test_a_request_too_long_for_udp_goes_by_tcp_and_its_response_comes_back_on_the_connection() -> None:
    network = wire(lan(Impairment(delay=ms(1))))
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    alice.ask("MESSAGE", BOB, body=b"x" * 1301)
    network.kernel.run_until_idle(LIMIT)
    transports = [event.what.packet.transport for event in network.recording if isinstance(event.what, Sent)]
    assert transports == [Transport.TCP, Transport.TCP]
    assert bob.requests[0][1].via.transport == "TCP"
    assert [status for _, status in alice.outcomes] == [200]


def test_tcp_without_anybody_there_is_heard_as_unreachable() -> None:
    network = wire(lan())
    alice = Element(network, "alice", ALICE)
    alice.ask("MESSAGE", BOB, body=b"x" * 1301)
    network.kernel.run_until_idle(LIMIT)
    assert alice.outcomes == [(0, "it could not be sent")]


def test_garbage_and_keep_alives_disturb_nobody() -> None:
    network = wire(lan())
    alice, bob = Element(network, "alice", ALICE), Element(network, "bob", BOB)
    port = alice.host.datagrams(ALICE._replace(port=7000), lambda _payload, _source: None)
    for payload in (b"\r\n\r\n", b"\0", b"INVITE garbage", b"\xff" * 100, b"SIP/2.0 200 OK\r\n\r\n"):
        port.send(payload, BOB)
    alice.ask("OPTIONS", BOB)
    network.kernel.run_until_idle(LIMIT)
    assert ([status for _, status in alice.outcomes], len(bob.requests)) == ([200], 1)


@pytest.mark.parametrize(
    ("via", "known", "back"),
    [
        ("SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK1", "SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK1", 5070),
        ("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1", "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1", 5060),
        (
            "SIP/2.0/UDP 10.0.0.1:5070;rport;branch=z9hG4bK1",
            "SIP/2.0/UDP 10.0.0.1:5070;rport=7777;branch=z9hG4bK1",
            7777,
        ),
        (
            "SIP/2.0/UDP 192.168.1.9:5070;branch=z9hG4bK1",
            "SIP/2.0/UDP 192.168.1.9:5070;branch=z9hG4bK1;received=10.0.0.1",
            5070,
        ),
        (
            "SIP/2.0/UDP phone.example:5070;rport;branch=z9hG4bK1",
            "SIP/2.0/UDP phone.example:5070;rport=7777;branch=z9hG4bK1;received=10.0.0.1",
            7777,
        ),
    ],
)
def test_a_response_goes_where_the_request_came_from(via: str, known: str, back: int) -> None:
    source = ALICE._replace(port=7777)
    learned = received_via(Via.parse(via), source)
    assert (str(learned), return_address(learned, Way(Transport.UDP, source))) == (known, ALICE._replace(port=back))
