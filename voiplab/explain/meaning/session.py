"""A session description line by line, and what is agreed by it: RFC 8866, RFC 3264."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.explain.meaning.here import Here
from voiplab.explain.meaning.negotiation import negotiation
from voiplab.explain.meaning.sdp_words import ATTRIBUTES, CODECS, DIRECTIONS
from voiplab.explain.messages import Messages, SipMessage, Unreadable
from voiplab.explain.page import Paragraph, Tone, line, remark
from voiplab.sdp.codec import STATIC, Codec
from voiplab.sdp.media import Media
from voiplab.sdp.session import Session
from voiplab.sip.errors import Malformed
from voiplab.sip.field import sdp_of

INDENT: Final = 2
MOST_LINES: Final = 500


def session_page(messages: Messages, message: SipMessage) -> list[Paragraph]:
    content = message.content
    if isinstance(content, Unreadable) or not sdp_of(content):
        return [remark(f"message {message.n} ({message.summary}) has no session description")]
    here = Here(messages, message, content)
    try:
        session = Session.parse(content.body)
    except Malformed as wrong:
        text = content.body.decode("utf-8", "surrogateescape").split("\n")[:MOST_LINES]
        return [remark(f"it cannot be read: {wrong}"), *(remark(written.removesuffix("\r")) for written in text)]
    return [*negotiation(here, session), *_lines(here, session)]


def _lines(here: Here, session: Session) -> Iterator[Paragraph]:
    for written in session.lines[:MOST_LINES]:
        yield _explained(written, list(_of_session(written, here, session)))
    for media in session.media:
        for written in media.lines[:MOST_LINES]:
            yield _explained(written, list(_of_media(written, here, media)))


def _explained(written: str, said: Sequence[str]) -> Paragraph:
    return Paragraph((line(written, Tone.HEAD), *(line(text, indent=INDENT) for text in said)))


def _of_session(written: str, here: Here, session: Session) -> Iterator[str]:
    kind, _, value = written.partition("=")
    match kind:
        case "v":
            yield "the version of SDP; there is only this one"
        case "o":
            origin = session.origin
            whose = "" if origin.user == "-" else f" of {origin.user}"
            yield f"session {origin.session_id}{whose}, made at {here.place_of(origin.address)}"
            yield f"version {origin.version}: up by one with every change (RFC 3264 section 8). No media go to this address"
        case "s":
            yield f"the name of the session: {value}" if value.strip("- ") else "no name"
        case "t":
            yield (
                "always: not planned for a time, as no call is"
                if value == "0 0"
                else "from and to, in seconds since 1900"
            )
        case "c":
            yield from _connection(value, here)
        case _:
            yield from _anywhere(kind, value, ())


def _connection(value: str, here: Here) -> Iterator[str]:
    address = value.split(" ")[-1].partition("/")[0]
    if address in ("0.0.0.0", "::"):
        yield "nowhere: how RFC 2543 said hold"
    else:
        yield f"media are taken at {here.place_of(address)}"


def _of_media(written: str, here: Here, media: Media) -> Iterator[str]:
    kind, _, value = written.partition("=")
    match kind:
        case "m":
            yield from _heading(media, here)
        case "c":
            yield from _connection(value, here)
        case _:
            yield from _anywhere(kind, value, media.codecs)


def _heading(media: Media, here: Here) -> Iterator[str]:
    if not media.port:
        yield f"{media.kind}: refused, or switched off (port 0). The line stays, so that the others keep their places"
        return
    address = None if media.connection is None else media.connection.address
    where = f"port {media.port}" if address is None else f"{here.place_of(address.partition('/')[0])} port {media.port}"
    yield f"{media.kind} over {media.proto}, taken at {where}"
    understood = {str(codec.payload): codec for codec in media.codecs}
    for place, number in enumerate(media.formats):
        codec = understood.get(number)
        rank = ", preferred" if place == 0 and len(media.formats) > 1 else ""
        yield f"{number}{rank}: {_named(codec) if codec else 'a format that no rtpmap describes'}"


def _named(codec: Codec) -> str:
    known = CODECS.get(codec.name.lower())
    return codec.encoding if known is None else f"{codec.encoding}, {known}"


def _anywhere(kind: str, value: str, codecs: Sequence[Codec]) -> Iterator[str]:
    match kind:
        case "a":
            yield from _attribute(value, codecs)
        case "b":
            yield from _bandwidth(value)
        case "i" | "u" | "e" | "p":
            yield {"i": "about it", "u": "more at", "e": "e-mail", "p": "telephone"}[kind] + f": {value}"
        case "k":
            yield "a key; obsolete, and not to be used (RFC 8866 section 5.12)"
        case "r" | "z":
            yield "when a planned session is repeated; no call has it"
        case _:
            yield "not a line of RFC 8866"


def _bandwidth(value: str) -> Iterator[str]:
    kind, _, amount = value.partition(":")
    match kind:
        case "AS":
            yield f"at most {amount} kbit/s, with the headers of RTP, UDP and IP (RFC 8866 section 5.8)"
        case "TIAS":
            yield f"at most {amount} bit/s, without headers (RFC 3890)"
        case "CT":
            yield f"at most {amount} kbit/s for all streams together"
        case "RS" | "RR":
            yield f"{amount} bit/s for RTCP of {'senders' if kind == 'RS' else 'receivers'} (RFC 3556)"
        case _:
            yield f"a limit of the kind {kind}"


def _attribute(value: str, codecs: Sequence[Codec]) -> Iterator[str]:
    name, _, rest = value.partition(":")
    match name:
        case "rtpmap":
            number, _, encoding = rest.partition(" ")
            codec = next((codec for codec in codecs if str(codec.payload) == number), None)
            yield f"payload number {number} stands for {_named(codec) if codec else encoding}"
            if number.isascii() and number.isdigit() and int(number) in STATIC:
                yield "the number has this meaning for ever, the line could be left out (RFC 3551 section 6)"
        case "fmtp":
            number, _, parameters = rest.partition(" ")
            codec = next((codec for codec in codecs if str(codec.payload) == number), None)
            yield from _fmtp(number, parameters, codec)
        case "ptime":
            yield f"{rest} ms of sound in each packet are wanted, by the one who gets them (RFC 8866 section 6.4)"
        case _ if name in DIRECTIONS:
            yield f"{DIRECTIONS[name]} (RFC 8866 section 6.7)"
        case _:
            yield ATTRIBUTES.get(name, "an attribute that voiplab does not know; who does not know one passes it over")


_EVENTS = re.compile(r"[0-9]{1,3}(-[0-9]{1,3})?(,[0-9]{1,3}(-[0-9]{1,3})?)*")


def _fmtp(number: str, parameters: str, codec: Codec | None) -> Iterator[str]:
    if codec is None:
        yield f"of the format {number}, which is not in the m= line"
    elif codec.is_events:
        keys = "the keys 0 to 9, *, #, A to D" + (", and flash" if parameters == "0-16" else "")
        plain = parameters in ("0-15", "0-16")
        yield f"events {parameters}" + (
            f": {keys}" if plain else "" if _EVENTS.fullmatch(parameters) else ": not a list of events"
        )
    else:
        yield f"of {codec.name}: {parameters}"
        if codec.name.lower() == "opus" and "useinbandfec=1" in parameters:
            yield "useinbandfec=1: packets may carry the one before again, coarsely"
        if codec.name.lower() == "g729" and "annexb=no" in parameters:
            yield "annexb=no: no silence suppression; without it yes is meant (RFC 4856)"
