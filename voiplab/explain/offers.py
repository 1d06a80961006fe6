"""Which session description is an offer, which an answer: RFC 3261 section 13.2.1, RFC 3262 section 5, RFC 3311 section 5."""

from collections.abc import Iterable, Mapping
from enum import Enum

from voiplab.explain.messages import SipMessage
from voiplab.sip.field import method_of, sdp_of
from voiplab.sip.message import Request, Response


class Description(Enum):
    OFFER = "offer"
    ANSWER = "answer"
    NEITHER = "SDP"
    """In an unreliable response to an INVITE without an offer: nothing can be agreed by it."""


def descriptions(messages: Iterable[SipMessage]) -> Mapping[int, Description]:
    """Message number -> what its session description is, for all messages that have one."""
    found: dict[int, Description] = {}
    invites_with_offer: dict[tuple[str, int], bool] = {}
    for message in messages:
        content = message.content
        if not isinstance(content, Request | Response):
            continue
        has_sdp = bool(sdp_of(content))
        dialog = (content.call_id, content.cseq.number)
        if isinstance(content, Request) and content.method == "INVITE":
            invites_with_offer[dialog] = has_sdp
        if has_sdp:
            found[message.n] = _description(content, offered=invites_with_offer.get(_invite_of(content), True))
    return found


def _invite_of(content: Request | Response) -> tuple[str, int]:
    """The INVITE that a message belongs to; a PRACK tells by its RAck."""
    if isinstance(content, Request) and content.method == "PRACK" and content.rack is not None:
        return content.call_id, content.rack.cseq
    return content.call_id, content.cseq.number


def _description(content: Request | Response, *, offered: bool) -> Description:
    if isinstance(content, Request):
        asks_first = content.method not in ("ACK", "PRACK") or (content.method == "PRACK" and offered)
        return Description.OFFER if asks_first else Description.ANSWER
    if offered or method_of(content) != "INVITE":
        return Description.ANSWER
    is_reliable = content.status >= 200 or content.get("RSeq") is not None
    return Description.OFFER if is_reliable else Description.NEITHER
