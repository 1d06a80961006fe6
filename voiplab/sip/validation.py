"""Which requests an element refuses before it does anything with them, and how.

A UAS: RFC 3261 section 8.2; what a proxy refuses is its script's affair. What a text cannot tell, such as merged requests,
credentials and unknown users, is not here. The owner drops an ACK that is refused, for no response may be sent to one.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Final

from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, Response
from voiplab.sip.phrases import phrase_of
from voiplab.sip.value import value

METHODS: Final = (
    *("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "REGISTER", "PRACK"),
    *("UPDATE", "INFO", "SUBSCRIBE", "NOTIFY", "REFER", "MESSAGE", "PUBLISH"),
)
"""What is known but not supported is answered with 405, what is not known with 501 (RFC 3261 section 21.5.2)."""


@value(frozen=True, slots=True)
class Abilities:
    """What one element understands."""

    methods: tuple[str, ...]
    extensions: tuple[str, ...] = ()
    """Option tags for Require."""
    schemes: tuple[str, ...] = ("sip", "sips", "tel")
    media_types: tuple[str, ...] = ("application/sdp",)
    """Bodies that it reads, in lower case."""


@value(frozen=True, slots=True)
class Refusal:
    """A response without what `reply` copies into it."""

    status: int
    phrase: str
    fields: tuple[tuple[str, str], ...] = ()


SYNTAX: Final = attrgetter("via", "vias", "from_", "to", "call_id", "cseq", "max_forwards", "routes", "record_routes")
"""What every element relies on. A header that is not needed may be malformed (RFC 3261 section 8.2): it is not looked at."""
UAS_SYNTAX: Final = attrgetter(
    "contacts", "require", "supported", "content_type", "content_encoding", "content_disposition", "rack", "replaces"
)

NEEDED: Final = {"PRACK": ("RAck",), "REFER": ("Refer-To",)}
"""Mandatory beyond what every request has: RFC 3262 section 7.2, RFC 3515 section 2.4.2.

Not Contact in an INVITE: RFC 2543 did not ask for it (RFC 4475 section 3.4.1).
"""


def refuse_as_uas(request: Request, abilities: Abilities) -> Refusal | None:
    return (
        refuse_syntax(request, UAS_SYNTAX)
        or refuse_method(request, abilities)
        or refuse_scheme(request, abilities)
        or refuse_extensions(request, request.require, abilities)
        or refuse_body(request, abilities)
    )


def refuse_syntax(request: Request, more: "attrgetter[object]") -> Refusal | None:
    """505 or 400; `more` reads what this kind of element relies on beyond what all do."""
    if request.version.upper() != "SIP/2.0":
        return Refusal(505, phrase_of(505))
    try:
        SYNTAX(request)
        more(request)
        target = request.target
    except Malformed as fault:
        return bad_request(f"expected {fault.expected}")
    if request.cseq.method != request.method:
        return bad_request(f"the CSeq is of {request.cseq.method}")
    if target.headers:
        # RFC 3261 section 19.1.1: headers have no place in a Request-URI.
        return bad_request("headers in the Request-URI")
    missing = [name for name in NEEDED.get(request.method, ()) if request.get(name) is None]
    return bad_request(f"no {missing[0]}") if missing else None


def refuse_method(request: Request, abilities: Abilities) -> Refusal | None:
    if request.method in abilities.methods:
        return None
    status = 405 if request.method in METHODS else 501
    return Refusal(status, phrase_of(status), (("Allow", ", ".join(abilities.methods)),))


def refuse_scheme(request: Request, abilities: Abilities) -> Refusal | None:
    return None if request.target.scheme in abilities.schemes else Refusal(416, phrase_of(416))


def refuse_extensions(request: Request, required: Iterable[str], abilities: Abilities) -> Refusal | None:
    """420; CANCEL and ACK have to be taken whatever they require (RFC 3261 section 8.2.2.3)."""
    if request.method in {"ACK", "CANCEL"}:
        return None
    unknown = [tag for tag in required if tag.lower() not in abilities.extensions]
    return Refusal(420, phrase_of(420), (("Unsupported", ", ".join(unknown)),)) if unknown else None


def refuse_body(request: Request, abilities: Abilities) -> Refusal | None:
    """415, unless the sender called the body optional (RFC 3261 section 8.2.3)."""
    disposition = request.content_disposition
    if not request.body or (disposition and (disposition.param("handling") or "").lower() == "optional"):
        return None
    if any(coding.lower() != "identity" for coding in request.content_encoding):
        return Refusal(415, phrase_of(415), (("Accept-Encoding", "identity"),))
    kind = request.content_type
    if kind is not None and kind.essence in abilities.media_types:
        return None
    return Refusal(415, phrase_of(415), (("Accept", ", ".join(abilities.media_types)),))


def bad_request(why: str) -> Refusal:
    """The phrase should name the problem: RFC 3261 section 21.4.1."""
    return Refusal(400, f"{phrase_of(400)}: {why}")


def why_unusable(response: Response) -> str | None:
    """Why a UAC drops a response unread, if it does."""
    try:
        SYNTAX(response)
    except Malformed as fault:
        return str(fault)
    # RFC 3261 section 8.1.3.3: it was meant for somebody else.
    return None if len(response.vias) == 1 else f"{len(response.vias)} Via values in a response to us"
