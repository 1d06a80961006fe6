"""Replies that the server writes itself: in its own order, with To before From, and nothing of what is not needed."""

from collections.abc import Sequence
from hashlib import md5

from voiplab.opensips.received import Received, line_of
from voiplab.sip.headers.name_addr import NameAddr


def own_reply(
    received: Received,
    status: int,
    reason: str,
    tag: str | None,
    signature: str,
    more: Sequence[str] = (),
    body: bytes = b"",
) -> bytes:
    """`more`: the lines of modules, in the order in which they were added. What the request lacks the reply lacks, too."""
    request = received.message
    lines = [f"SIP/2.0 {status} {reason}", *received.corrected_vias]
    to = line_of(request, "To")
    if to is not None:
        lines.append(to if tag is None or _has_tag(received) else f"{to.rstrip()};tag={tag}")
    lines += [line for name in ("From", "Call-ID", "CSeq") if (line := line_of(request, name)) is not None]
    lines += more
    if signature:
        lines.append(signature)
    lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape") + body


def _has_tag(received: Received) -> bool:
    to: NameAddr | None = received.address("To")
    return to is not None and to.tag is not None


def fingerprint(received: Received) -> str:
    """Of one request and its ACK, whatever answers them: the part of a To tag that tells requests apart."""
    via, from_ = received.via, received.address("From")
    parts = (
        received.call_id,
        received.cseq_number or "",
        (from_.tag if from_ is not None else None) or "",
        str(via.branch or "") if via is not None else "",
    )
    return md5("\0".join(parts).encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
