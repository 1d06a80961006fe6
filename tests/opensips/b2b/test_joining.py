"""A caller takes over one side of a call that stands: b2b_bridge_request()."""

from typing import Final

import pytest

from tests.opensips.b2b.test_calls import ADDRESS, ALICE, BOB, SDP, answered, calls, connected, office, starts, within
from tests.opensips.bench import CAROL, Bench, head
from voiplab.opensips.b2b.calls import Calls
from voiplab.text.place import NotSimulated

OFFER: Final = "v=7\r\n"


def pickup(method: str = "INVITE", key: str = "", tag: str = "", body: str = OFFER) -> bytes:
    """Carol's; the script finds in X-Key which call she wants."""
    return (
        f"{method} sip:pickup@127.0.0.10 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.13;branch=z9hG4bK-c1\r\nMax-Forwards: 70\r\n"
        f"From: <sip:carol@127.0.0.10>;tag=c1\r\nTo: <sip:pickup@127.0.0.10>{tag}\r\nCall-ID: c1\r\n"
        f"CSeq: 1 {method}\r\nContact: <sip:carol@127.0.0.13>\r\nX-Key: {key}\r\nContent-Type: application/sdp\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def standing(number: str = "0", *parameters: str) -> tuple[Bench, bytes, bytes]:
    routes = f'route {{ b2b_bridge_request($hdr(X-Key), {number}); xlog("rc=$rc\\n"); exit; }}'
    running = office(routes, ADDRESS, *parameters)
    return running, *connected(running)


def key_of(running: Bench) -> str:
    (key,) = running.server.part(Calls).calls
    return key


def header(message: bytes, name: str) -> str:
    (line,) = [line for line in head(message) if line.startswith(f"{name}:")]
    return line.partition(": ")[2]


def test_the_offer_goes_to_who_is_kept_and_the_other_one_is_sent_away() -> None:
    running, _, _ = standing()
    _, bye, again = running.tell(pickup(key=key_of(running)), CAROL)
    assert starts([bye, again]) == ["BYE sip:bob@127.0.0.12", "INVITE sip:alice@127.0.0.11"]
    assert again.endswith(OFFER.encode())
    assert header(again, "Content-Type") == "application/sdp"
    (reply,) = running.tell(answered(again, "200 OK", SDP), ALICE)
    assert starts([reply]) == ["SIP/2.0 200 OK"]
    assert reply.endswith(SDP.encode())
    tag = ";tag=" + header(reply, "To").partition(";tag=")[2]
    assert starts(running.tell(pickup("ACK", tag=tag, body=""), CAROL)) == ["ACK sip:alice@127.0.0.11"]
    (bye,) = running.tell(
        pickup("BYE", tag=tag, body="").replace(b"-c1", b"-c2").replace(b"CSeq: 1", b"CSeq: 2"), CAROL
    )
    assert starts([bye]) == ["BYE sip:alice@127.0.0.11"]
    assert starts(running.tell(answered(bye, "200 OK"), ALICE)) == ["SIP/2.0 200 OK"]
    assert calls(running) == 0


def test_the_second_party_may_be_the_one_that_is_kept() -> None:
    running, _, _ = standing("1")
    said = starts(running.tell(pickup(key=key_of(running)), CAROL))
    assert said[1:] == ["BYE sip:alice@127.0.0.11", "INVITE sip:bob@127.0.0.12"]
    assert running.log[-1] == "rc=1"


def test_a_call_may_be_named_by_the_call_id_and_the_tags_of_one_of_its_dialogs() -> None:
    running, first, _ = standing()
    key = ";".join((header(first, "Call-ID"), header(first, "From").partition(";tag=")[2], "t1"))
    assert "INVITE sip:alice@127.0.0.11" in starts(running.tell(pickup(key=key), CAROL))


def test_when_who_is_kept_refuses_the_caller_hears_it_and_the_call_is_over() -> None:
    running, _, _ = standing()
    _, bye, again = running.tell(pickup(key=key_of(running)), CAROL)
    running.tell(answered(bye, "200 OK"), BOB)
    said = starts(running.tell(answered(again, "488 Not Acceptable Here"), ALICE))
    assert said == ["ACK sip:alice@127.0.0.11", "SIP/2.0 488 Not Acceptable Here"]
    assert calls(running) == 0


def test_a_change_of_media_that_is_refused_leaves_a_call_as_it_was() -> None:
    running, first, _ = standing()
    _, passed = running.tell(within(first, "INVITE", 9, SDP), ALICE)
    running.tell(answered(passed, "488 Not Acceptable Here"), BOB)
    assert calls(running) == 1


@pytest.mark.parametrize("message", [pickup(key="1.7"), pickup(key="a;b;c"), pickup("INFO", key="220.0")])
def test_a_call_that_there_is_not_or_another_request_is_logged_and_nothing_happens(message: bytes) -> None:
    running, _, _ = standing()
    assert running.tell(message, CAROL) == []
    assert any(
        "ERROR:b2b_logic:b2b_bridge_request: Failed to parse key or find an entity" in line for line in running.log
    )
    assert running.log[-1] == "rc=-1"


def test_it_is_not_for_the_routes_of_a_call() -> None:
    routes = 'route { exit; } route[requests] { b2b_bridge_request("1.0", 0); xlog("rc=$rc\\n"); }'
    running = office(routes, ADDRESS, '"b2b_logic", "script_req_route", "requests"')
    first, _ = connected(running)
    running.tell(within(first, "INFO", 9), ALICE)
    assert "cannot be used from the b2b_logic dedicated routes" in running.log[-2]
    assert running.log[-1] == "rc=-1"


def test_a_third_party_is_refused_by_name() -> None:
    running, _, _ = standing("2")
    with pytest.raises(NotSimulated, match="with a party 2"):
        running.tell(pickup(key=key_of(running)), CAROL)


def test_a_call_that_is_not_set_up_is_refused_by_name() -> None:
    running, first, _ = standing()
    running.tell(within(first, "INVITE", 9, SDP), ALICE)
    key = key_of(running)
    (call,) = running.server.part(Calls).calls.values()
    call.entities[0].peer = None
    with pytest.raises(NotSimulated, match="not set up"):
        running.tell(pickup(key=key), CAROL)
