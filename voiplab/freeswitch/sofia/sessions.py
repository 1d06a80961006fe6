"""Session descriptions in messages."""

from typing import Final

from voiplab.sdp.session import Session
from voiplab.sip.draft import Draft
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Message

SDP: Final = "application/sdp"


def with_session(draft: Draft, body: bytes) -> Draft:
    """The draft with that description in it, if there is one."""
    if body:
        draft.body = body
        draft.add("Content-Type", SDP)
        draft.add("Content-Disposition", "session")
    return draft


def session_of(message: Message) -> Session | None:
    """The SDP of a message; None when it has none that can be read."""
    if not message.body:
        return None
    try:
        return Session.parse(message.body)
    except Malformed:
        return None
