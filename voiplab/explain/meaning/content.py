"""What is in the body, and who wrote the message: Content-*, Accept*, User-Agent, Server, and what vendors add."""

from collections.abc import Mapping
from typing import Final

from voiplab.explain.meaning.here import Header, Said, Says
from voiplab.sip.headers.expiry import parse_number
from voiplab.sip.headers.named import MediaType, Named

TYPES: Final[Mapping[str, str]] = {
    "application/sdp": "a session description: which media, where, and how",
    "message/sipfrag": "the beginning of a SIP message: after a REFER the status of the call that it caused (RFC 3420)",
    "application/dtmf-relay": "a key press, in lines Signal= and Duration=; a vendors' convention, not of an RFC",
    "application/dtmf": "a key press, one character; a vendors' convention, not of an RFC",
    "application/pidf+xml": "presence (RFC 3863)",
    "application/dialog-info+xml": "the state of dialogs, for lamps (RFC 4235)",
    "application/simple-message-summary": "how many messages wait (RFC 3842)",
    "application/conference-info+xml": "who is in a conference (RFC 4575)",
    "application/reginfo+xml": "registrations (RFC 3680)",
    "application/kpml-request+xml": "which key presses are asked for (RFC 4730)",
    "application/media_control+xml": "asks for a whole picture of the video (RFC 5168)",
    "application/vnd.gsma.rcs-ft-http+xml": "a file to be fetched over HTTP, from the RCS of mobile networks",
    "multipart/mixed": "several bodies",
    "text/plain": "text",
}

DISPOSITIONS: Final[Mapping[str, str]] = {
    "session": "the body describes the session",
    "early-session": "the body describes the early session (RFC 3959)",
    "render": "the body is to be shown",
    "alert": "the body is to be played as ringtone",
    "icon": "the body is a picture of the caller",
}


def content_type(header: Header) -> Said:
    found = MediaType.parse(header.value)
    yield Says(f"the body is {TYPES.get(found.essence, 'of a type that voiplab does not know')}")
    for name, value in found.params:
        yield Says(f"{name}={value}")


def content_length(header: Header) -> Said:
    count = parse_number(header.value)
    yield Says("no body" if count == 0 else f"{count} bytes follow the empty line")
    if header.here.message.packet.transport.value.upper() in ("TCP", "TLS"):
        yield Says("over a stream it is what tells where the next message begins")


def content_disposition(header: Header) -> Said:
    found = Named.parse(header.value)
    yield Says(DISPOSITIONS.get(found.name.lower(), found.name))
    if (handling := found.param("handling")) is not None:
        what = "may be passed over" if handling.lower() == "optional" else "must be understood, or the answer is 415"
        yield Says(f"handling={handling}: the body {what}")


def content_encoding(header: Header) -> Said:
    yield Says(f"the body is compressed or encoded: {header.value}")


def accept(header: Header) -> Said:
    if not header.value.strip():
        yield Says("empty: no body is understood")
        return
    for name in header.value.split(","):
        kind = name.split(";")[0].strip().lower()
        yield Says(f"{name.strip()}: {TYPES.get(kind, 'a type that voiplab does not know')}")


def language(header: Header) -> Said:
    yield Says(f"texts for people are wanted in: {header.value}")


def encoding(header: Header) -> Said:
    yield Says(f"encodings of bodies that are understood: {header.value or 'none but identity'}")


def user_agent(_header: Header) -> Said:
    yield Says("the product that wrote the message: for people and statistics, nothing should depend on it")


def server(_header: Header) -> Said:
    yield Says("the product that wrote the response: for people and statistics, nothing should depend on it")
