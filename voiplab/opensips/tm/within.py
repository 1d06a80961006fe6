"""A request of the server's own inside of a dialog, in the order in which tm writes what it is asked for."""

from collections.abc import Sequence
from typing import NamedTuple

from voiplab.opensips.configuration import Listener


class Within(NamedTuple):
    """`to` and `from_` are whole values; `more` are header lines that belong to it alone."""

    method: str
    target: str
    to: str
    from_: str
    cseq: int
    call_id: str
    routes: Sequence[str] = ()
    more: Sequence[str] = ()
    body: bytes = b""
    max_forwards: int = 70


def written(request: Within, listener: Listener, branch: str, signature: str) -> bytes:
    lines = [
        f"{request.method} {request.target} SIP/2.0",
        f"Via: SIP/2.0/{listener.protocol.upper()} {listener.host}:{listener.port};branch={branch}",
        f"To: {request.to}",
        f"From: {request.from_}",
        f"CSeq: {request.cseq} {request.method}",
        f"Call-ID: {request.call_id}",
        *([f"Route: {', '.join(request.routes)}"] if request.routes else []),
        f"Max-Forwards: {request.max_forwards}",
        f"Content-Length: {len(request.body)}",
        *([signature] if signature else []),
        *request.more,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape") + request.body
