"""Whatever bytes come: a value or `Malformed`, never another exception, and never more than a tenth of a second for 64 KiB.

The hostile texts are those on which parsers of SIP are known to hang, crash or disagree. Mutants are tried in tests/fuzz.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.fuzzing import fault
from tests.fuzz.sip_targets import TARGETS
from tests.fuzz.target import Target

SIZE = 65_535
HEAD = b"INVITE sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
REST = b"From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n"


def full(piece: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """64 KiB of it."""
    room = SIZE - len(before) - len(after)
    return before + (piece * (room // len(piece) + 1))[:room] + after


PIECES = [
    *(
        b"a",
        b" ",
        b"\t",
        b"\r\n ",
        b"\r\n\t ",
        b"1",
        b"\0",
        b"\xff",
        b'"',
        b"\\",
        b'\\"',
        b'""',
        b"<",
        b">",
        b"<>",
        b"(",
    ),
    *(
        b"()",
        b"[",
        b"]",
        b":",
        b"::",
        b"1:",
        b";",
        b";a",
        b";a=",
        b"; a = b ",
        b',"',
        b",",
        b", ",
        b"a,",
        b"a, ",
        b"=",
        b"a=",
    ),
    *(
        b'a="b",',
        b"%",
        b"%41",
        b"@",
        b"a@",
        b"/",
        b"?",
        b"&",
        b"?a=b",
        b"&a=b",
        b".",
        b"a.",
        b"-",
        b"*",
        b"a b ",
        b"a\r\n ",
    ),
    *(
        b"sip:",
        b"<sip:a@b>,",
        b"<sip:a@b>",
        b"SIP/2.0/UDP h,",
        b"tel:+1-",
        "ä".encode(),
        "\u0661".encode(),
        "\xa0".encode(),
    ),
]

BEFORE = [b"", b'"', b"<sip:", b"sip:a;", b'Digest a="', b"SIP/2.0/UDP h"]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@pytest.mark.parametrize("before", BEFORE)
def test_no_repetition_takes_long_or_raises(target: Target, before: bytes) -> None:
    assert [(piece, why) for piece in PIECES if (why := fault(target, full(piece, before)))] == []


HEADERS = [
    *(b"v", b"f", b"To", b"Call-ID", b"CSeq", b"m", b"Route", b"Allow", b"Require", b"Max-Forwards", b"Authorization"),
    *(b"WWW-Authenticate", b"Warning", b"Date", b"Retry-After", b"Reason", b"c", b"x", b"Replaces", b"Content-Length"),
]


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_takes_long_or_raises(name: bytes) -> None:
    message = TARGETS[0]
    found = [piece for piece in PIECES if fault(message, full(piece, HEAD + name + b": ", b"\r\n" + REST + b"\r\n"))]
    assert found == []


FLOODS = {
    "lines without end": full(b"a:b\r\n", HEAD),
    "folded lines": full(b"\r\n a", HEAD + b"Subject: a", b"\r\n\r\n"),
    "many of the same header": full(b"Via: SIP/2.0/UDP h\r\n", HEAD, b"\r\n"),
    "many different headers": HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(6000))[:60_000] + b"\r\n\r\n",
    "empty lines first": full(b"\r\n", b"", HEAD + REST + b"\r\n"),
    "line ends of others": full(b"A: b\n", HEAD, b"\r\n\r\n"),
    "returns": full(b"A: b\r", HEAD, b"\r\n\r\n"),
    "a long method": full(b"a", b"", b" sip:a@b SIP/2.0\r\n\r\n"),
    "a long request uri": full(b"a", b"INVITE sip:", b" SIP/2.0\r\n\r\n"),
    "a long phrase": full(b"a", b"SIP/2.0 200 ", b"\r\n\r\n"),
    "ten megabytes": HEAD + b"x" * 10_000_000,
}


@pytest.mark.parametrize("name", FLOODS)
def test_no_flood_takes_long_or_raises(name: str) -> None:
    assert [target.name for target in TARGETS[:3] if fault(target, FLOODS[name])] == []


NUMBERS = [
    "-1",
    "+1",
    "1_0",
    "0x1",
    "1e1",
    " 1",
    "1.0",
    "\u0661",
    "\uff11",
    "9" * 5000,
    "1\xa0",
    "1\x85",
    "1\x0b",
    "\ufeff1",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "header", ["CSeq: {} INVITE", "Content-Length: {}", "Max-Forwards: {}", "Expires: {}", "RSeq: {}"]
)
def test_numbers_are_of_ascii_digits_only(header: str, number: str) -> None:
    line = header.format(number).encode()
    message = (
        HEAD + (REST.replace(b"CSeq: 1 INVITE", line) if header.startswith("CSeq") else REST + line + b"\r\n") + b"\r\n"
    )
    assert fault(TARGETS[0], message) is None


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_message_or_malformed(data: bytes) -> None:
    for target in TARGETS:
        assert fault(target, data) is None


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=100))
def test_any_text_is_a_header_or_malformed(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    for target in TARGETS:
        assert fault(target, data) is None


NAMES = st.sampled_from(
    ["Via", "v", "From", "t", "CSeq", "Contact", "Route", "l", "X", "Authorization", "Date", "Expires"]
)
VALUES = st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=["Cs"]), max_size=40)


@settings(max_examples=100, deadline=None)
@given(headers=st.lists(st.tuples(NAMES, VALUES), max_size=8), body=st.binary(max_size=20))
def test_any_headers_are_a_message_or_malformed(headers: list[tuple[str, str]], body: bytes) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode()
    assert fault(TARGETS[0], b"OPTIONS sip:a@b SIP/2.0\r\n" + head + b"\r\n" + body) is None
