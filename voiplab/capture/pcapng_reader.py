"""pcapng (draft-ietf-opsawg-pcapng), read block by block: packets of all three kinds, interfaces, names, comments.

Blocks of other kinds are gone past. Options that make no sense end the options of their block, and nothing else.
"""

import struct
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from voiplab.capture.ip import written
from voiplab.capture.pcapng_format import BYTE_ORDER, COMMENT, END, Block, InterfaceOption, NameRecord, SectionOption
from voiplab.capture.record import LARGEST_PACKET, Broken, Item, Name, Record, Section, Source

EDGES: Final = 12
"""Octets: type and length of a block, and its length again at its end."""

WORD: Final = 4
LARGEST_BLOCK: Final = 16 << 20
MOST_INTERFACES: Final = 10_000
USUAL_RESOLUTION: Final = 6
MILLION: Final = 1_000_000

KEPT: Final = tuple(map(int, Block))
ADDRESS_OCTETS: Final[Mapping[int, int]] = {NameRecord.V4: 4, NameRecord.V6: 16}

Options = list[tuple[int, bytes]]


class Interface(NamedTuple):
    """`units` of its clock make a second; `offset` seconds are added to it; `limit` octets are kept of a packet, 0: all."""

    link: int
    units: int
    offset: int
    limit: int

    def moment(self, stamp: int) -> int:
        return stamp * MILLION // self.units + self.offset * MILLION


class PcapngReader:
    """Reads once, after the first four bytes: the type of the first section."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._order = "<"
        self._interfaces: list[Interface] = []
        self._latest = 0
        """The moment of the packet before: a simple packet has none of its own."""

    def items(self, kind: bytes) -> Iterator[Item]:
        """Broken."""
        offset = 0
        while True:
            yield from self._block(offset, kind)
            offset = self._source.offset
            begin = self._source.begin(WORD, "the type of a block")
            if begin is None:
                return
            kind = begin

    def _block(self, offset: int, kind: bytes) -> Iterator[Item]:
        length = self._source.take(WORD, "the length of a block")
        number = self._number(kind)
        if number == Block.SECTION:  # the same in both byte orders
            yield self._section(offset, length)
            return
        body = self._body(offset, self._number(length), is_kept=number in KEPT)
        match number:
            case Block.INTERFACE:
                self._add_interface(offset, body)
            case Block.NAMES:
                yield from self._names(body)
            case Block.PACKET | Block.OLD_PACKET:
                yield self._packet(offset, body, "IIIII" if number == Block.PACKET else "HHIIII")
            case Block.SIMPLE_PACKET:
                yield self._simple_packet(offset, body)

    def _body(self, offset: int, length: int, *, is_kept: bool = True, taken: int = 0) -> bytes:
        if length < EDGES + taken or length % WORD:
            raise Broken(offset, f"a block of {length} bytes")
        rest = length - EDGES - taken
        if not is_kept:
            self._source.skip(rest, "a block")
        elif length > LARGEST_BLOCK:
            raise Broken(offset, f"a block of {length} bytes, and at most {LARGEST_BLOCK} are read")
        body = self._source.take(rest, "a block") if is_kept else b""
        again = self._number(self._source.take(WORD, "a block"))
        if again != length:
            raise Broken(offset, f"a block that is {length} bytes long at its beginning and {again} at its end")
        return body

    def _section(self, offset: int, length: bytes) -> Section:
        magic = self._source.take(WORD, "the header of a section")
        order = next((order for order in "<>" if struct.unpack(order + "I", magic)[0] == BYTE_ORDER), None)
        if order is None:
            raise Broken(offset, "a section in no byte order of pcapng")
        self._order = order
        self._interfaces = []
        body = self._body(offset, self._number(length), taken=WORD)
        if len(body) < 12 or struct.unpack_from(order + "H", body)[0] != 1:
            raise Broken(offset, "a section of another version than 1 of pcapng")
        said = dict(self._options(body[12:]))
        return Section(_text(said.get(SectionOption.APPLICATION, b"")))

    def _add_interface(self, offset: int, body: bytes) -> None:
        if len(body) < 8:
            raise Broken(offset, "an interface without a link type")
        if len(self._interfaces) >= MOST_INTERFACES:
            raise Broken(offset, f"more than {MOST_INTERFACES} interfaces")
        link, _, limit = struct.unpack_from(self._order + "HHI", body)
        said = dict(self._options(body[8:]))
        resolution = said.get(InterfaceOption.RESOLUTION, b"")[:1] or bytes([USUAL_RESOLUTION])
        base, power = (2, resolution[0] & 0x7F) if resolution[0] & 0x80 else (10, resolution[0])
        shift = said.get(InterfaceOption.OFFSET, b"")
        seconds: int = struct.unpack(self._order + "q", shift)[0] if len(shift) == 8 else 0
        self._interfaces.append(Interface(link, base**power, seconds, limit))

    def _packet(self, offset: int, body: bytes, layout: str) -> Record:
        """An enhanced packet, or the kind that came before it, which counts lost packets where half of the interface is now."""
        size = struct.calcsize(self._order + layout)
        if len(body) < size:
            raise Broken(offset, "a packet without its length")
        number, *_, high, low, captured, length = struct.unpack_from(self._order + layout, body)
        interface = self._find(offset, number)
        if captured > min(LARGEST_PACKET, len(body) - size):
            raise Broken(offset, f"a packet of {captured} bytes in a block that holds {len(body) - size}")
        self._latest = interface.moment(high << 32 | low)
        options = self._options(body[size + captured + -captured % WORD :])
        comments = tuple(_text(value) for code, value in options if code == COMMENT)
        data = body[size : size + captured]
        return Record(offset, self._latest, interface.link, data, captured < length, comments)

    def _simple_packet(self, offset: int, body: bytes) -> Record:
        if len(body) < WORD:
            raise Broken(offset, "a packet without its length")
        interface = self._find(offset, 0)
        length = self._number(body[:WORD])
        captured = min(length, interface.limit or length, len(body) - WORD)
        return Record(offset, self._latest, interface.link, body[WORD : WORD + captured], captured < length)

    def _find(self, offset: int, number: int) -> Interface:
        if number >= len(self._interfaces):
            raise Broken(offset, f"a packet of interface {number}, which was not described")
        return self._interfaces[number]

    def _names(self, body: bytes) -> Iterator[Name]:
        """One name per address: the first, as Wireshark shows it."""
        for kind, value in self._options(body):
            octets = ADDRESS_OCTETS.get(kind)
            if octets is not None and len(value) > octets:
                yield Name(written(value[:octets]), _text(value[octets:].partition(b"\0")[0]))

    def _options(self, data: bytes) -> Options:
        """Code and value each; records of names have the same form."""
        found: Options = []
        at = 0
        while at + WORD <= len(data):
            code, length = struct.unpack_from(self._order + "HH", data, at)
            at += WORD
            if code == END or at + length > len(data):
                break
            found.append((code, data[at : at + length]))
            at += length + -length % WORD
        return found

    def _number(self, word: bytes) -> int:
        number: int = struct.unpack(self._order + "I", word)[0]
        return number


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
