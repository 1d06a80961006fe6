"""A script connects who is left of a call with somebody else: b2b_bridge()."""

from typing import Final

import pytest

from tests.opensips.b2b.test_calls import (
    ADDRESS,
    ALICE,
    BOB,
    REQUESTS,
    SDP,
    answered,
    calls,
    connected,
    dialled,
    office,
    starts,
    within,
)
from tests.opensips.bench import CAROL, Bench, head
from voiplab.opensips.b2b.calls import Calls
from voiplab.sim.moment import seconds
from voiplab.text.place import NotSimulated

NEW: Final = 'b2b_client_new("client3", "sip:carol@127.0.0.13");'
ANSWER: Final = 'b2b_send_reply(200, "OK"); b2b_delete_entity();'
ELSE: Final = 'xlog("passes $rm\\n"); b2b_pass_request();'
HIDES: Final = """route {
    b2b_server_new("caller"); b2b_client_new("called", "sip:bob@127.0.0.12"); b2b_init_request("x", , "requests"); exit;
}"""


def script(does: str, method: str = "BYE", who: str = "client2", main: str = "route { exit; }") -> str:
    """A request route that does this with such a request of this party, and passes all others."""
    condition = f'$rm == "{method}" && $b2b_logic.entity(id) == "{who}"'
    return f'{main} route[requests] {{ if ({condition}) {{ {does} xlog("rc=$rc\\n"); exit; }} {ELSE} }}'


def exchanging(does: str, method: str = "BYE") -> tuple[Bench, bytes, bytes]:
    running = office(script(does, method), ADDRESS, REQUESTS)
    return running, *connected(running)


def text(payload: bytes) -> str:
    return payload.decode().partition(" SIP/2.0")[0].partition("\r\n")[0]


def test_who_is_left_gets_an_invite_without_a_body_and_the_new_party_its_offer() -> None:
    running, first, second = exchanging(f'{ANSWER} {NEW} b2b_bridge("peer", "client3");')
    reply, again = running.tell(within(second, "BYE", 9), BOB)
    assert (text(reply), text(again)) == ("SIP/2.0 200 OK", "INVITE sip:alice@127.0.0.11")
    assert again.endswith(b"\r\n\r\n")
    assert b";tag=t1\r\n" in again
    (invite,) = running.tell(answered(again, "200 OK", "v=1\r\n"), ALICE)
    assert text(invite) == "INVITE sip:carol@127.0.0.13"
    assert invite.endswith(b"\r\n\r\nv=1\r\n")
    assert any(line.startswith("From: <sip:alice@127.0.0.11>") for line in head(invite))
    to_alice, to_carol = running.tell(answered(invite, "200 OK", "v=2\r\n"), CAROL)
    assert (text(to_alice), text(to_carol)) == ("ACK sip:alice@127.0.0.11", "ACK sip:carol@127.0.0.12")
    assert (to_alice.endswith(b"v=2\r\n"), to_carol.endswith(b"\r\n\r\n")) == (True, True)
    assert starts(running.tell(within(first, "BYE", 10), ALICE)) == ["BYE sip:carol@127.0.0.12"]
    assert running.log[-1] == "passes BYE"


@pytest.mark.parametrize("pair", ['"client3", "peer"', '"client1", "client3"', '"client3", "client1"'])
def test_the_order_of_the_two_does_not_matter_and_who_is_left_may_be_named(pair: str) -> None:
    running, _, second = exchanging(f"{ANSWER} {NEW} b2b_bridge({pair});")
    said = starts(running.tell(within(second, "BYE", 9), BOB))
    assert said == ["SIP/2.0 200 OK", "INVITE sip:alice@127.0.0.11"]
    assert running.log[-1] == "rc=1"


def test_a_party_that_refers_is_sent_away_before_the_other_one_is_connected() -> None:
    does = f'b2b_send_reply(202, "Accepted"); b2b_end_dlg_leg(); {NEW} b2b_bridge("peer", "client3");'
    running, _, second = exchanging(does, "REFER")
    reply, bye, again = running.tell(within(second, "REFER", 9), BOB)
    assert starts([reply, bye, again]) == [
        "SIP/2.0 202 Accepted",
        "BYE sip:bob@127.0.0.12",
        "INVITE sip:alice@127.0.0.11",
    ]
    running.tell(answered(bye, "200 OK"), BOB)
    (invite,) = running.tell(answered(again, "200 OK", SDP), ALICE)
    assert len(running.tell(answered(invite, "200 OK", SDP), CAROL)) == 2
    assert calls(running) == 1


def test_a_caller_may_be_left_and_the_headers_of_its_invite_go_on_to_the_new_party() -> None:
    does = f'{ANSWER} {NEW} b2b_bridge("peer", "client3");'
    passing = '"b2b_logic", "custom_headers", "X-Account"'
    running = office(script(does, who="called", main=HIDES), passing)
    invite = dialled().replace(b"Content-Length", b"X-Account: 7\r\nContent-Length")
    _, second = running.tell(invite, ALICE)
    (reply,) = running.tell(answered(second, "200 OK", SDP), BOB)
    (to,) = [line for line in head(reply) if line.startswith("To:")]
    running.tell(dialled("ACK").replace(b"To: <sip:bob@127.0.0.10>", to.encode()), ALICE)
    hangs_up = b"\r\nTo: <sip:bob@127.0.0.12>".join(within(second, "BYE", 9).split(b"\r\nTo: sip:bob@127.0.0.12"))
    _, again = running.tell(hangs_up, BOB)
    assert text(again) == "INVITE sip:alice@127.0.0.11"
    assert not any(line.startswith("X-Account") for line in head(again))
    (third,) = running.tell(answered(again, "200 OK", SDP), ALICE)
    assert "X-Account: 7" in head(third)
    assert [line for line in head(third) if line.startswith("Content-Type")] == ["Content-Type: application/sdp"]


def test_when_the_new_party_refuses_who_was_left_is_sent_away() -> None:
    running, _, second = exchanging(f'{ANSWER} {NEW} b2b_bridge("peer", "client3");')
    _, again = running.tell(within(second, "BYE", 9), BOB)
    (invite,) = running.tell(answered(again, "200 OK", SDP), ALICE)
    said = starts(running.tell(answered(invite, "486 Busy Here"), CAROL))
    assert said == ["ACK sip:carol@127.0.0.13", "ACK sip:alice@127.0.0.11", "BYE sip:alice@127.0.0.11"]
    assert calls(running) == 0


def test_a_bye_while_the_new_party_rings_is_answered_without_the_script() -> None:
    running, first, second = exchanging(f'{ANSWER} {NEW} b2b_bridge("peer", "client3");')
    _, again = running.tell(within(second, "BYE", 9), BOB)
    (invite,) = running.tell(answered(again, "200 OK", SDP), ALICE)
    running.tell(answered(invite, "180 Ringing"), CAROL)
    said = starts(running.tell(within(first, "BYE", 10), ALICE))
    assert said == ["SIP/2.0 200 OK", "CANCEL sip:carol@127.0.0.13"]
    assert "passes BYE" not in running.log
    assert calls(running) == 0


def test_how_long_a_call_may_last_counts_anew_from_the_answer_of_the_new_party() -> None:
    does = f'{ANSWER} {NEW} b2b_bridge("peer", "client3");'
    lasts, looks = '"b2b_logic", "max_duration", 15', '"b2b_logic", "cleanup_period", 10'
    running = office(script(does), ADDRESS, REQUESTS, lasts, looks)
    _, second = connected(running)
    running.go_to(running.server.started + seconds(9))
    _, again = running.tell(within(second, "BYE", 9), BOB)
    (invite,) = running.tell(answered(again, "200 OK", SDP), ALICE)
    running.tell(answered(invite, "200 OK", SDP), CAROL)
    running.go_to(running.server.started + seconds(29))
    assert calls(running) == 1
    running.go_to(running.server.started + seconds(31))
    assert calls(running) == 0


@pytest.mark.parametrize(
    ("does", "says"),
    [
        (f'{ANSWER} b2b_bridge("peer", "client3");', "At least one new client entity required for bridging"),
        (f'{NEW} b2b_bridge("this", "peer");', "At least one new client entity required for bridging"),
        (f'{ANSWER} {NEW} b2b_bridge("peer", "client4");', "Unknown bridge entity: client4"),
        (f'{ANSWER} {NEW} b2b_bridge("this", "client3");', "Unknown bridge entity: this"),
    ],
)
def test_parties_that_cannot_be_connected_are_logged_and_the_script_goes_on(does: str, says: str) -> None:
    running, _, second = exchanging(does)
    running.tell(within(second, "BYE", 9), BOB)
    assert f"ERROR:b2b_logic:b2b_scenario_bridge: {says}" in running.log
    assert running.log[-1] == "rc=-1"


def test_outside_of_the_routes_of_a_call_there_is_nothing_to_connect() -> None:
    running = office(f'route {{ {NEW} b2b_bridge("peer", "client3"); xlog("rc=$rc\\n"); exit; }}')
    assert running.tell(dialled(), ALICE) == []
    assert running.log[-1] == "rc=-1"


@pytest.mark.parametrize(
    ("does", "method", "says"),
    [
        (f'{NEW} b2b_bridge("peer", "client3");', "INFO", "the other party is still there"),
        (f'{ANSWER} {NEW} b2b_bridge("peer", "client3", "sip:music@127.0.0.13");', "BYE", "more than 2 parameters"),
        (f'{ANSWER} {NEW} b2b_bridge("client3", "client3");', "BYE", "two new parties"),
    ],
)
def test_what_is_not_simulated_of_it_is_refused_by_name(does: str, method: str, says: str) -> None:
    running, _, second = exchanging(does, method)
    with pytest.raises(NotSimulated, match=says):
        running.tell(within(second, method, 9), BOB)


def test_a_route_set_is_not_forgotten_when_the_media_change() -> None:
    running, _, second = exchanging(f'{ANSWER} {NEW} b2b_bridge("peer", "client3");')
    (call,) = running.server.part(Calls).calls.values()
    call.entities[0].leg.routes = ("<sip:127.0.0.13;lr>",)
    _, again = running.tell(within(second, "BYE", 9), BOB)
    assert "Route: <sip:127.0.0.13;lr>" in head(again)
    running.tell(answered(again, "200 OK", SDP), ALICE)
    assert call.entities[0].leg.routes == ("<sip:127.0.0.13;lr>",)
