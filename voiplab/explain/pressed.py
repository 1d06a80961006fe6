"""Keys that were pressed in a call: how each left its telephone, and what became of it."""

import re
from enum import Enum
from typing import Final

from voiplab.net.packet import Packet
from voiplab.recording.events import EventId
from voiplab.rtp.flow import Flow
from voiplab.sip.value import value

_SIGNAL: Final = re.compile(rb"^signal[ \t]*=[ \t]*([0-9A-D*#])", re.IGNORECASE | re.MULTILINE)
_TONE: Final = re.compile(r"tone:([0-9A-D*#])")


class Way(Enum):
    """How a key travels."""

    EVENT = "RFC 4733"
    INFO = "INFO"
    TONE = "in the sound"


class Came(Enum):
    UNDER_WAY = "under way"
    ARRIVED = "arrived"
    LOST = "lost"


@value(frozen=True, slots=True)
class KeySent:
    """`to` is the IP address of who was to get it, and the node when it has arrived."""

    sent: EventId
    key: str
    way: Way
    to: str
    came: Came = Came.UNDER_WAY


@value(frozen=True, slots=True)
class KeyHeard:
    key: str
    source: str


def key_in(packet: Packet) -> tuple[str, Way] | None:
    """The key that a packet tells of, if it tells of one."""
    payload = packet.payload
    if isinstance(payload, Flow):
        if payload.digit is not None:
            return payload.digit, Way.EVENT
        tone = _TONE.fullmatch(payload.content)
        return None if tone is None else (tone[1], Way.TONE)
    if not payload.startswith(b"INFO "):
        return None
    signal = _SIGNAL.search(payload.partition(b"\r\n\r\n")[2])
    return None if signal is None else (signal[1].decode("ascii").upper(), Way.INFO)
