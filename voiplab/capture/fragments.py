"""IP datagrams put together from their fragments: RFC 815's task, with bounds. Of octets that come twice, the first count."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from voiplab.capture.ip import IpPacket
from voiplab.sim.moment import Moment, seconds

LARGEST: Final = 0xFFFF
MOST_PIECES: Final = 256
"""A datagram of the largest size has 45 on Ethernet, and 124 where the MTU is 576."""

MOST_OPEN: Final = 256
PATIENCE: Final = seconds(30)
"""RFC 791 section 3.2 and RFC 8200 section 4.5: what does not arrive within is not waited for."""


class Key(NamedTuple):
    """RFC 791 section 3.2: the fragments with these in common belong to one datagram."""

    source: bytes
    target: bytes
    protocol: int
    identification: int


@dataclass
class Assembly:
    begun: Moment
    pieces: dict[int, bytes] = field(default_factory=dict)
    octets: int = 0
    length: int | None = None
    """Known once the last fragment is there."""

    def add(self, packet: IpPacket) -> None:
        if packet.offset not in self.pieces:
            self.pieces[packet.offset] = packet.payload
            self.octets += len(packet.payload)
        if not packet.more and self.length is None:
            self.length = packet.offset + len(packet.payload)

    @property
    def is_hopeless(self) -> bool:
        return len(self.pieces) > MOST_PIECES or any(
            offset + len(piece) > LARGEST for offset, piece in self.pieces.items()
        )

    def whole(self) -> bytes | None:
        """The datagram, once nothing is missing."""
        if self.length is None or self.octets < self.length:
            return None
        joined = bytearray()
        for offset, piece in sorted(self.pieces.items()):
            if offset > len(joined):
                return None
            joined += piece[len(joined) - offset :]
        return bytes(joined[: self.length])


class Fragments:
    """`incomplete` counts the datagrams that were given up."""

    def __init__(self) -> None:
        self.incomplete = 0
        self._open: dict[Key, Assembly] = {}

    def take(self, packet: IpPacket, at: Moment) -> IpPacket | None:
        """A whole packet comes back as it is; a fragment as the datagram that it completes, or None."""
        if not packet.is_fragment:
            return packet
        key = Key(packet.source, packet.target, packet.protocol, packet.identification)
        assembly = self._assembly(key, at)
        assembly.add(packet)
        whole = assembly.whole()
        if whole is not None:
            del self._open[key]
            return IpPacket(packet.source, packet.target, packet.protocol, whole)
        if assembly.is_hopeless:
            self._give_up(key)
        return None

    def end(self) -> None:
        """No more will come."""
        for key in list(self._open):
            self._give_up(key)

    def _assembly(self, key: Key, at: Moment) -> Assembly:
        assembly = self._open.get(key)
        if assembly is not None and at - assembly.begun > PATIENCE:
            self._give_up(key)
            assembly = None
        if assembly is None:
            if len(self._open) >= MOST_OPEN:
                self._give_up(next(iter(self._open)))
            assembly = self._open[key] = Assembly(at)
        return assembly

    def _give_up(self, key: Key) -> None:
        del self._open[key]
        self.incomplete += 1
