"""An RTP packet: RFC 3550 section 5.1. What is encrypted (SRTP) is not read."""

import struct
from dataclasses import dataclass
from typing import Final, NamedTuple

VERSION: Final = 2
FIXED: Final = struct.Struct("!BBHII")
EXTENSION_HEAD: Final = struct.Struct("!HH")
MOST_SOURCES: Final = 15
SEQUENCE_END: Final = 1 << 16
TIMESTAMP_END: Final = 1 << 32

_PADDING = 0x20
_EXTENDED = 0x10
_MARKER = 0x80


class MalformedPacket(Exception):
    """Bytes that are no RTP: at `offset` (from 0) something else than `expected` was found."""

    def __init__(self, offset: int, expected: str) -> None:
        super().__init__(f"expected {expected} at byte {offset}")
        self.offset = offset
        self.expected = expected


class Extension(NamedTuple):
    """A header extension (section 5.3.1); `data` is a whole number of 32-bit words."""

    profile: int
    data: bytes


@dataclass(frozen=True, slots=True)
class RtpPacket:
    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    marker: bool = False
    sources: tuple[int, ...] = ()
    """The CSRC list: whose voices a mixer has put together."""
    extension: Extension | None = None
    padding: int = 0
    """How many bytes of padding follow the payload, the count itself among them."""

    def encode(self) -> bytes:
        first = VERSION << 6 | len(self.sources)
        first |= (_PADDING if self.padding else 0) | (_EXTENDED if self.extension else 0)
        second = self.payload_type | (_MARKER if self.marker else 0)
        parts = [FIXED.pack(first, second, self.sequence, self.timestamp, self.ssrc)]
        parts.extend(source.to_bytes(4, "big") for source in self.sources)
        if self.extension:
            parts.append(EXTENSION_HEAD.pack(self.extension.profile, len(self.extension.data) // 4))
            parts.append(self.extension.data)
        parts.append(self.payload)
        if self.padding:
            parts.append(bytes(self.padding - 1) + bytes([self.padding]))
        return b"".join(parts)

    def __post_init__(self) -> None:
        fits = (
            0 <= self.payload_type < 128
            and 0 <= self.sequence < SEQUENCE_END
            and 0 <= self.timestamp < TIMESTAMP_END
            and 0 <= self.ssrc < TIMESTAMP_END
            and len(self.sources) <= MOST_SOURCES
            and 0 <= self.padding < 256
            and (self.extension is None or len(self.extension.data) % 4 == 0)
        )
        if not fits:
            raise ValueError(f"a field is out of its range: {self}")

    @classmethod
    def decode(cls, data: bytes) -> "RtpPacket":
        if len(data) < FIXED.size:
            raise MalformedPacket(len(data), f"{FIXED.size} bytes of header")
        first, second, sequence, timestamp, ssrc = FIXED.unpack_from(data)
        if first >> 6 != VERSION:
            raise MalformedPacket(0, "version 2")
        place = FIXED.size + 4 * (first & MOST_SOURCES)
        if len(data) < place:
            raise MalformedPacket(len(data), f"{first & MOST_SOURCES} contributing sources")
        sources = tuple(int.from_bytes(data[at : at + 4], "big") for at in range(FIXED.size, place, 4))
        extension = _extension(data, place) if first & _EXTENDED else None
        if extension:
            place += EXTENSION_HEAD.size + len(extension.data)
        padding = _padding(data, place) if first & _PADDING else 0
        payload = data[place : len(data) - padding]
        marker = bool(second & _MARKER)
        return cls(second & 0x7F, sequence, timestamp, ssrc, payload, marker, sources, extension, padding)


def _extension(data: bytes, place: int) -> Extension:
    start = place + EXTENSION_HEAD.size
    if len(data) < start:
        raise MalformedPacket(len(data), "a header extension")
    profile, words = EXTENSION_HEAD.unpack_from(data, place)
    if len(data) < start + 4 * words:
        raise MalformedPacket(len(data), f"{words} words of header extension")
    return Extension(profile, data[start : start + 4 * words])


def _padding(data: bytes, place: int) -> int:
    count = data[-1]
    if not 1 <= count <= len(data) - place:
        raise MalformedPacket(len(data) - 1, "a count of padding that fits")
    return count
