"""What IP packets travel in: Ethernet is written; Ethernet, Linux cooked captures, loopback and bare IP are read.

The numbers are those of the list of link-layer header types at tcpdump.org.
"""

import struct
from collections.abc import Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

from voiplab.capture.checksum import V4_OCTETS

ETHERNET: Final = 1

V4_TYPE: Final = 0x0800
V6_TYPE: Final = 0x86DD
VLANS: Final = (0x8100, 0x88A8, 0x9100, 0x9200)
MOST_TAGS: Final = 4
TAG: Final = 4  # octets


class Header(NamedTuple):
    """How long the header is, and where in it the EtherType stands; None where the version of IP has to tell."""

    length: int
    type_at: int | None = None


HEADERS: Final[Mapping[int, Header]] = {
    0: Header(4),  # BSD loopback: an address family, which each system numbers otherwise
    ETHERNET: Header(14, 12),
    12: Header(0),  # raw IP, as some systems number it
    14: Header(0),
    101: Header(0),  # raw IP
    108: Header(4),  # OpenBSD loopback
    113: Header(16, 14),  # Linux cooked
    228: Header(0),  # IPv4
    229: Header(0),  # IPv6
    276: Header(20, 0),  # Linux cooked, version 2
}


def carried(link: int, frame: bytes) -> bytes | None:
    """The IP packet in a frame; None when there is none, or when the link is not known here."""
    header = HEADERS.get(link)
    if header is None or len(frame) <= header.length:
        return None
    if header.type_at is None:
        return frame[header.length :]
    (kind,) = struct.unpack_from("!H", frame, header.type_at)
    place = header.length
    for _ in range(MOST_TAGS):
        if kind not in VLANS or len(frame) < place + TAG:
            break
        (kind,) = struct.unpack_from("!H", frame, place + 2)
        place += TAG
    return frame[place:] if kind in (V4_TYPE, V6_TYPE) else None


def mac(address: bytes) -> bytes:
    """A card's address, locally administered: that of 192.168.10.11 is 02:00:c0:a8:0a:0b, so that it tells whose it is."""
    if len(address) == V4_OCTETS:
        return b"\x02\x00" + address
    return b"\x02" + blake2b(address, digest_size=5).digest()


def ethernet(source: bytes, target: bytes, packet: bytes) -> bytes:
    """A frame between two cards."""
    kind = V4_TYPE if packet[0] >> 4 == 4 else V6_TYPE
    return target + source + struct.pack("!H", kind) + packet
