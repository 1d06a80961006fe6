"""One direction of a TCP connection put together from its segments: out of order, repeated, overlapping, with holes.

What comes first counts. A hole is waited for until the segments behind it are many, or the capture ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from heapq import heappop, heappush
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
    """`take` gives what has become readable, in order. Octets are counted without end, where their numbers run over."""

    _next: int | None = None
    """The octet that is waited for; None before the first segment."""
    _begin: int | None = None
    """The first octet, when its beginning was seen: a SYN that comes again changes nothing."""
    _waiting: list[tuple[int, int, bytes]] = field(default_factory=list)
    """A heap: where a payload begins, in which turn it came, the payload."""
    _octets: int = 0
    _turns: int = 0

    def take(self, segment: Segment) -> Iterator[Event]:
        begin = segment.sequence
        if Flag.SYN in segment.flags:
            begin += 1
            if self._begin is None or self._place(begin) != self._begin:
                yield from self.end()
                self._begin = self._next = begin
                yield Piece.BEGIN
        elif self._next is None:
            self._next = begin
            yield Piece.HOLE  # the capture began in the middle
        self._keep(self._place(begin), segment.payload)
        yield from self._ready()
        if len(self._waiting) > MOST_WAITING or self._octets > MOST_OCTETS:
            yield from self._past_the_hole()

    def end(self) -> Iterator[Event]:
        """No more will come: what waits behind holes."""
        while self._waiting:
            yield from self._past_the_hole()

    def _keep(self, begin: int, payload: bytes) -> None:
        """What is old is left out; of a payload that is old in part, that part when it is read."""
        assert self._next is not None
        if payload and begin + len(payload) > self._next:
            self._turns += 1
            self._octets += len(payload)
            heappush(self._waiting, (begin, self._turns, payload))

    def _ready(self) -> Iterator[bytes]:
        assert self._next is not None
        while self._waiting and self._waiting[0][0] <= self._next:
            begin, _, payload = heappop(self._waiting)
            self._octets -= len(payload)
            fresh = payload[self._next - begin :]
            if fresh:
                self._next += len(fresh)
                yield fresh

    def _past_the_hole(self) -> Iterator[Event]:
        self._next = self._waiting[0][0]
        yield Piece.HOLE
        yield from self._ready()

    def _place(self, number: int) -> int:
        """Where an octet stands that has this number: near the awaited one, before or behind it (RFC 9293 section 3.4)."""
        if self._next is None:
            return number
        distance = (number - self._next) % SEQUENCE_END
        return self._next + (distance if distance < SEQUENCE_END // 2 else distance - SEQUENCE_END)
