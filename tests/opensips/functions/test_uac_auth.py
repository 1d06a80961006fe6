"""uac_auth(): a failure route answers the challenge to a caller that knows no password."""

from typing import Final

import pytest

from tests.opensips.bench import ALICE, BOB, Bench, Seen, answer, configuration, invite, request
from voiplab.opensips.refusal import Refused
from voiplab.sip.digest import Credentials, verify

CALLS: Final = """route {
    if (has_totag()) { loose_route(); t_relay(); exit; }
    %s
    record_route();
    t_on_failure("challenged");
    $ru = "sip:bob@127.0.0.12:5060";
    t_relay();
}
failure_route[challenged] {
    if (t_check_status("40[1-8]")) { if (uac_auth()) { t_relay(); exit; } xlog("no answer"); }
}"""
LOADS: Final = 'loadmodule "uac.so"\nloadmodule "uac_auth.so"\nloadmodule "dialog.so"\n'
CHALLENGE: Final = 'Proxy-Authenticate: Digest realm="lab", nonce="n1", qop="auth"'


def office(calls: str = "", loads: str = LOADS, realm: str = "lab") -> Bench:
    text = configuration(
        CALLS % calls, f'"uac_auth", "credential", "trunk:{realm}:secret"', '"uac", "restore_mode", "none"'
    )
    return Bench.of(text.replace("modparam(", loads + "modparam(", 1))


def challenged(running: Bench, *lines: str, status: str = "407 Proxy Authentication Required") -> list[Seen]:
    """What the server sends when Bob answers Alice's INVITE so, without the ACK that it begins with."""
    _, relayed = running.send(ALICE, *invite())
    *reply, length = answer(relayed, status, "t1")
    ack, *more = running.send(BOB, *reply, *(lines or (CHALLENGE,)), length)
    assert "CSeq: 1 ACK" in ack.lines
    return more


def answered(running: Bench) -> Seen:
    """The second INVITE, and then the 200 as it has reached Alice."""
    (again,) = challenged(running)
    (passed,) = running.send(BOB, *answer(again, "200 OK", "t2"))
    return passed


def named(seen: Seen, name: str) -> str:
    return next(line.partition(": ")[2] for line in seen.lines if line.startswith(f"{name}: "))


def within(running: Bench, method: str, number: int, answered: Seen) -> Seen:
    """Alice goes on in the dialog; what Bob gets of it."""
    lines = list(request(method, "sip:bob@127.0.0.12:5060", f"z9hG4bK-{method}", to_tag="t2"))
    lines[lines.index(f"CSeq: 1 {method}")] = f"CSeq: {number} {method}"
    return running.send(ALICE, *lines, f"Route: {named(answered, 'Record-Route')}")[-1]


def test_the_request_goes_out_again_with_the_answer_and_the_next_number() -> None:
    (again,) = challenged(office())
    assert again.start == "INVITE sip:bob@127.0.0.12:5060 SIP/2.0"
    assert named(again, "CSeq") == "2 INVITE"
    said = Credentials.parse(named(again, "Proxy-Authorization"))
    assert verify(said, "INVITE", "secret")
    assert tuple(dict(said.params)[name] for name in ("username", "uri")) == ('"trunk"', '"sip:bob@127.0.0.12:5060"')


def test_a_401_is_answered_in_the_other_header() -> None:
    (again,) = challenged(office(), CHALLENGE.replace("Proxy", "WWW"), status="401 Unauthorized")
    assert named(again, "Authorization").startswith('Digest username="trunk"')


def test_the_caller_sees_its_own_number_and_nothing_of_the_challenge() -> None:
    passed = answered(office())
    assert passed.start == "SIP/2.0 200 OK"
    assert named(passed, "CSeq") == "1 INVITE"


@pytest.mark.parametrize("calls", ["", "create_dialog();"])
def test_in_the_dialog_the_numbers_go_on_from_there(calls: str) -> None:
    running = office(calls)
    passed = answered(running)
    assert named(within(running, "ACK", 1, passed), "CSeq") == "2 ACK"
    bye = within(running, "BYE", 2, passed)
    assert named(bye, "CSeq") == "3 BYE"
    (ended,) = running.send(BOB, *answer(bye, "200 OK"))
    assert named(ended, "CSeq") == "2 BYE"


def test_without_a_dialog_of_the_servers_a_mark_travels_in_the_record_route() -> None:
    assert named(answered(office()), "Record-Route") == "<sip:127.0.0.10;lr;ftag=a1;aci=1>"
    assert ";aci" not in named(answered(office("create_dialog();")), "Record-Route")


def test_what_comes_from_the_other_side_keeps_its_number() -> None:
    running = office()
    route = named(answered(running), "Record-Route")
    bye = (
        "BYE sip:alice@127.0.0.11:5060 SIP/2.0",
        f"Via: SIP/2.0/UDP {BOB};branch=z9hG4bK-bye",
        f"Route: {route}",
        "From: <sip:bob@127.0.0.10>;tag=t2",
        "To: <sip:alice@127.0.0.10>;tag=a1",
        "Call-ID: call-1",
        "CSeq: 7 BYE",
    )
    assert named(running.send(BOB, *bye)[-1], "CSeq") == "7 BYE"


def test_a_realm_that_nobody_knows_goes_back_to_the_caller() -> None:
    running = office(realm="elsewhere")
    (passed,) = challenged(running)
    assert passed.start == "SIP/2.0 407 Proxy Authentication Required"
    assert "no answer" in running.log


@pytest.mark.parametrize("status", ["404 Not Found", "407 Proxy Authentication Required"])
def test_what_is_no_challenge_is_not_answered(status: str) -> None:
    running = office()
    challenged(running, "X-Other: 1", status=status)
    assert "ERROR:uac:uac_auth: Unable to extract authentication info" in running.log


def test_nobodys_silence_is_no_challenge() -> None:
    running = office()
    running.send(ALICE, *invite())
    running.wait(40)
    assert "ERROR:uac:uac_auth: cannot process a FAKED reply" in running.log


def test_without_the_module_of_credentials_the_server_does_not_start() -> None:
    text = configuration(CALLS % "", '"uac", "restore_mode", "none"')
    with pytest.raises(Refused, match="can't load UAC_AUTH API"):
        Bench.of(text.replace("modparam(", 'loadmodule "uac.so"\nmodparam(', 1))
