"""Segments of TCP: RFC 9293 section 3.1. Of the options only the MSS is written; none is read."""

import struct
from enum import IntFlag
from typing import Final, NamedTuple

from voiplab.capture import ip
from voiplab.capture.checksum import checksum, pseudo_header

HEAD: Final = struct.Struct("!HHIIBBHHH")
WINDOW: Final = 0xFFFF
SEQUENCE_END: Final = 1 << 32

MSS_OPTION: Final = struct.Struct("!BBH")
MSS_KIND: Final = 2


class Flag(IntFlag):
    FIN = 0x01
    SYN = 0x02
    RST = 0x04
    PSH = 0x08
    ACK = 0x10


def largest_segment(address: bytes) -> int:
    """What fits into a packet (RFC 9293 section 3.7.1), by the version of the address."""
    return ip.MTU - (ip.V4.size if len(address) == 4 else ip.V6.size) - HEAD.size


class Segment(NamedTuple):
    source: int
    target: int
    sequence: int
    acknowledged: int
    flags: Flag
    payload: bytes = b""

    def encode(self, source: bytes, target: bytes) -> bytes:
        """With its checksum, which covers the addresses too."""
        options = MSS_OPTION.pack(MSS_KIND, MSS_OPTION.size, largest_segment(source)) if Flag.SYN in self.flags else b""
        words = (HEAD.size + len(options)) // 4
        begin = (self.source, self.target, self.sequence, self.acknowledged, words << 4, self.flags, WINDOW)
        rest = options + self.payload
        covered = pseudo_header(source, target, ip.TCP, HEAD.size + len(rest)) + HEAD.pack(*begin, 0, 0) + rest
        return HEAD.pack(*begin, checksum(covered), 0) + rest

    @classmethod
    def decode(cls, data: bytes) -> "Segment | None":
        if len(data) < HEAD.size:
            return None
        source, target, sequence, acknowledged, words, flags, *_ = HEAD.unpack_from(data)
        begin = (words >> 4) * 4
        if begin < HEAD.size or begin > len(data):
            return None
        return cls(source, target, sequence, acknowledged, Flag(flags & 0x1F), data[begin:])
