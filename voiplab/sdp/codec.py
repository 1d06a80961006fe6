"""A payload format as rtpmap and fmtp describe it, and the numbers that RFC 3551 section 6 gave away for ever."""

from collections.abc import Mapping
from typing import Final

from voiplab.sip.value import value

EVENTS: Final = "telephone-event"
NOISE: Final = "CN"


@value(frozen=True, slots=True)
class Codec:
    payload: int
    name: str
    clock: int
    channels: int = 1
    fmtp: str | None = None

    @property
    def encoding(self) -> str:
        """As rtpmap writes it; one channel is not written (RFC 8866 section 6.6)."""
        return f"{self.name}/{self.clock}" + (f"/{self.channels}" if self.channels > 1 else "")

    @property
    def is_events(self) -> bool:
        return self.name.lower() == EVENTS

    @property
    def is_speech(self) -> bool:
        """Neither key presses nor comfort noise: those two only go along with a codec."""
        return not self.is_events and self.name.upper() != NOISE

    @property
    def is_dynamic(self) -> bool:
        return self.payload >= FIRST_DYNAMIC

    def is_same(self, other: "Codec") -> bool:
        """The same format, whatever its number. Names know no case (RFC 4855 section 3)."""
        return self.name.lower() == other.name.lower() and self.identity == other.identity

    @property
    def identity(self) -> tuple[str, int, int, tuple[str, ...]]:
        name = self.name.lower()
        return name, self.clock, self.channels, tuple(map(self._parameter, DISTINGUISHING.get(name, ())))

    def _parameter(self, wanted: str) -> str:
        for part in (self.fmtp or "").split(";"):
            name, _, value = part.strip().partition("=")
            if name.lower() == wanted:
                return value
        return "0"


FIRST_DYNAMIC: Final = 96
LAST_PAYLOAD: Final = 127

DISTINGUISHING: Final[Mapping[str, tuple[str, ...]]] = {
    "amr": ("octet-align",),  # RFC 4867 section 8.3.1: not negotiable, another value is another format; 0 by default
    "amr-wb": ("octet-align",),
    "h264": ("packetization-mode",),  # RFC 6184 section 8.2.2
}

STATIC: Final[Mapping[int, Codec]] = {
    codec.payload: codec
    for codec in (
        Codec(0, "PCMU", 8000),
        Codec(3, "GSM", 8000),
        Codec(4, "G723", 8000),
        Codec(5, "DVI4", 8000),
        Codec(6, "DVI4", 16000),
        Codec(7, "LPC", 8000),
        Codec(8, "PCMA", 8000),
        Codec(9, "G722", 8000),  # 16 kHz of sound; the clock of 8000 is an old mistake, kept (RFC 3551 section 4.5.2)
        Codec(10, "L16", 44100, 2),
        Codec(11, "L16", 44100),
        Codec(12, "QCELP", 8000),
        Codec(13, "CN", 8000),
        Codec(14, "MPA", 90000),
        Codec(15, "G728", 8000),
        Codec(16, "DVI4", 11025),
        Codec(17, "DVI4", 22050),
        Codec(18, "G729", 8000),
        Codec(25, "CelB", 90000),
        Codec(26, "JPEG", 90000),
        Codec(28, "nv", 90000),
        Codec(31, "H261", 90000),
        Codec(32, "MPV", 90000),
        Codec(33, "MP2T", 90000),
        Codec(34, "H263", 90000),
    )
}
"""Payload numbers that need no rtpmap."""
