"""Packets that have left and wait to be written, in their order, until it is known what became of each."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from voiplab.recording.events import EventId
from voiplab.sim.moment import Moment, ms

PATIENCE: Final = ms(500)
MOST: Final = 10_000


@dataclass
class Departure:
    """The frames of one datagram or message; what is said stands beside the last, where Wireshark shows it put together."""

    at: Moment
    node: str
    ip: str
    frames: list[bytes]
    comments: list[str] = field(default_factory=list)


class Departures:
    """`write` is called for each, in the order in which they were added."""

    def __init__(self, write: Callable[[Departure], None]) -> None:
        self._write = write
        self._waiting: deque[tuple[EventId | None, Departure]] = deque()
        self._open: dict[EventId, Departure] = {}

    def add(self, departure: Departure, sent: EventId | None = None) -> None:
        """With `sent` it waits for what becomes of it; without, only for those before it."""
        self._waiting.append((sent, departure))
        if sent is not None:
            self._open[sent] = departure

    def settle(self, sent: EventId, *comments: str) -> None:
        """It is known what became of it."""
        departure = self._open.pop(sent, None)
        if departure is not None:
            departure.comments += comments

    def release(self, now: Moment) -> None:
        """Write those that wait for nothing, and those that have waited for long."""
        while self._waiting:
            sent, departure = self._waiting[0]
            waits = sent in self._open and now - departure.at < PATIENCE and len(self._waiting) <= MOST
            if waits:
                return
            self._next()

    def release_all(self) -> None:
        while self._waiting:
            self._next()

    def _next(self) -> None:
        sent, departure = self._waiting.popleft()
        if sent is not None:
            self._open.pop(sent, None)
        self._write(departure)
