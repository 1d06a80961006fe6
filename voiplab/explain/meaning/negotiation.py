"""What becomes of an offer: which message answers which, which codecs are left, and where media go then (RFC 3264)."""

from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.explain.meaning.here import Here, said_of
from voiplab.explain.messages import SipMessage, Unreadable
from voiplab.explain.offers import Description, Descriptions, is_pair
from voiplab.explain.page import Line, Paragraph, ToMessage, Tone, line
from voiplab.sdp.codec import Codec
from voiplab.sdp.description import Stream, describe
from voiplab.sdp.media import Media
from voiplab.sdp.path import path
from voiplab.sdp.session import Session
from voiplab.sip.errors import Malformed
from voiplab.sip.field import sdp_of
from voiplab.sip.message import Response

INDENT: Final = 2


def negotiation(here: Here, session: Session) -> Iterator[Paragraph]:
    message = here.message
    told = {other.n: described for other, described in _described(here)}
    described = told.get(message.n)
    match described:
        case Description.OFFER:
            answers = [other for other in here.call_after if is_pair(message, other)]
            refusal = next((other for other in answers if _refuses(other, message)), None)
            answer = None if refusal else _partner(here, told, Description.ANSWER, answers)
            yield _offer(message, answer, refusal)
            if answer is not None:
                yield from _agreed(here, message, session, answer)
        case Description.ANSWER:
            offers = [other for other in here.call_before if is_pair(other, message)]
            offer = _partner(here, told, Description.OFFER, offers)
            yield _answer(message, offer)
            if offer is not None and (offered := _session(offer)) is not None:
                yield from _agreed(here, offer, offered, message)
        case _:
            text = "neither offer nor answer: the INVITE made no offer, and this response is not reliable"
            yield Paragraph(
                (line(text, Tone.HEAD), line("RFC 3261 section 13.2.1, RFC 3262 section 5", Tone.FAINT, INDENT))
            )


def _described(here: Here) -> Iterator[tuple[SipMessage, Description]]:
    """The descriptions of this Call-ID, in order."""
    descriptions = Descriptions()
    for other in (*reversed(here.call_before), here.message, *here.call_after):
        if (found := descriptions.of(other)) is not None:
            yield other, found


def _partner(
    here: Here, told: dict[int, Description], wanted: Description, others: Sequence[SipMessage]
) -> SipMessage | None:
    """The nearest message that is what is wanted, on the same hop and the other way; else the nearest one of the dialog."""
    message = here.message
    found = [
        other
        for other in others
        if told.get(other.n) is wanted and not other.is_copy and other.source != message.source
    ]
    hop = (message.target, message.source)
    return next((other for other in found if (other.source, other.target) == hop), found[0] if found else None)


def _refuses(message: SipMessage, offer: SipMessage) -> bool:
    """A final response that takes the offer of a request away, where it was made: another branch may fare better."""
    is_back = (message.source, message.target) == (offer.target, offer.source)
    return is_back and isinstance(message.content, Response) and message.content.status >= 300


def _offer(message: SipMessage, answer: SipMessage | None, refusal: SipMessage | None) -> Paragraph:
    text = f"an offer of {message.source}: all that it would do, in its order of preference"
    if refusal is not None:
        lines = (line(text, Tone.HEAD), line(f"refused in {said_of(refusal)}: nothing is agreed", indent=INDENT))
        return Paragraph(lines, ToMessage(refusal.n))
    if answer is None:
        return Paragraph((line(text, Tone.HEAD), line("no answer to it is in this recording", indent=INDENT)))
    return Paragraph(
        (line(text, Tone.HEAD), line(f"answered by {answer.source} in {said_of(answer)}", indent=INDENT)),
        ToMessage(answer.n),
    )


def _answer(message: SipMessage, offer: SipMessage | None) -> Paragraph:
    text = f"an answer of {message.source}: what it takes of the offer"
    if offer is None:
        return Paragraph((line(text, Tone.HEAD), line("the offer is not in this recording", indent=INDENT)))
    lines = (line(text, Tone.HEAD), line(f"to the offer of {offer.source} in {said_of(offer)}", indent=INDENT))
    return Paragraph(lines, ToMessage(offer.n))


def _session(message: SipMessage) -> Session | None:
    content = message.content
    if isinstance(content, Unreadable) or not sdp_of(content):
        return None
    try:
        return Session.parse(content.body)
    except Malformed:
        return None


def _agreed(here: Here, offer: SipMessage, offered: Session, answer: SipMessage) -> Iterator[Paragraph]:
    answered = _session(answer)
    if answered is None:
        yield Paragraph((line("the answer cannot be read", indent=INDENT),))
        return
    if len(answered.media) != len(offered.media):
        counts = f"{len(answered.media)} m= lines to {len(offered.media)} of the offer"
        text = f"the answer has {counts}: RFC 3264 section 6 wants as many"
        yield Paragraph((line(text, indent=INDENT),))
    for index, (mine, theirs) in enumerate(zip(offered.media, answered.media, strict=False)):
        yield Paragraph(tuple(_stream(here, (offer, offered), (answer, answered), index, mine, theirs)))


Side = tuple[SipMessage, Session]


def _stream(here: Here, offer: Side, answer: Side, index: int, mine: Media, theirs: Media) -> Iterator[Line]:
    yield line(f"agreed: {mine.kind}", Tone.HEAD)
    if not mine.port or not theirs.port:
        yield line(f"nothing: {'the offer' if not mine.port else 'the answer'} has port 0", indent=INDENT)
        return
    left = [codec for codec in theirs.codecs if any(codec.is_same(own) for own in mine.codecs)]
    gone = [codec for codec in mine.codecs if not any(codec.is_same(other) for other in left)]
    strange = [codec for codec in theirs.codecs if not any(codec.is_same(own) for own in mine.codecs)]
    yield line(f"left: {_names(left) or 'no codec'}", indent=INDENT)
    if gone:
        yield line(f"offered, and not taken: {_names(gone)}", indent=INDENT)
    if strange:
        yield line(f"in the answer, though nobody offered it: {_names(strange)}", indent=INDENT)
    yield from _flow(here, offer, answer, index)
    yield from _flow(here, answer, offer, index)
    yield line("RFC 3264 sections 6 and 7", Tone.FAINT, INDENT)


def _flow(here: Here, sender: Side, receiver: Side, index: int) -> Iterator[Line]:
    """What one side sends to the other."""
    whose = sender[0].source
    found = path(describe(sender[1]), receiver[1], index)
    if found is None or not found.direction.sends or found.target is None:
        yield line(f"{whose} sends nothing", indent=INDENT)
        return
    to = here.place_of(found.target.host)
    codec = "no codec" if found.codec is None else f"{found.codec.encoding} as {found.codec.payload}"
    events = "" if found.events is None else f", key presses as {found.events.payload}"
    slot = describe(receiver[1]).streams[index]
    every = f", {slot.ptime} ms each" if isinstance(slot, Stream) and slot.ptime else ""
    yield line(f"{whose} sends to {to} port {found.target.port}: {codec}{every}{events}", indent=INDENT)


def _names(codecs: list[Codec]) -> str:
    return ", ".join(f"{codec.encoding} ({codec.payload})" for codec in codecs)
