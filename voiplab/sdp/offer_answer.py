"""Offer and answer: RFC 3264, as functions from what was said to what is said next.

An offer is the `Description` of all that a side can do; it is the same whether it travels in the INVITE or, late, in the 2xx.
`answer` makes the other side's description, `settle` says what is left of the offer then, `reoffer` changes a running session.
Not done: multicast, and grouping of streams (RFC 5888).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import zip_longest

from voiplab.sdp.codec import Codec
from voiplab.sdp.description import Description, Refused, Slot, Stream, renumbered
from voiplab.sdp.media import Media
from voiplab.sdp.session import Session


class Preference(Enum):
    """Whose order of codecs an answer follows."""

    OFFERER = "the order of the offer"
    ANSWERER = "the order of the one who answers"


class Extent(Enum):
    """How many of the common codecs an answer names; key presses come on top."""

    ONE = "the best one"
    ALL = "all of them"


@dataclass(frozen=True, slots=True)
class Policy:
    """The RFC leaves both open; section 6.1 prefers the offer's order."""

    preference: Preference = Preference.OFFERER
    extent: Extent = Extent.ALL
    echoes_rtcp: bool = False
    """Whether a=rtcp is written just when the offer has it, as FreeSWITCH does; otherwise the stream says it."""


@dataclass(frozen=True, slots=True)
class NotAcceptable:
    """What a 488 is for; `warning` is the code of RFC 3261 section 20.43 that fits."""

    warning: int
    reason: str


NO_SUCH_TRANSPORT = NotAcceptable(302, "Incompatible transport protocol")
NO_SUCH_MEDIA = NotAcceptable(304, "Media type not available")
NO_COMMON_FORMAT = NotAcceptable(305, "Incompatible media format")


def answer(
    offer: Session, local: Description, policy: Policy = Policy(), previous: Description | None = None
) -> Description | NotAcceptable:
    """What `local`, which can do all that it lists, says to the offer: one slot per m= line, refused ones with port 0.

    `previous` is what this side said last in this session, if it did: it decides the version in o=.
    """
    free = list(local.streams)
    slots: list[Slot] = []
    for index, media in enumerate(offer.media):
        accepted = _accepted(media, _nearest_first(local.streams, index), free, policy)
        slots.append(accepted or Refused.slot(media))
    wanted = [media for media in offer.media if media.port]
    if wanted and not any(slot.port for slot in slots):
        return _reason(wanted[0], local)
    said = replace(local, streams=tuple(slots))
    return said.following(previous) if previous else said


def _nearest_first(streams: Sequence[Slot], index: int) -> list[Slot]:
    """In a running session slot and stream belong together, so the same place is tried first."""
    here = streams[index : index + 1]
    return [*here, *streams[:index], *streams[index + 1 :]]


def _accepted(media: Media, candidates: Sequence[Slot], free: list[Slot], policy: Policy) -> Stream | None:
    for mine in candidates:
        if not isinstance(mine, Stream) or mine not in free or not _fits(media, mine):
            continue
        codecs = _chosen(media.codecs, mine.codecs, policy)
        if codecs:
            free.remove(mine)
            direction = media.direction.mirrored.within(mine.direction)
            return replace(mine, codecs=codecs, direction=direction, rtcp=_rtcp(media, mine, policy))
    return None


def _rtcp(media: Media, mine: Stream, policy: Policy) -> int | None:
    if not policy.echoes_rtcp:
        return mine.rtcp
    return mine.port + 1 if media.rtcp else None


def _fits(media: Media, mine: Stream) -> bool:
    return bool(media.port) and media.kind == mine.kind and media.proto == mine.proto


def _chosen(offered: Sequence[Codec], mine: Sequence[Codec], policy: Policy) -> tuple[Codec, ...]:
    """The formats to answer with: ours, under the numbers of the offer (section 6.1)."""
    common = _common(offered, mine) if policy.preference is Preference.OFFERER else _common_in_my_order(offered, mine)
    speech = [codec for codec in common if codec.is_speech]
    if policy.extent is Extent.ONE:
        speech = speech[:1]
    if any(codec.is_speech for codec in offered):
        # RFC 4733 section 2.1: events keep the clock of the codec that they go along with.
        clocks = [codec.clock for codec in speech]
        return tuple(codec for codec in common if codec in speech or (not codec.is_speech and codec.clock in clocks))
    return tuple(common)  # a stream of its own for events, as in RFC 4317 section 2.4


def _common(offered: Sequence[Codec], mine: Sequence[Codec]) -> list[Codec]:
    pairs = [(theirs, _same(mine, theirs)) for theirs in offered]
    return _once([replace(ours, payload=theirs.payload) for theirs, ours in pairs if ours])


def _common_in_my_order(offered: Sequence[Codec], mine: Sequence[Codec]) -> list[Codec]:
    pairs = [(_same(offered, ours), ours) for ours in mine]
    return [replace(ours, payload=theirs.payload) for theirs, ours in pairs if theirs]


def _once(codecs: Sequence[Codec]) -> list[Codec]:
    """Without those that come again under another number."""
    return [codec for place, codec in enumerate(codecs) if _same(codecs[:place], codec) is None]


def _same(codecs: Sequence[Codec], wanted: Codec) -> Codec | None:
    return next((codec for codec in codecs if codec.is_same(wanted)), None)


def _reason(media: Media, local: Description) -> NotAcceptable:
    same_kind = [slot for slot in local.streams if isinstance(slot, Stream) and slot.kind == media.kind]
    if not same_kind:
        return NO_SUCH_MEDIA
    if all(slot.proto != media.proto for slot in same_kind):
        return NO_SUCH_TRANSPORT
    return NO_COMMON_FORMAT


def settle(offer: Description, answered: Session) -> Description | NotAcceptable:
    """What is left of our offer after the answer: the formats in the answer's order, under the numbers that we gave them.

    An answer that lacks m= lines, or has another kind of media in one, breaks section 6; such slots count as refused.
    """
    slots = [_settled(slot, media) for slot, media in zip_longest(offer.streams, answered.media[: len(offer.streams)])]
    if any(slot.port for slot in offer.streams) and not any(slot.port for slot in slots):
        return NO_COMMON_FORMAT
    return replace(offer, streams=tuple(slots))


def _settled(slot: Slot, media: Media | None) -> Slot:
    if isinstance(slot, Stream) and media is not None and _fits(media, slot):
        codecs = _once([ours for theirs in media.codecs if (ours := _same(slot.codecs, theirs))])
        if codecs:
            return replace(slot, codecs=tuple(codecs), direction=media.direction.mirrored.within(slot.direction))
    return Refused.slot(slot)


def reoffer(previous: Description, wanted: Description) -> Description:
    """The next offer of a session in which `previous` was said last: m= lines stay where they were, new ones come last or into
    a refused slot of their kind (section 8), numbers keep their meaning, the version goes up when something changed."""
    waiting = [slot for slot in wanted.streams if isinstance(slot, Stream)]
    slots: dict[int, Slot] = {}
    running_first = sorted(enumerate(previous.streams), key=lambda place: place[1].port == 0)
    for index, old in running_first:
        successor = next((slot for slot in waiting if slot.kind == old.kind), None)
        if successor is not None:
            waiting.remove(successor)
        slots[index] = successor or Refused.slot(old)
    kept = tuple(slots[index] for index in range(len(previous.streams)))
    return renumbered(replace(wanted, streams=(*kept, *waiting)), previous).following(previous)
