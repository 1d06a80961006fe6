"""A message as it arrives: structure, fields, and what is said of wrong ones."""

import pytest

from voiplab.sip.errors import Malformed
from voiplab.sip.message import Field, Request, Response, parse

INVITE = (
    b"INVITE sip:bob@example.com SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport\r\n"
    b"f: Alice <sip:alice@example.com>;tag=a1\r\n"
    b"To : <sip:bob@example.com>\r\n"
    b"Call-ID: 1@192.0.2.1\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Max-Forwards: 70\r\n"
    b"Subject: a\r\n b\r\n"
    b"l: 3\r\n"
    b"\r\n"
    b"abc"
)


def test_a_message_keeps_its_headers_as_they_are_spelt() -> None:
    message = parse(INVITE)
    assert [field.name for field in message.fields[:3]] == ["Via", "f", "To"]
    assert message.fields[6] == Field("Subject", "a b")


def test_a_header_is_found_by_any_of_its_names() -> None:
    message = parse(INVITE)
    assert message.get("from") == message.get("F") == message.get("From") == "Alice <sip:alice@example.com>;tag=a1"
    assert message.get("Route") is None


def test_what_is_written_is_what_arrived() -> None:
    assert parse(INVITE).write() == INVITE


def test_octets_beyond_the_body_are_left_out() -> None:
    message = parse(INVITE + b"INVITE sip:evil@example.com SIP/2.0\r\n\r\n")
    assert message.body == b"abc"
    assert message.write() == INVITE


def test_a_request_has_a_method_and_a_target() -> None:
    message = parse(INVITE)
    assert isinstance(message, Request)
    assert (message.method, message.uri, message.target.user) == ("INVITE", "sip:bob@example.com", "bob")


def test_a_response_has_a_status_and_perhaps_no_phrase() -> None:
    message = parse(b"SIP/2.0 100\r\n\r\n")
    assert isinstance(message, Response)
    assert (message.status, message.phrase) == (100, "")


@pytest.mark.parametrize(
    ("data", "column", "expected"),
    [
        (b"", 1, "the end of the line"),
        (b"INVITE  sip:a@b SIP/2.0\r\n\r\n", 8, "a Request-URI"),
        (b"INVITE sip:a@b SIP/2.0 \r\n\r\n", 23, "the end of the line"),
        (b"SIP/2.0 700 No\r\n\r\n", 9, "a status code from 100 to 699"),
        (b"SIP/2.0 200 OK\r\nVia SIP/2.0/UDP h\r\n\r\n", 5, "a colon"),
        (b"SIP/2.0 200 OK\r\nA: b\nC: d\r\n\r\n", 5, "CR and LF together"),
        (b"SIP/2.0 200 OK\r\nContent-Length: -1\r\n\r\n", 17, "a number"),
        (b"SIP/2.0 200 OK\r\nl: 4\r\n\r\nabc", 4, "a length of at most 3"),
        (b"SIP/2.0 200 OK\r\nl: 3\r\nl: 3\r\n\r\nabc", 1, "only one Content-Length"),
    ],
)
def test_says_where_a_message_stops_making_sense(data: bytes, column: int, expected: str) -> None:
    with pytest.raises(Malformed) as caught:
        parse(data)
    assert (caught.value.column, caught.value.expected) == (column, expected)


def test_a_fault_is_found_once_and_told_every_time() -> None:
    message = parse(INVITE.replace(b"CSeq: 7 INVITE", b"CSeq: INVITE"))
    told = []
    for _ in range(2):
        with pytest.raises(Malformed) as caught:
            assert message.cseq
        told.append(caught.value)
    assert told[0] is told[1]


@pytest.mark.parametrize("hops", [b"x", b"256", b""])
def test_the_facts_do_not_pass_over_hops_that_make_no_sense(hops: bytes) -> None:
    message = parse(INVITE.replace(b"Max-Forwards: 70", b"Max-Forwards: " + hops))
    with pytest.raises(Malformed):
        assert message.facts


def test_a_port_above_the_highest_is_no_port() -> None:
    message = parse(INVITE.replace(b":5060", b":99999"))
    with pytest.raises(Malformed):
        assert message.facts


def test_the_name_of_a_header_may_be_followed_by_white_space() -> None:
    assert parse(INVITE).values("To") == ("<sip:bob@example.com>",)


def test_messages_are_equal_when_their_bytes_are() -> None:
    assert parse(INVITE) == parse(INVITE)
    assert parse(INVITE) != parse(INVITE.replace(b"f: ", b"F: "))
    assert len({parse(INVITE), parse(INVITE)}) == 1


def test_who_sent_a_message_is_read_from_its_topmost_via_and_from_no_other() -> None:
    message = parse(
        b"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-top\r\nVia: of nobody's concern here\r\n\r\n"
    )
    assert (message.via.host, message.branch) == ("192.0.2.1", "z9hG4bK-top")
    with pytest.raises(Malformed):
        _ = message.vias
