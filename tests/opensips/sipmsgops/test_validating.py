"""sipmsg_validate() returns what its documentation says of each fault."""

import pytest

from tests.opensips.bench import ALICE, Bench, answer, configuration, invite
from voiplab.opensips.sipmsgops.validating import Fault
from voiplab.text.place import NotSimulated


def said(call: str, *lines: str, body: str = "") -> int:
    bench = Bench.of(configuration(f'route {{ {call}; xlog("rc=$rc\\n"); }}'))
    bench.send(ALICE, *lines, body=body)
    [text] = bench.log
    return int(text.removeprefix("rc="))


def call(without: str = "", *more: str) -> tuple[str, ...]:
    """Alice's INVITE, without a header, and with some more."""
    start, *lines = invite()
    return (start, *(line for line in lines if not without or not line.startswith(f"{without}:")), *more)


def test_a_usual_message_is_right_in_every_respect() -> None:
    assert said('sipmsg_validate("shrftc")', *call()) == 1
    assert said("sipmsg_validate()", *call()) == 1


@pytest.mark.parametrize(
    ("without", "fault"),
    [
        ("Call-ID", Fault.CALL_ID),
        ("CSeq", Fault.CSEQ),
        ("From", Fault.FROM),
        ("To", Fault.TO),
        ("Max-Forwards", Fault.MAX_FORWARDS),
        ("Contact", Fault.CONTACT),
    ],
)
def test_a_header_that_is_missing_has_its_own_result(without: str, fault: Fault) -> None:
    assert said("sipmsg_validate()", *call(without)) == fault.value


def test_max_forwards_may_be_left_unasked_for() -> None:
    assert said('sipmsg_validate("m")', *call("Max-Forwards")) == 1


@pytest.mark.parametrize(
    ("flags", "without", "more", "fault"),
    [
        ("h", "", "Require: 100rel;", Fault.HEADER),
        ("h", "CSeq", "CSeq: 1 BYE", Fault.HEADER),
        ("t", "To", "To: <sip:bob@", Fault.TO_FORM),
        ("t", "To", "To: <sip:bob@my_host>", Fault.TO_HOST),
        ("t", "To", "To: <sip:b[ob@host>", Fault.TO_USER),
        ("f", "From", "From: <sip:a%zz@host>;tag=1", Fault.FROM_USER),
        ("f", "From", "From: sip", Fault.FROM_FORM),
        ("f", "From", "From: <sip:alice@-host.example>;tag=1", Fault.FROM_HOST),
        ("c", "Contact", "Contact: <sip:alice@>", Fault.CONTACT_FORM),
        ("c", "Contact", "Contact: *", Fault.STAR_ELSEWHERE),
        ("", "", "Path: <sip:10.0.0.1;lr>", Fault.PATH),
    ],
)
def test_what_is_asked_for_is_looked_at_and_nothing_else(flags: str, without: str, more: str, fault: Fault) -> None:
    assert said(f'sipmsg_validate("{flags}")', *call(without, more)) == fault.value
    if flags:
        assert said('sipmsg_validate("m")', *call(without, more)) == 1


@pytest.mark.parametrize(
    ("uri", "fault"),
    [("sip:bob@127.0.0.10:99999", Fault.R_URI), ("sip:bob@my_host", Fault.R_URI_HOST), ("sip:b[@h", Fault.R_URI_USER)],
)
def test_the_r_uri_is_looked_at_when_it_is_asked_for(uri: str, fault: Fault) -> None:
    _, *lines = call()
    assert said('sipmsg_validate("r")', f"INVITE {uri} SIP/2.0", *lines) == fault.value


def test_another_version_is_no_message() -> None:
    start, *lines = call()
    assert said("sipmsg_validate()", start.replace("2.0", "3.0"), *lines) == Fault.MESSAGE.value


def test_a_body_needs_its_type_and_a_session_to_be_one() -> None:
    head = call("Content-Length", "Content-Length: 3")
    assert said("sipmsg_validate()", *head, body="x=1") == Fault.CONTENT_TYPE.value
    typed = (*head, "Content-Type: application/sdp")
    assert said("sipmsg_validate()", *typed, body="x=1") == 1
    assert said('sipmsg_validate("s")', *typed, body="x=1") == Fault.SESSION.value


@pytest.mark.parametrize(
    ("status", "header", "fault"),
    [
        (405, "Allow: INVITE", Fault.ALLOW),
        (423, "Min-Expires: 60", Fault.MIN_EXPIRES),
        (407, "Proxy-Authenticate: Digest", Fault.PROXY_AUTHENTICATE),
        (420, "Unsupported: x", Fault.UNSUPPORTED),
        (401, "WWW-Authenticate: Digest", Fault.WWW_AUTHENTICATE),
    ],
)
def test_a_response_has_what_its_status_asks_for(status: int, header: str, fault: Fault) -> None:
    script = 'route { $ru = "sip:127.0.0.11"; t_relay(); } onreply_route { sipmsg_validate(); xlog("rc=$rc\\n"); }'
    bench = Bench.of(configuration(script))
    relayed = bench.send(ALICE, *invite())[-1]
    reply = answer(relayed, f"{status} No")
    bench.send(ALICE, *reply)
    bench.send(ALICE, *reply[:-1], header, reply[-1])
    assert list(bench.log)[-2:] == [f"rc={fault.value}", "rc=1"]


@pytest.mark.parametrize("call_", ['sipmsg_validate("x")', 'sipmsg_validate("h", $var(why))'])
def test_what_is_documented_nowhere_is_refused(call_: str) -> None:
    with pytest.raises(NotSimulated):
        said(call_, *call())
