"""One side of a dialog, as the server knows it: the caller, or one of those who were called."""

from dataclasses import dataclass
from enum import Enum

from voiplab.opensips.configuration import Listener


class Pinged(Enum):
    ALIVE = "the last one was answered, or none was sent"
    PENDING = "no answer yet"
    LOST = "408, 481, or silence"

    __hash__ = object.__hash__


@dataclass(slots=True, eq=False)
class Leg:
    """`tag`, `contact` and `routes` are the side's own: with them it is reached."""

    tag: str = ""
    contact: str = ""
    routes: tuple[str, ...] = ()
    """As Route values, the nearest one first."""
    from_uri: str = ""
    to_uri: str = ""
    """As they are written in what goes to it; empty: as the caller has written them."""
    socket: Listener | None = None
    """By which its messages come; a callee that has not answered has none."""
    heard: int | None = None
    """The CSeq of the latest request that went to it from the other side: 0 when none did."""
    heard_before: int | None = None
    invited: int = 0
    """The CSeq of the latest INVITE or UPDATE that it has sent."""
    sdp: str | None = None
    """The latest that it has sent."""
    sent_sdp: str | None = None
    """What went to it, if that is another one than the other side has sent."""
    sent: int = 0
    """The CSeq of the latest request that the server itself has put between those of the other side; 0: there was none."""
    sent_invite: int = 0
    """The CSeq with which the latest INVITE of the other side has reached it."""
    pinged: Pinged = Pinged.ALIVE
