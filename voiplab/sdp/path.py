"""Where media goes after an offer and its answer: what one side may send to the other, and what it has to expect."""

from typing import NamedTuple

from voiplab.sdp.codec import Codec
from voiplab.sdp.description import Description, Stream
from voiplab.sdp.direction import Direction
from voiplab.sdp.media import Media
from voiplab.sdp.session import Session
from voiplab.sip.value import value


class Target(NamedTuple):
    """Where packets are to be sent; what c= names may be a host name."""

    host: str
    port: int


@value(frozen=True, slots=True)
class Path:
    """`direction` is what this side does. `target` is None where the other side gave no place to send to.

    `codec` and `events` are what this side sends with, under the numbers that the other side gave them.
    """

    direction: Direction
    target: Target | None
    codec: Codec | None
    events: Codec | None


def media_target(session: Session, index: int = 0) -> Target | None:
    """Where this description wants its media; None when the stream is refused, absent, or its address zero."""
    media = _stream(session, index)
    if media is None or media.connection is None or media.connection.is_zero:
        return None
    return Target(media.connection.address.partition("/")[0], media.port)


def direction(session: Session, index: int = 0) -> Direction:
    """What the writer of this description does; with a zero address it takes nothing (RFC 2543 section B.5)."""
    media = _stream(session, index)
    if media is None:
        return Direction.INACTIVE
    return Direction.of(media.direction.sends, media.direction.receives and media_target(session, index) is not None)


def is_hold(session: Session, index: int = 0) -> bool:
    """Whether an offer puts its reader on hold: the stream is there, but its writer wants to hear nothing."""
    return _stream(session, index) is not None and not direction(session, index).receives


def path(local: Description, remote: Session, index: int = 0) -> Path | None:
    """What this side does with one stream, by what both have said last; None when either has refused it.

    Of the formats that both have, the one sent is the first in the other's list (RFC 3264 sections 6.1 and 7).
    """
    mine = local.streams[index] if index < len(local.streams) else None
    theirs = _stream(remote, index)
    if not isinstance(mine, Stream) or theirs is None:
        return None
    common = [codec for codec in theirs.codecs if any(codec.is_same(own) for own in mine.codecs)]
    return Path(
        direction(remote, index).mirrored.within(mine.direction),
        media_target(remote, index),
        next((codec for codec in common if codec.is_speech), None),
        next((codec for codec in common if codec.is_events), None),
    )


def _stream(session: Session, index: int) -> Media | None:
    media = session.media[index] if index < len(session.media) else None
    return media if media is not None and media.port else None
