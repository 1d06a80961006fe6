"""SIP by TCP in a capture: whole messages come out of its segments, whatever these are cut into."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pytest

from tests.golden.capture import Segment
from tests.golden.segments import Torn, conversations
from tests.golden.trace import Connection
from voiplab.net.address import Address

PHONE: Final = Address("127.0.0.12", 33_075)
SERVER: Final = Address("127.0.0.10", 5060)
OTHER: Final = Address("127.0.0.13", 40_000)
FIRST: Final = (1 << 32) - 20
"""The numbers of bytes begin anew after the last one (RFC 9293 section 3.4)."""

ASKS: Final = b"REGISTER sip:127.0.0.10 SIP/2.0\r\nContent-Length:  4\r\n\r\nbody"
SAYS: Final = b"SIP/2.0 200 OK\r\nl: 0\r\n\r\n"


def opening(client: Address = PHONE, listener: Address = SERVER) -> list[Segment]:
    return [
        Segment(1, client, listener, FIRST, True, False, b""),
        Segment(2, listener, client, 7, True, True, b""),
        Segment(3, client, listener, FIRST + 1, False, True, b""),
    ]


def sent(payload: bytes, *cuts: int) -> list[Segment]:
    """From the phone, cut at these places; each a moment later."""
    places = (0, *cuts, len(payload))
    return [
        Segment(10 + number, PHONE, SERVER, (FIRST + 1 + begin) % (1 << 32), False, True, payload[begin:end])
        for number, (begin, end) in enumerate(pairwise(places))
    ]


def said(segments: Sequence[Segment]) -> list[tuple[int, bytes]]:
    return [(one.at, one.payload) for one in conversations([*opening(), *segments])[1]]


def test_who_asked_for_a_connection_is_known_and_what_both_say() -> None:
    answer = Segment(20, SERVER, PHONE, 8, False, True, SAYS)
    connections, messages = conversations([*opening(), *sent(ASKS), answer])
    assert connections == [Connection(PHONE, SERVER)]
    assert [(one.at, one.source, one.payload) for one in messages] == [(10, PHONE, ASKS), (20, SERVER, SAYS)]


def test_a_message_has_the_moment_of_its_last_segment() -> None:
    assert said(sent(ASKS, 5, 50)) == [(12, ASKS)]
    assert said(sent(ASKS + SAYS, len(ASKS) + 3)) == [(10, ASKS), (11, SAYS)]


def test_what_was_sent_again_counts_once() -> None:
    one, two = sent(ASKS, 30)
    again = one._replace(payload=ASKS[:40])
    assert said([one, one, again, two]) == [(13 - 2, ASKS)]


def test_line_ends_between_messages_keep_the_connection_alive_and_are_none() -> None:
    assert said(sent(b"\r\n\r\n" + ASKS + b"\r\n\r\n" + SAYS)) == [(10, ASKS), (10, SAYS)]


def test_what_is_no_sip_is_no_conversation() -> None:
    connections, messages = conversations([*opening(OTHER), *opening(), *sent(b"GET / HTTP/1.1\r\n\r\n")])
    assert (connections, messages) == ([], [])


def test_a_segment_that_is_missing_is_told() -> None:
    with pytest.raises(Torn, match=r"a segment from 127\.0\.0\.12:33075 is missing"):
        said(sent(ASKS, 10, 20)[1:])
