"""What is not compared as it stands: an example for each row of the table, and what its rule still sees."""

import pytest

from tests.golden.ignored import IGNORED
from tests.golden.ledger import Ledger
from tests.golden.normalise import Line, Token, normal, rewrite

UUID = "42e8ab4e-6173-1240-0987-f6745102e187"
KEY = "W3/ZbOfmzsdiES3KEpXFfbzImwEuekf3uHtX/R6K"

HEADERS = [
    ("From: <sip:a@b>;tag=XvcSr0eeSpy8j", [("tag", "XvcSr0eeSpy8j")]),
    ("t: sip:a@b;tag=1", [("tag", "1")]),
    ("To: <sip:a@b>", []),
    ("Via: SIP/2.0/UDP a;rport;branch=z9hG4bK0ycQZ6y0grNHe", [("branch", "z9hG4bK0ycQZ6y0grNHe")]),
    ("Via: SIP/2.0/UDP a;branch=x, SIP/2.0/UDP b;branch=y", [("branch", "x"), ("branch", "y")]),
    (f"Call-ID: {UUID}", [("Call-ID", UUID)]),
    ("i:1-23287@127.0.0.21", [("Call-ID", "1-23287@127.0.0.21")]),
    ("CSeq: 123142683 INVITE", [("CSeq", "123142683")]),
    ("RSeq: 768329257", [("RSeq", "768329257")]),
    ("RAck: 768329257 2 INVITE", [("RSeq", "768329257"), ("CSeq", "2")]),
    (f'WWW-Authenticate: Digest realm="a", nonce="{UUID}", qop="auth"', [("nonce", UUID)]),
    ('Authorization: Digest nonce="a", cnonce="b", response="c"', [("nonce", "a"), ("cnonce", "b"), ("response", "c")]),
    ("Date: Mon, 23 Nov 2026 00:25:13 GMT", [("Date", "Mon, 23 Nov 2026 00:25:13 GMT")]),
    ("Content-Length:   208", [("Content-Length", "208")]),
    ("Replaces: a@b;to-tag=c;from-tag=d", [("Call-ID", "a@b"), ("tag", "c"), ("tag", "d")]),
    (
        "Refer-To: <sip:a@b?Replaces=c%3Bto-tag%3Dd%3Bfrom-tag%3De>",
        [("Call-ID", "c"), ("tag", "d"), ("tag", "e")],
    ),
    ("Record-Route: <sip:127.0.0.10;lr;ftag=a>", [("tag", "a")]),
    ("Route: <sip:127.0.0.10;lr;ftag=a;did=c2f.1a3>", [("tag", "a"), ("did", "c2f.1a3")]),
    ("SIP-ETag: mDYezEtG", [("entity tag", "mDYezEtG")]),
    (f"X-Channel: {UUID}", [("UUID", UUID)]),
    ("Contact: <sip:1004@127.0.0.20:5070;transport=udp>", []),
    ("Expires: 3600", []),
    ("Max-Forwards: 69", []),
]

BODIES = [
    ("o=FreeSWITCH 1795376554 1795376555 IN IP4 a", [("SDP session", "1795376554"), ("SDP session", "1795376555")]),
    ("m=audio 16396 RTP/AVP 0 8", [("RTP port", "16396")]),
    ("m=audio 0 RTP/AVP 0", []),
    ("a=rtcp:16519 IN IP4 a", [("RTP port", "16519")]),
    (f"a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:{KEY}", [("SRTP key", KEY)]),
    (f'<dialog id="{UUID}">', [("UUID", UUID)]),
    ("a=ptime:20", []),
    ("c=IN IP4 127.0.0.20", []),
    ("t=0 0", []),
]


def header(line: str) -> Line:
    return normal(f"SIP/2.0 200 OK\r\n{line}\r\n\r\n".encode(), "a").headers[0]


def body(line: str) -> Line:
    return normal(f"SIP/2.0 200 OK\r\n\r\n{line}\r\n".encode(), "a").body[0]


def names(line: Line) -> list[tuple[str, str]]:
    return [(token.row.name, token.value) for token in line.tokens]


@pytest.mark.parametrize(("line", "tokens"), HEADERS)
def test_the_tokens_of_a_header(line: str, tokens: list[tuple[str, str]]) -> None:
    assert names(header(line)) == tokens
    assert header(line).text == line


@pytest.mark.parametrize(("line", "tokens"), BODIES)
def test_the_tokens_of_a_body_line(line: str, tokens: list[tuple[str, str]]) -> None:
    assert names(body(line)) == tokens


def test_every_row_of_the_table_has_its_example() -> None:
    lines = [header(line) for line, _ in HEADERS] + [body(line) for line, _ in BODIES]
    used = [token.row for line in lines for token in line.tokens]
    assert [row.name for row in IGNORED if row not in used] == []


def token(line: str, place: int = 0) -> Token:
    return header(line).tokens[place]


def test_a_token_stands_for_one_other() -> None:
    ledger = Ledger()
    assert ledger.accepts(token("From: a;tag=1a"), token("From: a;tag=2b"))
    assert ledger.accepts(token("To: a;tag=1a"), token("To: a;tag=2b"))
    assert not ledger.accepts(token("To: a;tag=1a"), token("To: a;tag=3c"))
    assert not ledger.accepts(token("To: a;tag=4d"), token("To: a;tag=2b"))
    assert ledger.accepts(token("To: a;tag=4d"), token("To: a;tag=5e"))


def test_numbers_of_one_call_keep_their_steps() -> None:
    ledger = Ledger()
    assert ledger.accepts(token("CSeq: 100 INVITE"), token("CSeq: 7 INVITE"))
    assert ledger.accepts(token("CSeq: 102 BYE"), token("CSeq: 9 BYE"))
    assert not ledger.accepts(token("CSeq: 103 BYE"), token("CSeq: 9 BYE"))
    assert ledger.accepts(token("RSeq: 5"), token("RSeq: 1005"))


def test_an_sdp_session_keeps_the_distance_of_its_version() -> None:
    ledger = Ledger()
    first, other, leap = body("o=a 10 11 IN x"), body("o=a 50 51 IN x"), body("o=a 50 52 IN x")
    assert all(ledger.accepts(one, two) for one, two in zip(first.tokens, other.tokens, strict=True))
    assert [ledger.accepts(one, two) for one, two in zip(first.tokens, leap.tokens, strict=True)] == [True, False]


@pytest.mark.parametrize("other", [KEY[:-4], KEY[:-1] + "=", KEY[:-1] + "!"])
def test_a_key_of_another_length_is_another_text(other: str) -> None:
    mine, theirs = (body(f"a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:{key}") for key in (KEY, other))
    assert mine.template != theirs.template


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("From: a;tag=XvcSr0eeSpy8j", "From: a;tag=shorter"),
        (f"Call-ID: {UUID}", f"Call-ID: {UUID}@host"),
        (f"Call-ID: {UUID}", "Call-ID: 42e8ab4e-6173-4240-8987-f6745102e187"),
        ("Via: SIP/2.0/UDP a;branch=z9hG4bK0ycQZ6y0grNHe", "Via: SIP/2.0/UDP a;branch=0ycQZ6y0grNHe"),
        ("Date: Mon, 23 Nov 2026 00:25:13 GMT", "Date: 2026-11-23 00:25:13"),
        ("CSeq: 1 INVITE", "CSeq: 1  INVITE"),
    ],
)
def test_a_token_of_another_form_is_another_text(line: str, other: str) -> None:
    assert header(line).template != header(other).template


def test_an_odd_port_is_no_even_one() -> None:
    assert body("m=audio 16396 RTP/AVP 0").template != body("m=audio 16397 RTP/AVP 0").template


def test_a_rewritten_message_counts_its_body_again_if_it_did() -> None:
    raw = b"SIP/2.0 200 OK\r\nContent-Length: 26\r\n\r\nm=audio 16396 RTP/AVP 0 8\r\n"
    right = raw.replace(b"26", b"27")
    assert (
        rewrite(right, "a", lambda _: "9000")
        == b"SIP/2.0 200 OK\r\nContent-Length: 26\r\n\r\nm=audio 9000 RTP/AVP 0 8\r\n"
    )
    assert (
        rewrite(raw, "a", lambda _: "9000")
        == b"SIP/2.0 200 OK\r\nContent-Length: 26\r\n\r\nm=audio 9000 RTP/AVP 0 8\r\n"
    )
    assert rewrite(raw, "a", lambda token: token.value) == raw
