"""What a response takes over from its request, byte for byte."""

import pytest

from voiplab.sip.message import Request, parse
from voiplab.sip.phrases import phrase_of
from voiplab.sip.reply import reply
from voiplab.sip.salvage import salvage

INVITE = (
    b"INVITE sip:bob@example.com SIP/2.0\r\n"
    b"Via:  SIP / 2.0/UDP  p1.example.com;branch=z9hG4bK1 , SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2\r\n"
    b"v: SIP/2.0/UDP 192.0.2.9\r\n"
    b"Record-Route: <sip:p1.example.com;lr>\r\n"
    b"f: Alice  <sip:alice@example.com> ;tag=a1\r\n"
    b"t: Bob <sip:bob@example.com>\r\n"
    b"i: 1@192.0.2.1\r\n"
    b"CSeq:   007   INVITE\r\n"
    b"Timestamp: 54\r\n"
    b"\r\n"
)


def request(data: bytes = INVITE) -> Request:
    message = parse(data)
    assert isinstance(message, Request)
    return message


def test_what_identifies_a_request_is_copied_as_it_is_spelt() -> None:
    assert reply(request(), 486).fields == [
        ("Via", "SIP / 2.0/UDP  p1.example.com;branch=z9hG4bK1 , SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2"),
        ("Via", "SIP/2.0/UDP 192.0.2.9"),
        ("From", "Alice  <sip:alice@example.com> ;tag=a1"),
        ("To", "Bob <sip:bob@example.com>"),
        ("Call-ID", "1@192.0.2.1"),
        ("CSeq", "007   INVITE"),
    ]


def test_a_tag_is_put_on_a_to_that_has_none() -> None:
    assert reply(request(), 180, to_tag="b1").value("To") == "Bob <sip:bob@example.com>;tag=b1"
    tagged = request(INVITE.replace(b"t: Bob <sip:bob@example.com>", b"t: <sip:bob@example.com>;TAG=x"))
    assert reply(tagged, 200, to_tag="b1").value("To") == "<sip:bob@example.com>;TAG=x"


def test_a_to_that_cannot_be_read_is_returned_as_it_is() -> None:
    broken = request(INVITE.replace(b"t: Bob <sip:bob@example.com>", b't: "Bob <sip:bob@example.com>'))
    assert reply(broken, 400, to_tag="b1").value("To") == '"Bob <sip:bob@example.com>'


def test_trying_has_no_tag_and_returns_the_timestamp() -> None:
    trying = reply(request(), 100, to_tag="b1")
    assert (trying.value("To"), trying.value("Timestamp")) == ("Bob <sip:bob@example.com>", "54")
    assert not reply(request(), 180).has("Timestamp")


@pytest.mark.parametrize(("status", "is_there"), [(100, False), (180, True), (200, True), (302, False), (486, False)])
def test_record_routes_are_returned_where_a_dialog_may_begin(status: int, is_there: bool) -> None:
    assert reply(request(), status).has("Record-Route") is is_there


def test_requests_that_begin_no_dialog_get_no_record_route() -> None:
    options = request(INVITE.replace(b"INVITE", b"OPTIONS"))
    assert not reply(options, 200).has("Record-Route")


@pytest.mark.parametrize(
    ("status", "phrase", "start"),
    [
        (180, None, "SIP/2.0 180 Ringing"),
        (486, "Busy at the moment", "SIP/2.0 486 Busy at the moment"),
        (299, None, "SIP/2.0 299 Success"),
        (200, "", "SIP/2.0 200 "),
    ],
)
def test_the_phrase_is_the_usual_one_unless_another_is_given(status: int, phrase: str | None, start: str) -> None:
    assert reply(request(), status, phrase).start == start


def test_every_status_has_a_phrase() -> None:
    assert all(phrase_of(status) for status in range(100, 700))


def test_a_broken_request_can_still_be_answered() -> None:
    broken = INVITE.replace(b"INVITE sip:bob@example.com SIP/2.0", b"INVITE  sip:bob@example.com  SIP/2.0 ")
    saved = salvage(broken.replace(b"Timestamp: 54", b"no colon here\r\nTimestamp: 54"))
    assert saved is not None
    assert reply(saved, 400).fields == reply(request(), 400).fields
    after_line_ends = salvage(b"\r\n\r\n" + broken)
    assert after_line_ends is not None
    assert after_line_ends.method == "INVITE"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"INVITE",
        b"\x00\xff\xfe",
        b"SIP/2.0 999 No\r\n" + INVITE.partition(b"\r\n")[2],
        INVITE.replace(b"CSeq:   007   INVITE\r\n", b""),
        INVITE.replace(b"SIP / 2.0/UDP  p1.example.com", b"nonsense"),
    ],
)
def test_what_cannot_be_answered_is_dropped(data: bytes) -> None:
    assert salvage(data) is None
