"""A session description line by line, and what is agreed by it: RFC 8866, RFC 3264."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from voiplab.explain.meaning.here import Here
from voiplab.explain.meaning.negotiation import negotiation
from voiplab.explain.messages import Messages, SipMessage, Unreadable
from voiplab.explain.page import Paragraph, Tone, line, remark
from voiplab.sdp.codec import STATIC, Codec
from voiplab.sdp.media import Media
from voiplab.sdp.session import Session
from voiplab.sip.errors import Malformed
from voiplab.sip.field import sdp_of

INDENT = 2
MOST_LINES = 500

DIRECTIONS: Final[Mapping[str, str]] = {
    "sendrecv": "sends and takes media; without such a line this is what holds",
    "sendonly": "sends and takes nothing: puts the other side on hold",
    "recvonly": "takes media and sends nothing: the answer to sendonly",
    "inactive": "neither sends nor takes: on hold, from both sides",
}

ATTRIBUTES: Final[Mapping[str, str]] = {
    "maxptime": "at most so many milliseconds of sound in a packet (RFC 8866 section 6.5)",
    "rtcp": "where RTCP is taken, when it is not the port after that of RTP (RFC 3605)",
    "rtcp-mux": "RTCP is taken at the port of RTP (RFC 5761)",
    "rtcp-fb": "which feedback on received media is understood in RTCP (RFC 4585)",
    "rtcp-xr": "reports of the quality are wanted in RTCP (RFC 3611)",
    "ssrc": "the number of the sender in its RTP packets, and a name for it (RFC 5576)",
    "mid": "a name for this stream (RFC 5888)",
    "group": "streams that belong together (RFC 5888)",
    "label": "a name for this stream, for an application (RFC 4574)",
    "setup": "who opens the connection: active, passive, or actpass for either (RFC 4145)",
    "connection": "whether a new connection is wanted (RFC 4145)",
    "fingerprint": "of the certificate for DTLS-SRTP (RFC 8122)",
    "crypto": "a key for SRTP, as clear text: only as safe as the signalling (RFC 4568)",
    "ice-ufrag": "name for ICE (RFC 8839)",
    "ice-pwd": "password for ICE (RFC 8839)",
    "ice-lite": "ICE, but only answering (RFC 8839)",
    "ice-options": "what else of ICE is known, such as trickle (RFC 8839)",
    "candidate": "an address at which media may be taken, to be tried by ICE (RFC 8839)",
    "end-of-candidates": "no more candidates follow (RFC 8840)",
    "tool": "the product that wrote it (RFC 8866 section 6.3)",
    "silenceSupp": "silence suppression, from ATM (RFC 3108); telephones write it to say that they do none",
    "imageattr": "sizes of pictures (RFC 6236)",
    "framerate": "pictures per second (RFC 8866 section 6.13)",
    "T38FaxVersion": "fax over T.38",
    "T38MaxBitRate": "fax over T.38: bits per second",
    "T38FaxRateManagement": "fax over T.38: who does the training",
    "T38FaxUdpEC": "fax over T.38: how errors are corrected",
    "msid": "which stream of an application it is, from WebRTC (RFC 8830)",
    "extmap": "an extension of the RTP header (RFC 8285)",
    "record": "whether the session is recorded (RFC 7866)",
    "rtcp-rsize": "RTCP packets may be shorter than they had to be before (RFC 5506)",
    "minptime": "at least so many milliseconds of sound in a packet; a parameter of Opus (RFC 7587), here as an attribute",
    "direction": "who opens the way through a NAT; from a draft, setup took its place (RFC 4145)",
    "oldoip": "a note of the OpenSIPS module nathelper: the address that stood in o= before",
    "oldcip": "a note of the OpenSIPS module nathelper: the address that stood in c= before",
    "X-nat": "a note of PJSIP: the kind of NAT that it found itself behind, 0 for unknown",
    "nortpproxy": "a note of RTP proxies to each other: one of them has been here",
}

CODECS: Final[Mapping[str, str]] = {
    "pcmu": "G.711 mu-law, 64 kbit/s: telephone sound, North America and Japan",
    "pcma": "G.711 A-law, 64 kbit/s: telephone sound, everywhere else",
    "g722": "G.722, 64 kbit/s: wideband; sampled at 16 kHz, the clock of 8000 is an old mistake that was kept",
    "g729": "G.729, 8 kbit/s",
    "g723": "G.723.1, 5.3 or 6.3 kbit/s",
    "g726-32": "G.726, 32 kbit/s",
    "g728": "G.728, 16 kbit/s",
    "gsm": "GSM full rate, 13 kbit/s",
    "ilbc": "iLBC, 13.3 or 15.2 kbit/s, made for losses",
    "speex": "Speex",
    "opus": "Opus, 6 to 510 kbit/s; always written with 48000/2, also for one channel (RFC 7587 section 7)",
    "l16": "uncompressed sound of 16 bits",
    "amr": "AMR, the codec of mobile telephony",
    "amr-wb": "AMR wideband (G.722.2)",
    "cn": "comfort noise, for pauses (RFC 3389)",
    "telephone-event": "key presses as RTP packets of their own (RFC 4733)",
    "red": "redundant copies of earlier packets (RFC 2198)",
    "h264": "H.264 video",
    "h263": "H.263 video",
    "h261": "H.261 video",
    "vp8": "VP8 video",
    "vp9": "VP9 video",
}


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
            yield "annexb=no: no silence suppression; without it yes is meant (RFC 4856 section 2.1.9)"
