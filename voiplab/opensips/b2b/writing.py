"""Requests of a back-to-back user agent, in the order in which tm writes what it is asked for."""

from collections.abc import Sequence
from typing import NamedTuple

from voiplab.opensips.b2b.leg import Leg
from voiplab.opensips.configuration import Listener


class Asked(NamedTuple):
    """`more`: header lines that belong to it alone."""

    method: str
    more: Sequence[str] = ()
    body: bytes = b""
    max_forwards: int = 70


def written(asked: Asked, leg: Leg, cseq: int, listener: Listener, branch: str, signature: str) -> bytes:
    lines = [
        f"{asked.method} {leg.target} SIP/2.0",
        f"Via: SIP/2.0/{listener.protocol.upper()} {listener.host}:{listener.port};branch={branch}",
        f"To: {leg.to}",
        f"From: <{leg.own}>;tag={leg.own_tag}",
        f"CSeq: {cseq} {asked.method}",
        f"Call-ID: {leg.call_id}",
        *([f"Route: {', '.join(leg.routes)}"] if leg.routes else []),
        f"Max-Forwards: {asked.max_forwards}",
        f"Content-Length: {len(asked.body)}",
        *([signature] if signature else []),
        *asked.more,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape") + asked.body
