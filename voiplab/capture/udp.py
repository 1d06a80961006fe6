"""Datagrams of UDP: RFC 768."""

import struct
from typing import Final, NamedTuple

from voiplab.capture import ip
from voiplab.capture.checksum import checksum, pseudo_header

HEAD: Final = struct.Struct("!HHHH")
LONGEST: Final = 0xFFFF - ip.V4.size - HEAD.size
"""What fits into a datagram over IPv4."""

NO_CHECKSUM_IS_ZERO: Final = 0xFFFF


class Datagram(NamedTuple):
    source: int
    target: int
    payload: bytes

    def encode(self, source: bytes, target: bytes) -> bytes:
        """With its checksum, which covers the addresses too."""
        length = HEAD.size + len(self.payload)
        ports = (self.source, self.target, length)
        covered = pseudo_header(source, target, ip.UDP, length) + HEAD.pack(*ports, 0) + self.payload
        return HEAD.pack(*ports, checksum(covered) or NO_CHECKSUM_IS_ZERO) + self.payload

    @classmethod
    def decode(cls, data: bytes) -> "Datagram | None":
        if len(data) < HEAD.size:
            return None
        source, target, length, _ = HEAD.unpack_from(data)
        return cls(source, target, data[HEAD.size : max(length, HEAD.size) if length else None])
