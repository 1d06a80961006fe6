"""A TCP connection as segments: the recording has the bytes that were sent, and here are their numbers.

The recording shows the handshake by its delay only, and the end of a connection not at all: SYN, SYN and ACK, and ACK are put
right before the first bytes, FIN at the end of the capture. A segment that the network lost and TCP repeated is one that comes
late in the recording; so it is here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from voiplab.capture.ip import packed
from voiplab.capture.tcp import SEQUENCE_END, Flag, Segment, largest_segment
from voiplab.net.address import Address
from voiplab.sim.chance import Chance

HANDSHAKE: Final = "handshake: the recording has none; it took place before this moment"
FAREWELL: Final = "end of the capture: the recording does not say when the connection was closed"


class Way(NamedTuple):
    """One direction of a connection."""

    source: Address
    target: Address

    @property
    def back(self) -> "Way":
        return Way(self.target, self.source)


@dataclass
class End:
    """One end: the number of the next octet that it sends, and of the next that it waits for."""

    sends: int
    awaits: int = 0


class Sending(NamedTuple):
    """A segment on its way, with what it is there for."""

    way: Way
    segment: Segment
    comment: str = ""


class Connection:
    """`opener` is the way of the first bytes: in SIP who asks for a connection speaks first."""

    def __init__(self, opener: Way, chance: Chance) -> None:
        self._opener = opener
        self._ends = {way: End(chance.below(SEQUENCE_END)) for way in (opener, opener.back)}

    def handshake(self) -> Iterator[Sending]:
        client, server = self._opener, self._opener.back
        yield self._make(client, Flag.SYN, comment=HANDSHAKE)
        self._advance(client, 1)
        self._ends[server].awaits = self._ends[client].sends
        yield self._make(server, Flag.SYN | Flag.ACK)
        self._advance(server, 1)
        self._ends[client].awaits = self._ends[server].sends
        yield self._make(client, Flag.ACK)

    def send(self, way: Way, payload: bytes) -> Iterator[Sending]:
        room = largest_segment(packed(way.source.ip))
        for begin in range(0, len(payload), room):
            piece = payload[begin : begin + room]
            is_last = begin + room >= len(payload)
            yield self._make(way, Flag.ACK | Flag.PSH if is_last else Flag.ACK, piece)
            self._advance(way, len(piece))

    def position(self, way: Way) -> int:
        """The number of the octet that is sent next on that way."""
        return self._ends[way].sends

    def arrive(self, way: Way, position: int, length: int) -> Sending:
        """Octets have reached the other end, which acknowledges them; behind a gap it repeats what it waits for."""
        end = self._ends[way.back]
        if position == end.awaits:
            end.awaits = (position + length) % SEQUENCE_END
        return self._make(way.back, Flag.ACK)

    def farewell(self) -> Iterator[Sending]:
        """FIN both ways, the opener's first. Whatever was still under way is taken as arrived."""
        client, server = self._opener, self._opener.back
        self._ends[server].awaits = self._ends[client].sends
        self._ends[client].awaits = self._ends[server].sends
        yield self._make(client, Flag.FIN | Flag.ACK, comment=FAREWELL)
        self._advance(client, 1)
        self._ends[server].awaits = self._ends[client].sends
        yield self._make(server, Flag.FIN | Flag.ACK)
        self._advance(server, 1)
        self._ends[client].awaits = self._ends[server].sends
        yield self._make(client, Flag.ACK)

    def _make(self, way: Way, flags: Flag, payload: bytes = b"", comment: str = "") -> Sending:
        end = self._ends[way]
        acknowledged = end.awaits if Flag.ACK in flags else 0
        return Sending(way, Segment(way.source.port, way.target.port, end.sends, acknowledged, flags, payload), comment)

    def _advance(self, way: Way, octets: int) -> None:
        end = self._ends[way]
        end.sends = (end.sends + octets) % SEQUENCE_END
