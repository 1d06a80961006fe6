"""Who wrote a header: the sender, the request that a response answers, or whoever sent the message that was passed on."""

from collections.abc import Mapping
from typing import Final

from voiplab.explain.meaning.here import Header, Here, Says
from voiplab.explain.messages import SipMessage, Unreadable
from voiplab.recording.events import Arrived
from voiplab.sip.names import key_of

COPIED: Final = ("via", "from", "to", "call-id", "cseq", "record-route", "timestamp")
"""What a response has of its request: RFC 3261 sections 8.2.6.2 and 12.1.1; Timestamp section 8.2.6.1."""

ADDED: Final[Mapping[str, str]] = {"to": "the tag added", "via": "received or rport added"}


def writer(header: Header) -> Says | None:
    """In a few words; None where nobody can know: in a capture, whose messages have no causes."""
    here = header.here
    passed_on = _passed_on(here)
    if passed_on is not None and _has(passed_on, header):
        return Says(f"passed on from message {passed_on.n}", passed_on.n)
    if here.message.event.cause is None:
        return None
    request = here.request
    if passed_on is None and not here.is_request and request is not None and key_of(header.name) in COPIED:
        if _has(request, header):
            return Says(f"copied from message {request.n}", request.n)
        if (added := ADDED.get(key_of(header.name))) is not None:
            return Says(f"copied from message {request.n}, {added} by {here.message.source}", request.n)
    return Says(f"written by {here.message.source}")


def _passed_on(here: Here) -> SipMessage | None:
    """The message that a proxy handled when it sent this one: the same request, or the same response."""
    handled = _handled(here)
    if handled is None or isinstance(handled.content, Unreadable):
        return None
    is_same_kind = (handled.request is None) == (here.message.request is None)
    is_same = handled.content.call_id == here.content.call_id and handled.content.cseq == here.content.cseq
    return handled if is_same_kind and is_same else None


def _handled(here: Here) -> SipMessage | None:
    recording = here.messages.recording
    step = recording.find(here.message.event.cause)
    while step is not None and not isinstance(step.what, Arrived):
        step = recording.find(step.cause)
    return None if step is None else here.messages.of(step.id)


def _has(message: SipMessage, header: Header) -> bool:
    return not isinstance(message.content, Unreadable) and header.value in message.content.values(header.name)
