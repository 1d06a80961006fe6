"""What a person hears: their telephone's own tones, or what flows in. A pure function of where the call stands."""

from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple

from voiplab.rtp.flow import Flow

LOCAL: Final = "local"
"""The source of what the telephone makes itself."""


class Sound(NamedTuple):
    content: str
    source: str

    def __str__(self) -> str:
        """`ringback (local)`, `tone:ringback from 10.0.0.20`, `silence`."""
        if self.source == LOCAL:
            return f"{self.content} (local)"
        return f"{self.content} from {self.source}" if self.source else self.content


SILENCE: Final = Sound("silence", "")


class Situation(Enum):
    """Where a person stands in a call, as far as the ear can tell."""

    IDLE = "no call"
    CALLING = "dialled, nothing heard of it yet"
    RINGBACK = "180 without early media: the telephone plays ringback itself (RFC 3960 section 3.2)"
    EARLY = "a reliable or unreliable 18x brought SDP: what flows is played"
    RINGING = "being called"
    BUSY = "the call was refused, the receiver is still off the hook"
    IN_CALL = "answered, both ways"
    ON_HOLD = "answered, held by the other side"
    HOLDING = "answered, and holds the other side"

    __hash__ = object.__hash__


OWN_TONES: Final[Mapping[Situation, Sound]] = {
    Situation.IDLE: SILENCE,
    Situation.CALLING: SILENCE,
    Situation.RINGBACK: Sound("ringback", LOCAL),
    Situation.RINGING: Sound("ringing", LOCAL),
    Situation.BUSY: Sound("busy", LOCAL),
    Situation.HOLDING: SILENCE,  # whatever still flows in is not played
}
"""Where the telephone itself decides; in the other situations the ear gets what flows in."""


def hears(situation: Situation, flow: Flow | None, source: str) -> Sound:
    """`flow` is what comes in from `source`, or None when nothing does."""
    own = OWN_TONES.get(situation)
    if own is not None:
        return own
    if flow is None or flow.content == SILENCE.content:
        return SILENCE
    return Sound(flow.content, source)
