"""What an element refuses before it does anything, in which order and with which headers."""

import pytest

from voiplab.sip.message import Request, Response, parse
from voiplab.sip.validation import (
    Abilities,
    Refusal,
    refuse_as_uas,
    why_unusable,
)

PHONE = Abilities(("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "PRACK", "REFER"), extensions=("100rel", "replaces"))

USUAL = {
    "Via": "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1",
    "From": "<sip:a@example.com>;tag=1",
    "To": "<sip:b@example.com>",
    "Call-ID": "1@example.com",
    "CSeq": "1 {method}",
    "Max-Forwards": "70",
    "Contact": "<sip:a@192.0.2.1>",
}


def request(
    method: str = "INVITE",
    changes: dict[str, str | None] | None = None,
    *,
    uri: str = "sip:b@example.com",
    body: str = "",
    version: str = "SIP/2.0",
) -> Request:
    """A usual request with some headers set, or taken out."""
    headers = {**USUAL, **(changes or {})}
    lines = [f"{name}: {value.format(method=method)}" for name, value in headers.items() if value is not None]
    message = parse("\r\n".join([f"{method} {uri} {version}", *lines, "", body]).encode())
    assert isinstance(message, Request)
    return message


def test_a_usual_request_is_not_refused() -> None:
    assert refuse_as_uas(request(), PHONE) is None


@pytest.mark.parametrize(
    ("method", "changes", "why"),
    [
        ("INVITE", {"Via": None}, "expected one Via header, not 0"),
        ("INVITE", {"From": None}, "expected one From header, not 0"),
        ("INVITE", {"Call-ID": None}, "expected one Call-ID header, not 0"),
        ("INVITE", {"f": "<sip:c@example.com>"}, "expected one From header, not 2"),
        ("INVITE", {"max-forwards": "7"}, "expected one Max-Forwards header, not 2"),
        ("INVITE", {"Max-Forwards": "256"}, "expected a number of at most 255"),
        ("INVITE", {"CSeq": "1 BYE"}, "the CSeq is of BYE"),
        ("INVITE", {"Contact": "<sip:a@>"}, "expected a host"),
        ("INVITE", {"Require": "100rel;"}, "expected a comma, or nothing more"),
        ("PRACK", {}, "no RAck"),
        ("PRACK", {"RAck": "1"}, "expected a space"),
        ("REFER", {}, "no Refer-To"),
    ],
)
def test_a_malformed_request_gets_400_and_the_reason_in_the_phrase(
    method: str, changes: dict[str, str | None], why: str
) -> None:
    assert refuse_as_uas(request(method, changes), PHONE) == Refusal(400, f"Bad Request: {why}")


def test_headers_that_are_not_needed_may_be_malformed() -> None:
    # RFC 3261 section 8.2: a header that is not necessary for the request is to be ignored
    assert refuse_as_uas(request(changes={"Date": "today", "Warning": "x", "P-Asserted-Identity": "?"}), PHONE) is None


def test_headers_in_the_request_uri_are_refused() -> None:
    refusal = refuse_as_uas(request(uri="sip:b@example.com?Route=%3Csip:evil.example.com%3E"), PHONE)
    assert refusal == Refusal(400, "Bad Request: headers in the Request-URI")


def test_another_version_gets_505_before_anything_else() -> None:
    refusal = refuse_as_uas(request("NEW", {"Via": "SIP/7.0/UDP h"}, version="SIP/7.0"), PHONE)
    assert refusal == Refusal(505, "Version Not Supported")


def test_a_known_method_that_is_not_supported_gets_405_and_an_unknown_one_501_both_with_allow() -> None:
    allow = (("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, REFER"),)
    assert refuse_as_uas(request("UPDATE"), PHONE) == Refusal(405, "Method Not Allowed", allow)
    assert refuse_as_uas(request("DANCE"), PHONE) == Refusal(501, "Not Implemented", allow)


def test_methods_are_case_sensitive() -> None:
    refusal = refuse_as_uas(request("invite"), PHONE)
    assert refusal is not None
    assert refusal.status == 501


def test_a_scheme_that_is_not_understood_gets_416() -> None:
    assert refuse_as_uas(request(uri="soap.beep://192.0.2.103:3002"), PHONE) == Refusal(416, "Unsupported URI Scheme")


def test_unknown_extensions_are_listed_and_known_ones_are_not() -> None:
    refusal = refuse_as_uas(request(changes={"Require": "100rel, precondition", "Proxy-Require": "x"}), PHONE)
    assert refusal == Refusal(420, "Bad Extension", (("Unsupported", "precondition"),))


@pytest.mark.parametrize("method", ["ACK", "CANCEL"])
def test_ack_and_cancel_are_taken_whatever_they_require(method: str) -> None:
    assert refuse_as_uas(request(method, {"Require": "precondition"}), PHONE) is None


def test_who_is_called_does_not_count_the_hops() -> None:
    assert refuse_as_uas(request(changes={"Max-Forwards": "0"}), PHONE) is None


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"Content-Type": "text/html"}, (("Accept", "application/sdp"),)),
        ({}, (("Accept", "application/sdp"),)),
        ({"Content-Type": "application/sdp", "Content-Encoding": "gzip"}, (("Accept-Encoding", "identity"),)),
    ],
)
def test_a_body_that_is_not_understood_gets_415(
    changes: dict[str, str | None], fields: tuple[tuple[str, str], ...]
) -> None:
    refusal = refuse_as_uas(request(changes=changes, body="x"), PHONE)
    assert refusal == Refusal(415, "Unsupported Media Type", fields)


def test_a_body_is_understood_whatever_the_case_of_its_type() -> None:
    assert refuse_as_uas(request(changes={"Content-Type": "Application/SDP"}, body="v=0"), PHONE) is None


def test_an_optional_body_need_not_be_understood() -> None:
    changes: dict[str, str | None] = {"Content-Type": "text/html", "Content-Disposition": "render;handling=Optional"}
    assert refuse_as_uas(request(changes=changes, body="x"), PHONE) is None


def response(via: str, cseq: str = "1 INVITE") -> Response:
    head = f"SIP/2.0 200 OK\r\nVia: {via}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: x\r\nCSeq: {cseq}\r\n\r\n"
    message = parse(head.encode())
    assert isinstance(message, Response)
    return message


def test_a_response_that_was_meant_for_somebody_else_is_dropped() -> None:
    assert why_unusable(response("SIP/2.0/UDP h")) is None
    assert why_unusable(response("SIP/2.0/UDP h, SIP/2.0/UDP i")) == "2 Via values in a response to us"


def test_a_malformed_response_is_dropped() -> None:
    assert why_unusable(response("SIP/2.0/UDP h", "9292394834772304023312 OPTIONS")) == (
        "expected a sequence number of at most 2147483647 at column 1, near '9292394834772304023312 OPTIONS'"
    )
