"""The little of pcapng that the recordings of this folder need: Ethernet frames with IPv4, UDP, TCP and ICMP.

draft-ietf-opsawg-pcapng sections 4.1 to 4.3; RFC 791, 768, 9293, 792.
"""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from voiplab.net.address import Address

_SECTION: Final = 0x0A0D0D0A
_INTERFACE: Final = 1
_PACKET: Final = 6
_RESOLUTION: Final = 9  # the option if_tsresol
_IPV4: Final = 0x0800
_ICMP: Final = 1
_TCP: Final = 6
_SYN: Final = 2
_ACK: Final = 16
_UDP: Final = 17
_UNREACHABLE: Final = b"\x03\x03"  # type 3, code 3: port unreachable


class Datagram(NamedTuple):
    """`refused`: not a datagram on the wire, but the copy of one inside an ICMP port unreachable (payload may be cut)."""

    at: int  # microseconds since 1970
    source: Address
    target: Address
    payload: bytes
    refused: bool


class Segment(NamedTuple):
    """Of TCP. `opens`: it has SYN, `acknowledges`: it has ACK."""

    at: int  # microseconds since 1970
    source: Address
    target: Address
    sequence: int
    opens: bool
    acknowledges: bool
    payload: bytes


def datagrams(capture: bytes) -> Iterator[Datagram]:
    for at, frame in _frames(capture):
        yield from _of_frame(at, frame)


def segments(capture: bytes) -> Iterator[Segment]:
    for at, frame in _frames(capture):
        if _is_ipv4(frame) and frame[23] == _TCP:
            yield _segment(at, *_packet(frame[14:])[1:])


def _frames(capture: bytes) -> Iterator[tuple[int, bytes]]:
    per_second = 1_000_000
    for kind, body in _blocks(capture):
        if kind == _INTERFACE:
            per_second = _resolution(body)
        elif kind == _PACKET:
            _, high, low, length = struct.unpack_from("<IIII", body)
            yield ((high << 32) | low) * 1_000_000 // per_second, body[20 : 20 + length]


def _resolution(interface: bytes) -> int:
    """Stamps per second: option if_tsresol, a power of ten here (section 4.2); microseconds without it."""
    if struct.unpack_from("<H", interface)[0] != 1:
        raise ValueError("only Ethernet captures are read")
    place = 8
    while place + 4 <= len(interface):
        code, length = struct.unpack_from("<HH", interface, place)
        if code == _RESOLUTION:
            return int("1" + "0" * interface[place + 4])
        place += 4 + (length + 3) // 4 * 4
    return 1_000_000


def _blocks(capture: bytes) -> Iterator[tuple[int, bytes]]:
    if struct.unpack_from("<II", capture, 0)[0] != _SECTION or struct.unpack_from("<I", capture, 8)[0] != 0x1A2B3C4D:
        raise ValueError("no little-endian pcapng file")
    place = 0
    while place < len(capture):
        kind, length = struct.unpack_from("<II", capture, place)
        yield kind, capture[place + 8 : place + length - 4]
        place += length


def _of_frame(at: int, frame: bytes) -> Iterator[Datagram]:
    if not _is_ipv4(frame):
        return
    protocol, source, target, payload = _packet(frame[14:])
    if protocol == _UDP:
        yield _datagram(at, source, target, payload, refused=False)
    elif protocol == _ICMP and payload[:2] == _UNREACHABLE:
        protocol, source, target, quoted = _packet(payload[8:])
        if protocol == _UDP:
            yield _datagram(at, source, target, quoted, refused=True)


def _is_ipv4(frame: bytes) -> bool:
    return bool(struct.unpack_from(">H", frame, 12)[0] == _IPV4)


def _segment(at: int, source: str, target: str, raw: bytes) -> Segment:
    port, to_port, sequence = struct.unpack_from(">HHI", raw)
    offset, flags = raw[12] >> 4, raw[13]
    ends = Address(source, port), Address(target, to_port)
    return Segment(at, *ends, sequence, bool(flags & _SYN), bool(flags & _ACK), raw[offset * 4 :])


def _packet(packet: bytes) -> tuple[int, str, str, bytes]:
    header = (packet[0] & 15) * 4
    length = struct.unpack_from(">H", packet, 2)[0]
    return packet[9], _dotted(packet[12:16]), _dotted(packet[16:20]), packet[header:length]


def _dotted(raw: bytes) -> str:
    return ".".join(str(byte) for byte in raw)


def _datagram(at: int, source: str, target: str, payload: bytes, *, refused: bool) -> Datagram:
    port, to_port = struct.unpack_from(">HH", payload)
    return Datagram(at, Address(source, port), Address(target, to_port), payload[8:], refused)
