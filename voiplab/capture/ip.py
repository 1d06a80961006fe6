"""Packets of IPv4 (RFC 791) and IPv6 (RFC 8200), one value for both: writing with fragmentation, and reading.

What is read may be cut off or wrong: `decode` gives what is there, or None when it is no packet. Checksums are not verified:
on a sender they are often made by the network card, after the capture.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import ip_address
from typing import Final, NamedTuple

from voiplab.capture.checksum import V4_OCTETS, checksum

MTU: Final = 1500
HOPS: Final = 64
TCP: Final = 6
UDP: Final = 17

V4: Final = struct.Struct("!BBHHHBBH4s4s")
V6: Final = struct.Struct("!IHBB16s16s")
V6_FRAGMENT: Final = struct.Struct("!BBHI")

DONT_FRAGMENT: Final = 0x4000
MORE: Final = 0x2000
OFFSET: Final = 0x1FFF
UNIT: Final = 8  # octets: fragments begin at multiples of it

HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION = 0, 43, 44, 51, 60
MOST_EXTENSIONS: Final = 16


class IpPacket(NamedTuple):
    """Addresses as they are packed, 4 or 16 octets. A whole packet has offset 0 and no more fragments behind it."""

    source: bytes
    target: bytes
    protocol: int
    payload: bytes
    identification: int = 0
    offset: int = 0
    more: bool = False

    @property
    def is_fragment(self) -> bool:
        return self.more or self.offset > 0

    def encode(self) -> bytes:
        return self._encode_v4() if len(self.source) == V4_OCTETS else self._encode_v6()

    def _encode_v4(self) -> bytes:
        flags = self.offset // UNIT | (MORE if self.more else 0)
        #  Linux sets it for TCP always; a datagram that may be too large is left to be cut.
        flags |= DONT_FRAGMENT if self.protocol == TCP else 0
        length = V4.size + len(self.payload)
        ends = (self.source, self.target)
        fields = (0x45, 0, length, self.identification & 0xFFFF, flags, HOPS, self.protocol)
        return V4.pack(*fields, checksum(V4.pack(*fields, 0, *ends)), *ends) + self.payload

    def _encode_v6(self) -> bytes:
        payload, kind = self.payload, self.protocol
        if self.is_fragment:
            kind = FRAGMENT
            place = self.offset | (1 if self.more else 0)
            payload = V6_FRAGMENT.pack(self.protocol, 0, place, self.identification) + payload
        return V6.pack(6 << 28, len(payload), kind, HOPS, self.source, self.target) + payload

    def fragments(self, mtu: int = MTU) -> Iterator["IpPacket"]:
        """The packet itself, or its pieces when it is larger than the link takes."""
        whole = V4.size if len(self.source) == V4_OCTETS else V6.size
        if whole + len(self.payload) <= mtu:
            yield self
            return
        head = V4.size if len(self.source) == V4_OCTETS else V6.size + V6_FRAGMENT.size
        room = (mtu - head) // UNIT * UNIT
        for offset in range(0, len(self.payload), room):
            piece = self.payload[offset : offset + room]
            yield self._replace(payload=piece, offset=offset, more=offset + room < len(self.payload))


def decode(data: bytes) -> IpPacket | None:
    """The packet that stands here; what follows it (the padding of a short frame) is left out."""
    version = data[0] >> 4 if data else 0
    if version == 4:
        return _decode_v4(data)
    return _decode_v6(data) if version == 6 else None


def _decode_v4(data: bytes) -> IpPacket | None:
    if len(data) < V4.size:
        return None
    first, _, length, identification, flags, _, protocol, _, source, target = V4.unpack_from(data)
    head = (first & 0x0F) * 4
    if head < V4.size or len(data) < head:
        return None
    #  A length of 0 is seen where the network card cuts TCP into segments after the capture.
    payload = data[head : length or None]
    return IpPacket(source, target, protocol, payload, identification, (flags & OFFSET) * UNIT, bool(flags & MORE))


def _decode_v6(data: bytes) -> IpPacket | None:
    if len(data) < V6.size:
        return None
    _, length, kind, _, source, target = V6.unpack_from(data)
    rest = data[V6.size : V6.size + length if length else None]
    packet = IpPacket(source, target, kind, rest)
    for _ in range(MOST_EXTENSIONS):
        if packet.protocol not in (HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION):
            return packet
        if len(packet.payload) < UNIT:
            return None
        packet = _past_extension(packet)
        if packet.offset:
            return packet  # the headers behind are in the first fragment
    return None


def _past_extension(packet: IpPacket) -> IpPacket:
    """RFC 8200 section 4; the length of an authentication header counts otherwise (RFC 4302 section 2.2)."""
    kind, length = packet.payload[0], packet.payload[1]
    if packet.protocol == FRAGMENT:
        _, _, place, identification = V6_FRAGMENT.unpack_from(packet.payload)
        return packet._replace(
            protocol=kind,
            payload=packet.payload[V6_FRAGMENT.size :],
            identification=identification,
            offset=place & ~7,
            more=bool(place & 1),
        )
    octets = (length + 2) * 4 if packet.protocol == AUTHENTICATION else (length + 1) * UNIT
    return packet._replace(protocol=kind, payload=packet.payload[octets:])


@lru_cache(maxsize=4096)
def packed(ip: str) -> bytes:
    return ip_address(ip).packed


@lru_cache(maxsize=4096)
def written(address: bytes) -> str:
    return str(ip_address(address))
