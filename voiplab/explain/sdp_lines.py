"""What a session description says, a line for each stream: `audio 10.0.0.11:4000 PCMU, PCMA, telephone-event sendonly`."""

from collections.abc import Sequence
from typing import Final

from voiplab.explain.messages import Unreadable
from voiplab.sdp.direction import Direction
from voiplab.sdp.media import Media
from voiplab.sdp.session import Session
from voiplab.sip.errors import Malformed
from voiplab.sip.field import sdp_of
from voiplab.sip.message import Request, Response
from voiplab.text.harmless import harmless

MOST: Final = 8
"""Streams; who sends more does not want to be read."""


def sdp_lines(content: Request | Response | Unreadable) -> Sequence[str]:
    """Harmless for a screen; nothing of a message without a session description."""
    if isinstance(content, Unreadable) or not sdp_of(content):
        return ()
    try:
        session = Session.parse(content.body)
    except Malformed as trouble:
        return (harmless(f"unreadable SDP: {trouble}"),)
    return [harmless(_line(media)) for media in session.media[:MOST]]


def _line(media: Media) -> str:
    formats = ", ".join(codec.name for codec in media.codecs) or " ".join(media.formats)
    if not media.port:
        return f"{media.kind} refused"  # RFC 3264 section 6: port 0
    address = "" if media.connection is None else media.connection.address
    place = f"[{address}]:{media.port}" if ":" in address else f"{address}:{media.port}"
    direction = "" if media.direction is Direction.SENDRECV else f" {media.direction.value}"
    return f"{media.kind} {place} {formats}{direction}"
