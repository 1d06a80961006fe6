"""What an element refuses before anybody looks at it: broken requests, and those that come by two ways."""

import pytest

from tests.net.wires import ALICE, BOB, Listener, lan
from tests.ua.elements import Element, wire
from voiplab.net.network import Network
from voiplab.recording.events import Logged
from voiplab.sim.moment import seconds
from voiplab.sip.message import parse

LIMIT = seconds(100)
OPTIONS = (
    "OPTIONS sip:bob@10.0.0.2 SIP/2.0",
    "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1",
    "From: <sip:alice@10.0.0.1>;tag=a",
    "To: <sip:bob@10.0.0.2>",
    "Call-ID: one",
    "CSeq: 1 OPTIONS",
)


def told(*requests: tuple[str, ...]) -> tuple[Network, Element, list[str]]:
    """The status lines that come back to requests written by hand."""
    network = wire(lan())
    alice, bob = Listener(network, "alice", ALICE), Element(network, "bob", BOB)
    for lines in requests:
        alice.port.send(("\r\n".join(lines) + "\r\n\r\n").encode(), BOB)
    network.kernel.run_until_idle(LIMIT)
    return network, bob, [parse(payload).start for _, payload in alice.got]


def without(name: str) -> tuple[str, ...]:
    return tuple(line for line in OPTIONS if not line.startswith(f"{name}:"))


@pytest.mark.parametrize(
    "lines",
    [
        (*OPTIONS[:5], "CSeq: one OPTIONS"),
        (*OPTIONS[:2], "From: <sip:alice@10.0.0.1>;tag=a", "To: <<", *OPTIONS[4:]),
        (*OPTIONS, "this has no colon"),
        ("OPTIONS  sip:bob@10.0.0.2  SIP/2.0", *OPTIONS[1:]),
    ],
)
def test_a_broken_request_gets_400_when_it_tells_enough(lines: tuple[str, ...]) -> None:
    network, bob, answers = told(lines)
    assert answers == ["SIP/2.0 400 Bad Request"]
    assert bob.requests == []
    assert network.kernel.pending == 0


@pytest.mark.parametrize("name", ["Via", "From", "To", "Call-ID", "CSeq"])
def test_without_one_of_the_five_headers_nobody_can_be_answered(name: str) -> None:
    network, bob, answers = told(without(name))
    assert (answers, bob.requests) == ([], [])
    assert [event.what.level for event in network.recording if isinstance(event.what, Logged)] == ["warning"]


@pytest.mark.parametrize("start", ["ACK sip:bob@10.0.0.2 SIP/2.0", "SIP/2.0 200 OK", "SIP/2.0 abc OK"])
def test_a_broken_ack_or_response_is_never_answered(start: str) -> None:
    _, bob, answers = told((start, *OPTIONS[1:5], "CSeq: one ACK"))
    assert (answers, bob.strays) == ([], [])


def test_the_same_request_by_another_way_is_a_loop() -> None:
    other_way = tuple(line.replace("z9hG4bK1", "z9hG4bK2") for line in OPTIONS)
    _, bob, answers = told(OPTIONS, other_way)
    assert sorted(answers) == ["SIP/2.0 200 OK", "SIP/2.0 482 Loop Detected"]
    assert len(bob.requests) == 1


def test_a_copy_by_the_same_way_gets_a_copy_of_the_answer() -> None:
    _, bob, answers = told(OPTIONS, OPTIONS)
    assert answers == ["SIP/2.0 200 OK"] * 2
    assert len(bob.requests) == 1


def test_the_same_numbers_are_a_new_request_once_the_first_is_forgotten() -> None:
    network, bob, _ = told(OPTIONS)
    port = bob.host.datagrams(BOB._replace(port=9), lambda _payload, _source: None)
    port.send(("\r\n".join(OPTIONS) + "\r\n\r\n").replace("K1", "K3").encode(), BOB)
    network.kernel.run_until_idle(2 * LIMIT)
    assert (len(bob.requests), bob.endpoint.transactions) == (2, ())


def test_a_response_that_was_meant_for_somebody_behind_us_is_dropped() -> None:
    _, bob, _ = told(("SIP/2.0 200 OK", OPTIONS[1], OPTIONS[1], *OPTIONS[2:]))
    assert bob.strays == []
