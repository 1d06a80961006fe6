"""Calls of the back-to-back user agent beyond the recorded ones: what goes wrong, and what a script may do."""

import json
import re
from typing import Final

import pytest

from tests.opensips.bench import Bench, configuration
from voiplab.net.address import Address
from voiplab.opensips.b2b.calls import Calls
from voiplab.opensips.console.json_rpc import answer
from voiplab.opensips.console.opensips_cli import execute
from voiplab.sim.moment import seconds
from voiplab.text.place import NotSimulated

ALICE: Final = Address("127.0.0.11", 5060)
BOB: Final = Address("127.0.0.12", 5060)
TRIGGER: Final = "b2b_trigger_scenario originate client1,sip:alice@127.0.0.11 client2,sip:bob@127.0.0.12"
MODULES: Final = 'loadmodule "b2b_entities.so"\nloadmodule "b2b_logic.so"\n'
ADDRESS: Final = '"b2b_logic", "server_address", "sip:b2b@127.0.0.10"'
REQUESTS: Final = '"b2b_logic", "script_req_route", "requests"'
REPLIES: Final = '"b2b_logic", "script_reply_route", "replies"'
HIDES: Final = """route {
    b2b_server_new("caller"); b2b_client_new("called", "sip:bob@127.0.0.12"); b2b_init_request("top hiding");
}"""
SDP: Final = "v=0\r\n"


def office(routes: str = 'route { xlog("main: $rm\\n"); }', *parameters: str) -> Bench:
    text = configuration(routes, *(parameters or (ADDRESS,)))
    return Bench.of(text.replace("modparam(", MODULES + "modparam(", 1))


def typed(running: Bench, command: str) -> list[bytes]:
    before = len(running.sent)
    assert execute(running.server, command) == '"OK"'
    return [seen.raw for seen in running.sent[before:]]


def answered(request: bytes, status: str, body: str = "", tag: str = "t1") -> bytes:
    lines = request.decode().partition("\r\n\r\n")[0].split("\r\n")
    kept = [line for line in lines if line.partition(":")[0] in ("Via", "From", "Call-ID", "CSeq")]
    (to,) = [line for line in lines if line.startswith("To:")]
    to = to if ";tag=" in to else f"{to};tag={tag}"
    user = re.findall(r"sip:(\w+)@", to)[0]
    contact = f"Contact: <sip:{user}@{'127.0.0.11' if user == 'alice' else '127.0.0.12'}>"
    kind = ["Content-Type: application/sdp"] if body else []
    return "\r\n".join(
        [f"SIP/2.0 {status}", *kept, to, contact, *kind, f"Content-Length: {len(body)}", "", body]
    ).encode()


def within(invite: bytes, method: str, number: int, body: str = "") -> bytes:
    """A request of the party that got this INVITE and has answered it."""
    text = invite.decode()
    own, peer = re.findall(r"\r\nTo: (\S+)", text)[0], re.findall(r"\r\nFrom: (\S+)", text)[0]
    call = re.findall(r"\r\nCall-ID: (\S+)", text)[0]
    ip = "127.0.0.11" if "alice" in own else "127.0.0.12"
    return (
        f"{method} sip:127.0.0.10 SIP/2.0\r\nVia: SIP/2.0/UDP {ip};branch=z9hG4bK-{method}-{number}\r\nMax-Forwards: 70\r\n"
        f"From: {own};tag=t1\r\nTo: {peer}\r\nCall-ID: {call}\r\nCSeq: {number} {method}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def connected(running: Bench) -> tuple[bytes, bytes]:
    """The two INVITEs of a call that stands."""
    (first,) = typed(running, TRIGGER)
    (second,) = running.tell(answered(first, "200 OK", SDP), ALICE)
    assert len(running.tell(answered(second, "200 OK", SDP), BOB)) == 2
    return first, second


def starts(payloads: list[bytes]) -> list[str]:
    return [payload.decode().partition(" SIP/2.0")[0].partition("\r\n")[0] for payload in payloads]


def calls(running: Bench) -> int:
    return len(running.server.part(Calls).calls)


# Nobody is there, or nobody wants


def test_when_the_first_party_says_nothing_the_call_is_over_after_fr_timeout() -> None:
    running = office("route { exit; }", ADDRESS, '"tm", "fr_timeout", 3')
    typed(running, TRIGGER)
    assert set(starts(running.during(seconds(5)))) == {"INVITE sip:alice@127.0.0.11"}
    assert calls(running) == 0


def test_when_the_first_party_rings_too_long_it_is_cancelled() -> None:
    running = office("route { exit; }", ADDRESS, '"tm", "fr_inv_timeout", 3')
    (invite,) = typed(running, TRIGGER)
    running.tell(answered(invite, "180 Ringing"), ALICE)
    assert "CANCEL sip:alice@127.0.0.11" in starts(running.during(seconds(5)))
    assert calls(running) == 0


def test_when_the_first_party_refuses_the_second_one_is_never_called() -> None:
    running = office()
    (invite,) = typed(running, TRIGGER)
    assert starts(running.tell(answered(invite, "486 Busy Here"), ALICE)) == ["ACK sip:alice@127.0.0.11"]
    assert calls(running) == 0


def test_when_the_second_party_says_nothing_the_first_one_gets_an_ack_and_a_bye() -> None:
    running = office("route { exit; }", ADDRESS, '"tm", "fr_timeout", 3')
    (first,) = typed(running, TRIGGER)
    running.tell(answered(first, "200 OK", SDP), ALICE)
    said = starts(running.during(seconds(4)))
    assert [one for one in said if "alice" in one][:2] == ["ACK sip:alice@127.0.0.11", "BYE sip:alice@127.0.0.11"]


def test_who_hangs_up_while_the_other_one_rings_is_answered_and_the_other_one_cancelled() -> None:
    running = office()
    (first,) = typed(running, TRIGGER)
    (second,) = running.tell(answered(first, "200 OK", SDP), ALICE)
    running.tell(answered(second, "180 Ringing"), BOB)
    assert starts(running.tell(within(first, "BYE", 9), ALICE)) == ["SIP/2.0 200 OK", "CANCEL sip:bob@127.0.0.12"]
    assert calls(running) == 0


def test_a_200_that_crosses_the_cancel_is_acknowledged_and_ended() -> None:
    running = office()
    (first,) = typed(running, TRIGGER)
    running.tell(answered(first, "180 Ringing"), ALICE)
    key = next(iter(running.server.part(Calls).calls))
    assert starts(typed(running, f"b2b_terminate_call {key}")) == ["CANCEL sip:alice@127.0.0.11"]
    said = starts(running.tell(answered(first, "200 OK", SDP), ALICE))
    assert said == ["ACK sip:alice@127.0.0.11", "BYE sip:alice@127.0.0.11"]


# A call that stands


def test_another_copy_of_a_200_gets_another_copy_of_its_ack() -> None:
    running = office()
    _, second = connected(running)
    assert starts(running.tell(answered(second, "200 OK", SDP), BOB)) == ["ACK sip:bob@127.0.0.12"]


def test_a_change_of_media_is_passed_with_its_body_and_its_answer_and_ack_come_across_too() -> None:
    running = office()
    first, _ = connected(running)
    _, passed = running.tell(within(first, "INVITE", 9, SDP), ALICE)
    assert passed.startswith(b"INVITE sip:bob@127.0.0.12 ")
    assert passed.endswith(SDP.encode())
    (reply,) = running.tell(answered(passed, "200 OK", SDP), BOB)
    assert (reply.startswith(b"SIP/2.0 200 OK"), reply.endswith(SDP.encode())) == (True, True)
    assert starts(running.tell(within(first, "ACK", 9), ALICE)) == ["ACK sip:bob@127.0.0.12"]
    assert calls(running) == 1


def test_a_bye_with_foreign_tags_is_none_of_the_call_and_reaches_the_main_route() -> None:
    running = office()
    first, _ = connected(running)
    assert running.tell(within(first, "BYE", 9).replace(b"tag=t1", b"tag=t2"), ALICE) == []
    assert "main: BYE" in running.log
    assert calls(running) == 1


# What a route may do


def test_a_route_may_answer_a_request_itself() -> None:
    routes = 'route { exit; } route[requests] { b2b_send_reply(405, "Not Here"); }'
    running = office(routes, ADDRESS, REQUESTS)
    first, _ = connected(running)
    assert starts(running.tell(within(first, "INFO", 9), ALICE)) == ["SIP/2.0 405 Not Here"]


def test_a_route_may_answer_a_bye_and_leave_the_other_party_where_it_is() -> None:
    routes = "route { exit; } route[requests] { b2b_end_dlg_leg(); b2b_delete_entity(); }"
    running = office(routes, ADDRESS, REQUESTS)
    first, _ = connected(running)
    assert starts(running.tell(within(first, "BYE", 9), ALICE)) == ["SIP/2.0 200 OK"]
    (call,) = running.server.part(Calls).calls.values()
    assert [entity.id for entity in call.entities] == ["client2"]


def test_what_the_command_gave_along_is_read_and_written_by_the_routes() -> None:
    routes = (
        "route { exit; } route[replies] { "
        'xlog("was $b2b_logic.ctx(who)\\n"); $b2b_logic.ctx(who) = "us"; xlog("is $b2b_logic.ctx(who)\\n"); }'
    )
    running = office(routes, ADDRESS, REPLIES)
    (invite,) = typed(running, f"{TRIGGER} who=me")
    running.tell(answered(invite, "180 Ringing"), ALICE)
    assert list(running.log)[-2:] == ["was me", "is us"]


@pytest.mark.parametrize(
    ("calls_of_route", "said"),
    [
        ("b2b_handle_reply(); b2b_handle_reply();", ["INVITE sip:bob@127.0.0.12"]),
        ("b2b_delete_entity(); b2b_handle_reply();", []),
    ],
)
def test_a_reply_is_handled_once_and_not_for_who_is_forgotten(calls_of_route: str, said: list[str]) -> None:
    running = office("route { exit; } route[replies] { " + calls_of_route + " }", ADDRESS, REPLIES)
    (invite,) = typed(running, TRIGGER)
    assert starts(running.tell(answered(invite, "200 OK", SDP), ALICE)) == said


def test_when_the_first_party_was_forgotten_meanwhile_the_second_one_is_sent_away() -> None:
    routes = 'route { exit; } route[requests] { b2b_send_reply(200, "OK"); b2b_delete_entity(); }'
    running = office(routes, ADDRESS, REQUESTS)
    (first,) = typed(running, TRIGGER)
    (second,) = running.tell(answered(first, "200 OK", SDP), ALICE)
    running.tell(within(first, "BYE", 9), ALICE)
    said = starts(running.tell(answered(second, "200 OK", SDP), BOB))
    assert said == ["ACK sip:bob@127.0.0.12", "BYE sip:bob@127.0.0.12"]
    assert calls(running) == 0


def test_a_200_with_a_strange_cseq_breaks_nothing() -> None:
    running = office()
    (invite,) = typed(running, TRIGGER)
    reply = answered(invite, "200 OK", SDP).replace(b"CSeq: 2", b"CSeq: x")
    assert starts(running.tell(reply, ALICE)) == ["INVITE sip:bob@127.0.0.12"]


def test_outside_of_a_call_there_is_nothing_to_pass() -> None:
    running = office('route { b2b_pass_request(); xlog("rc=$rc key=$b2b_logic.key\\n"); }')
    running.tell(within(b"\r\nTo: <sip:a@b>\r\nFrom: <sip:alice@b>\r\nCall-ID: 1\r\n", "INFO", 1), BOB)
    assert "rc=-1 key=<null>" in running.log


def test_a_route_for_own_requests_is_refused_by_name() -> None:
    with pytest.raises(NotSimulated, match="local_route"):
        office("route { exit; } local_route { exit; }")


# Top hiding


def dialled(method: str = "INVITE") -> bytes:
    return (
        f"{method} sip:bob@127.0.0.10 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.11;branch=z9hG4bK-1\r\nMax-Forwards: 70\r\n"
        "From: <sip:alice@127.0.0.10>;tag=a1\r\nTo: <sip:bob@127.0.0.10>\r\nCall-ID: 1\r\n"
        f"CSeq: 1 {method}\r\nContact: <sip:alice@127.0.0.11>\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def test_a_caller_who_gives_up_is_answered_and_the_other_party_cancelled() -> None:
    running = office(HIDES)
    _, invite = running.tell(dialled(), ALICE)
    running.tell(answered(invite, "180 Ringing"), BOB)
    assert starts(running.tell(dialled("CANCEL"), ALICE)) == ["SIP/2.0 200 canceling", "CANCEL sip:bob@127.0.0.12"]
    said = starts(running.tell(answered(invite, "487 Request Terminated"), BOB))
    assert said == ["ACK sip:bob@127.0.0.12", "SIP/2.0 487 Request Terminated"]
    assert calls(running) == 0


def test_a_refusal_reaches_the_caller() -> None:
    running = office(HIDES)
    _, invite = running.tell(dialled(), ALICE)
    said = starts(running.tell(answered(invite, "486 Busy Here"), BOB))
    assert said == ["ACK sip:bob@127.0.0.12", "SIP/2.0 486 Busy Here"]
    assert calls(running) == 0


# The command


@pytest.mark.parametrize(
    ("params", "said"),
    [
        (
            {"scenario_id": "x", "entity1": "client1"},
            {"code": -32602, "message": "Invalid params", "data": "Too few or too many parameters"},
        ),
        (
            ["x", "client1", "client2,sip:bob@127.0.0.12:5060"],
            {"code": 400, "message": "Missing destination URI for entity1"},
        ),
        (
            ["x", "client1,sip:alice@127.0.0.11", "client2,sip:bob@127.0.0.12"],
            {"code": 500, "message": "Failed to initialize scenario"},
        ),
        (
            ["x", "client1,sip:a b@127.0.0.11\r\nX: y", "client2,sip:bob@127.0.0.12"],
            {"code": 500, "message": "Failed to initialize scenario"},
        ),
    ],
)
def test_a_command_that_cannot_be_done_says_so_as_recorded(params: object, said: object) -> None:
    running = office("route { exit; }", '"b2b_logic", "db_mode", 0')
    request = {"jsonrpc": "2.0", "id": 1, "method": "b2b_trigger_scenario", "params": params}
    heard = answer(running.server, json.dumps(request))
    assert heard is not None
    assert json.loads(heard)["error"] == said
    assert running.sent == []


def test_a_list_shows_both_parties_as_recorded() -> None:
    running = office()
    connected(running)
    (shown,) = json.loads(execute(running.server, "b2b_list"))["Tuples"]
    assert list(shown) == [
        "id", "key", "state", "lifetime", "db_flag", "scenario", "SERVERS", "CLIENTS", "BRIDGE_ENTITIES",
    ]  # fmt: skip
    first, second = shown["CLIENTS"]
    assert (first["peer"], second["peer"]) == (second["key"], first["key"])
    assert (first["to_uri"], first["from_uri"]) == ("sip:alice@127.0.0.11", "sip:bob@127.0.0.12")
    assert shown["BRIDGE_ENTITIES"] == shown["CLIENTS"]


RECORDED_DIALOG = json.loads(
    '{"dlg":7455237,"param":"220.0","mod_name":"b2b_logic","state":5,"last_invite_cseq":2,"last_method":4,"db_flag":2,'
    '"callid":"B2B.220.7455237.1795392707","from":"","from_uri":"sip:bob@127.0.0.12:5060",'
    '"from_tag":"20d4e88dbd3716882246e5596384383a","to":"","to_uri":"sip:alice@127.0.0.11:5060","to_tag":"20081SIPpTag011",'
    '"cseq":{"caller":2,"callee":1},"contact":{"caller":"sip:b2b@127.0.0.10:5060","callee":"sip:alice@127.0.0.11:5060"},'
    '"send_sock":"127.0.0.10","LEGS":[{"id":0,"tag":"20081SIPpTag011","cseq":2,"contact":"sip:alice@127.0.0.11:5060"}]}'
)
"""Of d-b2bua/01, the first of two."""


def test_the_dialogs_of_a_call_are_shown_as_recorded() -> None:
    running = office()
    connected(running)
    first, second = json.loads(execute(running.server, "b2be_list"))
    assert list(first) == list(RECORDED_DIALOG)
    (call,) = running.server.part(Calls).calls
    shown = first | {
        name: RECORDED_DIALOG[name] for name in ("from_tag", "to_tag", "from_uri", "to_uri", "LEGS", "contact")
    }
    number = int(first["callid"].split(".")[2])
    assert shown == RECORDED_DIALOG | {"dlg": number, "param": call, "callid": first["callid"]}
    assert (first["from_uri"], first["to_uri"]) == ("sip:bob@127.0.0.12", "sip:alice@127.0.0.11")
    assert first["LEGS"] == [{"id": 0, "tag": first["to_tag"], "cseq": 2, "contact": first["contact"]["callee"]}]
    assert (second["last_invite_cseq"], second["cseq"]) == (3, {"caller": 3, "callee": 1})


def test_the_dialogs_of_a_call_that_is_not_set_up_are_not_simulated() -> None:
    running = office()
    typed(running, TRIGGER)
    assert "not simulated" in execute(running.server, "b2be_list")
