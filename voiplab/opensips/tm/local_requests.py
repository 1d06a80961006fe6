"""The requests that tm writes for a branch of its own: CANCEL, and the ACK to a negative reply."""

from collections.abc import Sequence
from enum import Enum
from typing import Final

from voiplab.opensips.received import line_of
from voiplab.sip.message import Message, Request


class Reason(Enum):
    """Why a branch is cancelled, as its CANCEL says it (RFC 3326), spelt as the server spells it."""

    CALLER = 'SIP;cause=487;text="ORIGINATOR_CANCEL"'
    ELSEWHERE = 'SIP ;cause=200 ;text="Call completed elsewhere"'
    NO_ANSWER = 'SIP;cause=480;text="NO_ANSWER"'
    REFUSED = ""  # somebody has answered with 6xx

    __hash__ = object.__hash__

    @property
    def line(self) -> str:
        return f"Reason: {self.value}" if self.value else ""


MAX_FORWARDS: Final = "Max-Forwards: 70"


def cancel(invite: Request, reason: Reason | str, signature: str, headers: str) -> bytes:
    """`reason` may be a whole header that a script has written; `headers` are those of t_add_hdrs()."""
    line = reason.line if isinstance(reason, Reason) else reason
    return _written("CANCEL", invite, line_of(invite, "To"), [line, headers.removesuffix("\r\n")], signature)


def ack(invite: Request, reply: Message, signature: str, headers: str) -> bytes:
    return _written("ACK", invite, line_of(reply, "To"), [headers.removesuffix("\r\n")], signature)


def _written(method: str, invite: Request, to: str | None, more: Sequence[str], signature: str) -> bytes:
    number = (invite.get("CSeq") or "").partition(" ")[0]
    routes = [invite.lines[place] for place in invite.shape.places.get("route", ())]
    lines = (
        f"{method} {invite.uri} SIP/2.0",
        line_of(invite, "Via"),
        line_of(invite, "From"),
        line_of(invite, "Call-ID"),
        to,
        f"CSeq: {number} {method}",
        *routes,
        MAX_FORWARDS,
        *more,
        signature,
        "Content-Length: 0",
    )
    return ("\r\n".join(line for line in lines if line) + "\r\n\r\n").encode("utf-8", "surrogateescape")
