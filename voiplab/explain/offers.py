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


class Descriptions:
    """Told of the messages one after the other: what one is depends on those before it."""

    def __init__(self) -> None:
        self._has_offer: dict[tuple[str, int], bool] = {}
        """Of each INVITE, by Call-ID and number."""

    def of(self, message: SipMessage) -> Description | None:
        """What the session description of the next message is, if it has one."""
        content = message.content
        if not isinstance(content, Request | Response):
            return None
        has_sdp = bool(sdp_of(content))
        if isinstance(content, Request) and content.method == "INVITE":
            self._has_offer[content.call_id, content.cseq.number] = has_sdp
        return _description(content, offered=self._has_offer.get(_invite_of(content), True)) if has_sdp else None


def descriptions(messages: Iterable[SipMessage]) -> Mapping[int, Description]:
    """Message number -> what its session description is, for all messages that have one."""
    told = Descriptions()
    found = {message.n: told.of(message) for message in messages}
    return {n: description for n, description in found.items() if description is not None}


def is_pair(offer: SipMessage, answer: SipMessage) -> bool:
    """Whether one can be the answer to the other: an offer of a request that was refused has none."""
    asked, said = offer.content, answer.content
    if isinstance(asked, Request) and isinstance(said, Response):
        return asked.cseq == said.cseq
    if isinstance(asked, Response) and isinstance(said, Request):
        return asked.cseq.number == _invite_of(said)[1]
    return False


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
