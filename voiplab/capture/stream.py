"""One direction of a TCP connection put together from its segments: out of order, repeated, overlapping, with holes.

What comes first counts. A hole is waited for until the segments behind it are many, or the capture ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from voiplab.capture.tcp import SEQUENCE_END, Flag, Segment

MOST_WAITING: Final = 256
MOST_OCTETS: Final = 1 << 18
"""More than the window that most connections have, without the option to scale it, four times over."""


class Piece(Enum):
    """What is no octet in a stream."""

    BEGIN = "a connection begins"
    HOLE = "octets are missing here"


Event = bytes | Piece


@dataclass
class Stream:
    """`take` gives what has become readable, in order."""

    _next: int | None = None
    """The number of the octet that is waited for; None before the first segment."""
    _first: int | None = None
    """The number of the first octet, when its beginning was seen: a SYN that comes again changes nothing."""
    _waiting: dict[int, bytes] = field(default_factory=dict)
    _octets: int = 0

    def take(self, segment: Segment) -> Iterator[Event]:
        begin = segment.sequence
        if Flag.SYN in segment.flags:
            begin = (begin + 1) % SEQUENCE_END
            if begin != self._first:
                yield from self.end()
                self._first = self._next = begin
                yield Piece.BEGIN
        elif self._next is None:
            self._next = begin
            yield Piece.HOLE  # the capture began in the middle
        if segment.payload:
            self._keep(begin, segment.payload)
        yield from self._ready()
        if len(self._waiting) > MOST_WAITING or self._octets > MOST_OCTETS:
            yield from self._past_the_hole()

    def end(self) -> Iterator[Event]:
        """No more will come: what waits behind holes."""
        while self._waiting:
            yield from self._past_the_hole()

    def _keep(self, begin: int, payload: bytes) -> None:
        """What lies behind what is known already; the part of it that is old is left out when it is read."""
        if self._ahead(begin) + len(payload) <= 0 or len(self._waiting.get(begin, b"")) >= len(payload):
            return
        self._octets += len(payload) - len(self._waiting.get(begin, b""))
        self._waiting[begin] = payload

    def _ready(self) -> Iterator[bytes]:
        while (begin := self._nearest()) is not None and self._ahead(begin) <= 0:
            payload = self._waiting.pop(begin)
            self._octets -= len(payload)
            fresh = payload[-self._ahead(begin) :]
            if fresh:
                self._next = (begin + len(payload)) % SEQUENCE_END
                yield fresh

    def _past_the_hole(self) -> Iterator[Event]:
        self._next = self._nearest()
        yield Piece.HOLE
        yield from self._ready()

    def _nearest(self) -> int | None:
        return min(self._waiting, key=self._ahead, default=None)

    def _ahead(self, number: int) -> int:
        """How far behind the awaited octet this one lies; negative when it is an old one (RFC 9293 section 3.4)."""
        assert self._next is not None
        distance = (number - self._next) % SEQUENCE_END
        return distance if distance < SEQUENCE_END // 2 else distance - SEQUENCE_END
