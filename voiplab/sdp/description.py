"""What one side says of itself: facts, in no spelling. A product's `SdpLayout` writes them down."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from voiplab.sdp.codec import FIRST_DYNAMIC, LAST_PAYLOAD, Codec
from voiplab.sdp.direction import Direction
from voiplab.sdp.media import Media
from voiplab.sdp.session import Session
from voiplab.sip.value import value

ZERO_ADDRESS = "0.0.0.0"


class Hold(Enum):
    """How a product says hold in the SDP that it offers."""

    SENDONLY = "sendonly"  # RFC 3264 section 8.4
    INACTIVE = "inactive"
    ZERO_ADDRESS = "zero-address"  # RFC 2543: c=IN IP4 0.0.0.0


@value(frozen=True, slots=True)
class Stream:
    """Media that this side takes at `port`. The codecs stand in its order of preference, events among them."""

    kind: str
    port: int
    codecs: tuple[Codec, ...]
    direction: Direction = Direction.SENDRECV
    proto: str = "RTP/AVP"
    ptime: int | None = 20
    rtcp: int | None = None
    """The port to name in a=rtcp; whether a product writes the line is its layout's."""
    ssrc: int | None = None
    cname: str | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        return tuple(str(codec.payload) for codec in self.codecs)


@value(frozen=True, slots=True)
class Refused:
    """A slot that carries nothing. It stays, with port 0: the m= lines of a session never move (RFC 3264 section 8)."""

    kind: str
    proto: str
    formats: tuple[str, ...]
    port: int = 0

    @classmethod
    def slot(cls, of: "Media | Slot") -> "Refused":
        return cls(of.kind, of.proto, of.formats)


Slot = Stream | Refused


@value(frozen=True, slots=True)
class Description:
    """`address` is where media is taken (c=); `origin`, when it is another one, the address in o=."""

    address: str
    session_id: int
    version: int
    streams: tuple[Slot, ...]
    user: str = "-"
    origin: str = ""

    @property
    def origin_address(self) -> str:
        return self.origin or self.address

    def held(self, how: Hold) -> "Description":
        """The same, with the other side on hold."""
        if how is Hold.ZERO_ADDRESS:
            return replace(self, address=ZERO_ADDRESS, origin=self.origin_address)
        limit = Direction.SENDONLY if how is Hold.SENDONLY else Direction.INACTIVE
        return replace(self, streams=tuple(_limited(slot, limit) for slot in self.streams))

    def following(self, previous: "Description") -> "Description":
        """As the next one of the same session: the version goes up by one when something changed (RFC 3264 section 8)."""
        same = replace(self, session_id=previous.session_id, version=previous.version)
        return same if same == previous else replace(same, version=previous.version + 1)


def _limited(slot: Slot, limit: Direction) -> Slot:
    match slot:
        case Stream():
            return replace(slot, direction=slot.direction.within(limit))
        case Refused():
            return slot


def describe(session: Session) -> Description:
    """The facts of a session that arrived. A stream without a format that is understood is a refused slot."""
    connections = [session.connection, *(media.connection for media in session.media)]
    address = next((connection.address for connection in connections if connection), session.origin.address)
    return Description(
        address,
        session.origin.session_id,
        session.origin.version,
        tuple(map(_slot, session.media)),
        session.origin.user,
        session.origin.address,
    )


def _slot(media: Media) -> Slot:
    if not media.port or not media.codecs:
        return Refused.slot(media)
    return Stream(media.kind, media.port, media.codecs, media.direction, media.proto, media.ptime, media.rtcp)


def renumbered(wanted: Description, like: Description) -> Description:
    """With the dynamic payload numbers that `like` gave the same codecs: a number keeps its meaning for the whole session
    (RFC 3264 section 8.3.2)."""
    given = [codec for slot in like.streams if isinstance(slot, Stream) for codec in slot.codecs]
    return replace(
        wanted,
        streams=tuple(
            replace(slot, codecs=_renumbered(slot.codecs, given)) if isinstance(slot, Stream) else slot
            for slot in wanted.streams
        ),
    )


def _renumbered(codecs: Sequence[Codec], given: Sequence[Codec]) -> tuple[Codec, ...]:
    numbers = [next((known.payload for known in given if known.is_same(codec)), None) for codec in codecs]
    taken = {codec.payload for codec in given} | {codec.payload for codec in codecs}
    chosen = []
    for codec, number in zip(codecs, numbers, strict=True):
        if number is None and codec.is_dynamic and any(known.payload == codec.payload for known in given):
            number = _free(taken)
            taken.add(number)
        chosen.append(codec if number is None else replace(codec, payload=number))
    return tuple(chosen)


def _free(taken: set[int]) -> int:
    for number in range(FIRST_DYNAMIC, LAST_PAYLOAD + 1):
        if number not in taken:
            return number
    raise ValueError("no dynamic payload number is left")
