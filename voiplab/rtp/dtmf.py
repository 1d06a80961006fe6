"""Key presses as events: RFC 4733 section 2. Volume is constant: no lab listens to it."""

import struct
from dataclasses import dataclass
from typing import Final

from voiplab.rtp.packet import MalformedPacket

DIGITS: Final = "0123456789*#ABCD"
"""A digit's place is its event code (section 3.2)."""

END_COPIES: Final = 3
"""The last packet is sent three times, so that the end survives losses (section 2.5.1.4)."""

VOLUME: Final = 10  # dBm0 below zero, as telephones send it
LONGEST: Final = 0xFFFF

_PAYLOAD = struct.Struct("!BBH")
_END = 0x80


@dataclass(frozen=True, slots=True)
class Event:
    """The payload of one packet; `duration` counts timestamp units since the key went down."""

    code: int
    duration: int
    end: bool = False
    volume: int = VOLUME

    @property
    def digit(self) -> str | None:
        """None for the events that are no keys: tones of modems and lines."""
        return DIGITS[self.code] if self.code < len(DIGITS) else None

    def encode(self) -> bytes:
        return _PAYLOAD.pack(self.code, self.volume | (_END if self.end else 0), self.duration)

    @classmethod
    def decode(cls, payload: bytes) -> "Event":
        """Of several events in one packet (section 2.3.5 discourages it) the first."""
        if len(payload) < _PAYLOAD.size:
            raise MalformedPacket(len(payload), f"{_PAYLOAD.size} bytes of event")
        code, flags, duration = _PAYLOAD.unpack_from(payload)
        return cls(code, duration, bool(flags & _END), flags & 0x3F)


def press(digit: str, step: int, count: int) -> list[Event]:
    """The payloads of one key press in `count` packets: growing by `step`, then the end, `END_COPIES` times.

    A press that outlasts the 16 bits of the duration would have to be cut into segments (section 2.5.1.3): refused here.
    """
    code = DIGITS.index(digit.upper())
    growing = count - END_COPIES
    if growing < 0:
        raise ValueError(f"a key press takes at least {END_COPIES} packets, not {count}")
    longest = step * (growing + 1)
    if longest > LONGEST:
        raise ValueError(f"a key press of {longest} units does not fit in one event")
    updates = [Event(code, step * turn) for turn in range(1, growing + 1)]
    return [*updates, *[Event(code, longest, end=True)] * END_COPIES]


def pressed(payloads: list[tuple[int, Event]]) -> str:
    """The keys in what arrived, as (timestamp, event): one per timestamp, however many packets of it came through.

    The end may be lost altogether; the packets before it tell the key as well.
    """
    keys: dict[int, str] = {}
    for timestamp, event in payloads:
        if event.digit is not None:
            keys.setdefault(timestamp, event.digit)
    return "".join(keys.values())
