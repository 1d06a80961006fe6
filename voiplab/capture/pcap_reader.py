"""The classic pcap format (draft-ietf-opsawg-pcap): a header of the file, and of each packet its moment and length."""

import struct
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from voiplab.capture.record import LARGEST_PACKET, Broken, Record, Source

HEAD: Final = 24
RECORD: Final = 16


class Layout(NamedTuple):
    """The byte order, and how many units of the second field make a microsecond."""

    order: str
    per_microsecond: int


MAGICS: Final[Mapping[bytes, Layout]] = {
    bytes.fromhex("a1b2c3d4"): Layout(">", 1),
    bytes.fromhex("d4c3b2a1"): Layout("<", 1),
    bytes.fromhex("a1b23c4d"): Layout(">", 1000),
    bytes.fromhex("4d3cb2a1"): Layout("<", 1000),
}

LINK_BITS: Final = 0xFFFF
"""The upper half of the field tells of frame check sequences at the end, which nobody misses."""


def records(source: Source, magic: bytes) -> Iterator[Record]:
    """The packets of a file whose first four bytes were read. Broken."""
    layout = MAGICS[magic]
    head = source.take(HEAD - len(magic), "its header")
    link = struct.unpack_from(layout.order + "I", head, 16)[0] & LINK_BITS
    while True:
        offset = source.offset
        begin = source.begin(RECORD, "the header of a packet")
        if begin is None:
            return
        seconds, parts, captured, length = struct.unpack(layout.order + "IIII", begin)
        if captured > LARGEST_PACKET:
            raise Broken(offset, f"a packet of {captured} bytes, and none is larger than {LARGEST_PACKET}")
        data = source.take(captured, "a packet")
        at = seconds * 1_000_000 + parts // layout.per_microsecond
        yield Record(offset, at, link, data, is_cut=captured < length)
