"""The Internet checksum (RFC 1071), and the pseudo headers that it covers.

RFC 768, RFC 9293 section 3.1, and for IPv6 RFC 8200 section 8.1.
"""

import struct
from typing import Final

V4_OCTETS: Final = 4


def checksum(data: bytes) -> int:
    if len(data) % 2:
        data += b"\0"
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def pseudo_header(source: bytes, target: bytes, protocol: int, length: int) -> bytes:
    """What stands before a datagram or segment of so many octets while its checksum is made; addresses as they are packed."""
    if len(source) == V4_OCTETS:
        return source + target + struct.pack("!BBH", 0, protocol, length)
    return source + target + struct.pack("!II", length, protocol)
