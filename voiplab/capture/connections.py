"""All TCP connections of a lab, as segments."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from voiplab.capture.connection import Connection, Sending, Way
from voiplab.recording.events import Event, EventId
from voiplab.sim.chance import Chance

MOST: Final = 10_000
"""What was opened before so many others is taken as closed."""


class UnderWay(NamedTuple):
    """Octets that have not arrived yet."""

    way: Way
    position: int
    length: int


class Connections:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._open: dict[Way, Connection] = {}
        """By the way of the one who opened it."""
        self._under_way: dict[EventId, UnderWay] = {}

    def prepare(self, event: Event, way: Way) -> Iterator[Sending]:
        """What has to be on the wire before these octets: the handshake, and the end of what is too old."""
        if self._find(way) is None:
            chance = Chance(self._seed, event.node, f"capture of TCP from {way.source} to {way.target}")
            self._open[way] = Connection(way, chance)
            yield from self._open[way].handshake()
        if len(self._open) > MOST:
            yield from self._open.pop(next(iter(self._open))).farewell()

    def send(self, event: Event, way: Way, payload: bytes) -> Sequence[Sending]:
        connection = self._find(way)
        assert connection is not None, "the connection was prepared"
        self._under_way[event.id] = UnderWay(way, connection.position(way), len(payload))
        return list(connection.send(way, payload))

    def arrive(self, sent: EventId) -> Iterator[Sending]:
        """The octets of that event have arrived: the other end says so."""
        arrived = self._under_way.pop(sent, None)
        connection = None if arrived is None else self._find(arrived.way)
        if arrived is not None and connection is not None:
            yield connection.arrive(*arrived)

    def lose(self, sent: EventId) -> None:
        self._under_way.pop(sent, None)

    def farewell(self) -> Iterator[Sending]:
        for connection in self._open.values():
            yield from connection.farewell()

    def _find(self, way: Way) -> Connection | None:
        return self._open.get(way) or self._open.get(way.back)
