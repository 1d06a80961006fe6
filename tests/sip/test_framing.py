"""Messages on a stream."""

import pytest

from voiplab.sip.framing import Framer, Unframed

FIRST = b"OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 5\r\n\r\nhello"
SECOND = b"BYE sip:a@b SIP/2.0\r\nl :\r\n 0\r\nX: y\r\n\r\n"


def fed(chunks: list[bytes]) -> list[bytes | Unframed]:
    framer = Framer()
    return [message for chunk in chunks for message in framer.feed(chunk)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 13, 50, 1000])
def test_it_does_not_matter_how_a_stream_is_cut(size: int) -> None:
    stream = b"\r\n\r\n" + FIRST + b"\r\n" + SECOND + FIRST + b"\r\n\r\n"
    assert fed([stream[i : i + size] for i in range(0, len(stream), size)]) == [FIRST, SECOND, FIRST]


@pytest.mark.parametrize("place", range(len(FIRST + SECOND)))
def test_it_may_be_cut_anywhere(place: int) -> None:
    stream = FIRST + SECOND
    assert fed([stream[:place], stream[place:]]) == [FIRST, SECOND]


def test_keep_alives_are_no_messages() -> None:
    assert fed([b"\r\n\r\n", b"\r\n", FIRST, b"\r", b"\n\r\n"]) == [FIRST]


@pytest.mark.parametrize(
    ("length", "column", "expected"),
    [
        (b"Content-Length: -1", 17, "a number"),
        (b"Content-Length: 1e3", 17, "a number"),
        (b"Content-Length: 0x5", 17, "a number"),
        (b"Content-Length: \xd9\xa1", 17, "a number"),
        (b"Content-Length:", 16, "a number"),
        (b"Content-Length: 99999999999999999999", 17, "a length of at most 65470"),
        (b"Content-Length: 65536", 17, "a length of at most 65485"),
        (b"Content-Length: 5\r\nContent-Length: 5", 1, "one Content-Length header, not 2"),
        (b"l: 5\r\nContent-length: 6", 1, "one Content-Length header, not 2"),
        (b"X: y", 1, "one Content-Length header, not 0"),
    ],
)
def test_where_a_message_ends_has_to_be_clear(length: bytes, column: int, expected: str) -> None:
    good, broken = fed([FIRST + b"OPTIONS sip:a@b SIP/2.0\r\n" + length + b"\r\n\r\nhello"])
    assert good == FIRST
    assert isinstance(broken, Unframed)
    assert (broken.why.column, broken.why.expected) == (column, expected)


def test_nothing_is_taken_after_a_message_that_has_no_end() -> None:
    framer = Framer()
    framer.feed(b"OPTIONS sip:a@b SIP/2.0\r\n\r\n")
    assert framer.is_broken
    assert framer.feed(FIRST) == []


def test_a_message_that_is_wrong_in_other_ways_is_framed_all_the_same() -> None:
    wrong = b"nonsense\r\nno colon here\r\nl: 2\r\n\r\nok"
    assert fed([wrong]) == [wrong]


@pytest.mark.parametrize("chunk", [b"x", b"A: b\r\n", b"x" * 5000])
def test_headers_without_end_are_given_up(chunk: bytes) -> None:
    framer = Framer(limit=20_000)
    found: list[bytes | Unframed] = []
    for _ in range(25_000):
        found += framer.feed(chunk)
        if found:
            break
    (broken,) = found
    assert isinstance(broken, Unframed)
    assert len(broken.data) <= 20_000 + len(chunk)


def test_the_limit_holds_for_headers_and_body_together() -> None:
    limit = len(FIRST)
    assert Framer(limit).feed(FIRST) == [FIRST]
    (broken,) = Framer(limit - 1).feed(FIRST)
    assert isinstance(broken, Unframed)
