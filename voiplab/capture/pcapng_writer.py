"""Blocks of a pcapng file, each written in one go: whenever writing stops, what is there can be read."""

import struct
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Interface, IPv6Interface
from typing import BinaryIO, Final

from voiplab.capture.ip import packed
from voiplab.capture.link import ETHERNET, mac
from voiplab.capture.pcapng_format import (
    BYTE_ORDER,
    COMMENT,
    Block,
    InterfaceOption,
    NameRecord,
    PacketOption,
    SectionOption,
)

VERSION: Final = (1, 0)
ANY_LENGTH: Final = -1
MICROSECONDS: Final = 6
OUTWARDS: Final = 2
LONGEST: Final = 0xFFFF

Card = IPv4Interface | IPv6Interface
"""An address of an interface, with its network."""

Option = tuple[int, bytes]


class PcapngWriter:
    """A section, then interfaces, names and packets as they come. Times are microseconds since 1970."""

    def __init__(self, file: BinaryIO, application: str, comment: str) -> None:
        self._file = file
        self._interfaces = 0
        head = struct.pack("<IHHq", BYTE_ORDER, *VERSION, ANY_LENGTH)
        self._write(Block.SECTION, head, [_said(comment), (SectionOption.APPLICATION, text(application))])

    def interface(self, name: str, cards: Sequence[Card], description: str = "") -> int:
        """A new interface, on Ethernet; the number that packets name it by."""
        options: list[Option] = [(InterfaceOption.NAME, text(name))]
        options += [(InterfaceOption.DESCRIPTION, text(description))] if description else []
        options += [_address(card) for card in cards]
        options += [(InterfaceOption.MAC, mac(card.packed)) for card in cards[:1]]
        options += [(InterfaceOption.RESOLUTION, bytes([MICROSECONDS]))]
        self._write(Block.INTERFACE, struct.pack("<HHI", ETHERNET, 0, 0), options)
        self._interfaces += 1
        return self._interfaces - 1

    def names(self, names: Mapping[str, str]) -> None:
        """IP address -> the name that it is shown by."""
        records = [_record(packed(ip), name) for ip, name in names.items()]
        end = struct.pack("<HH", NameRecord.END, 0)
        self._write(Block.NAMES, b"".join([*records, end]), [])

    def packet(self, interface: int, at: int, frame: bytes, comments: Sequence[str] = ()) -> None:
        """A frame that leaves by an interface."""
        high, low = divmod(at, 1 << 32)
        head = struct.pack("<IIIII", interface, high, low, len(frame), len(frame))
        options = [_said(comment) for comment in comments]
        options.append((PacketOption.FLAGS, struct.pack("<I", OUTWARDS)))
        self._write(Block.PACKET, head + padded(frame), options)

    def _write(self, kind: Block, body: bytes, options: Sequence[Option]) -> None:
        content = body + b"".join(struct.pack("<HH", code, len(value)) + padded(value) for code, value in options)
        content += bytes(4) if options else b""
        length = struct.pack("<I", len(content) + 12)
        self._file.write(struct.pack("<I", kind) + length + content + length)


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def text(value: str) -> bytes:
    """UTF-8, of at most what an option can hold."""
    return value.encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore").encode()


def _said(comment: str) -> Option:
    return COMMENT, text(comment)


def _record(address: bytes, name: str) -> bytes:
    kind = NameRecord.V4 if len(address) == 4 else NameRecord.V6
    value = address + text(name)[: LONGEST - 20] + b"\0"
    return struct.pack("<HH", kind, len(value)) + padded(value)


def _address(card: Card) -> Option:
    if isinstance(card, IPv4Interface):
        return InterfaceOption.V4, card.packed + card.network.netmask.packed
    return InterfaceOption.V6, card.packed + bytes([card.network.prefixlen])
