"""SIP by TCP out of a capture: who connected to whom, and the messages, cut by Content-Length (RFC 3261 section 18.3)."""

import re
from collections.abc import Iterable
from typing import Final

from tests.golden.capture import Datagram, Segment
from tests.golden.trace import Connection
from voiplab.net.address import Address

_SIP: Final = re.compile(rb"(?:[A-Z]+ \S+ SIP/2\.0|SIP/2\.0 \d{3} )")
_LENGTH: Final = re.compile(rb"^(?:Content-Length|l)\s*:\s*(\d+)", re.MULTILINE | re.IGNORECASE)
_ROUND: Final = 1 << 32


class Torn(Exception):
    """Something of a connection is missing in the capture."""


class _Half:
    """One direction of a connection."""

    def __init__(self, first: int) -> None:
        self._next = first
        self._unread = b""

    def take(self, segment: Segment) -> list[bytes]:
        """The messages that are complete now. What was sent again is passed over."""
        known = (self._next - segment.sequence) % _ROUND
        if known >= _ROUND // 2:
            raise Torn(f"a segment from {segment.source} is missing")
        fresh = segment.payload[known:]
        self._next = (self._next + len(fresh)) % _ROUND
        self._unread += fresh
        found = []
        while (end := _end(self._unread)) is not None:
            found.append(self._unread[:end])
            self._unread = self._unread[end:]
        return found


def _end(unread: bytes) -> int | None:
    """Where the first message ends; line ends before it keep connections alive (RFC 5626 section 3.5.1) and go with it."""
    head = unread.find(b"\r\n\r\n", len(unread) - len(unread.lstrip(b"\r\n")))
    if head < 0:
        return None
    length = _LENGTH.search(unread[:head])
    end = head + 4 + (int(length[1]) if length else 0)
    return end if end <= len(unread) else None


def conversations(segments: Iterable[Segment]) -> tuple[list[Connection], list[Datagram]]:
    """The connections on which SIP is spoken, and its messages, each with the moment of its last segment."""
    halves: dict[tuple[Address, Address], _Half] = {}
    asked: list[Connection] = []
    messages: list[Datagram] = []
    for segment in segments:
        way = (segment.source, segment.target)
        if segment.opens:
            halves[way] = _Half((segment.sequence + 1) % _ROUND)
            if not segment.acknowledges:
                asked.append(Connection(*way))
        elif way in halves and segment.payload:
            found = [raw.lstrip(b"\r\n") for raw in halves[way].take(segment)]
            messages += [Datagram(segment.at, *way, raw, False) for raw in found if _SIP.match(raw)]
    spoken = [(one.source, one.target) for one in messages]
    return [
        one for one in asked if (one.client, one.listener) in spoken or (one.listener, one.client) in spoken
    ], messages
