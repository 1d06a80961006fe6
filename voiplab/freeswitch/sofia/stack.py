"""What the stack refuses by itself, before mod_sofia sees it: nua_stack_process_request in sofia-sip's nua_server.c.

In that order: a version, a header that cannot be read, a method, a kind of address, an extension.
"""

from collections.abc import Mapping
from operator import attrgetter
from typing import Final

from voiplab.freeswitch.sofia.layout import allowed
from voiplab.freeswitch.sofia.phrases import phrase_of
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Message, Request
from voiplab.sip.validation import METHODS, Abilities, Refusal, refuse_extensions, refuse_scheme

SCHEMES: Final = ("sip", "sips", "tel", "urn", "im", "pres")

READ: Final[Mapping[str, str]] = {
    "target": "Request-URI",
    "via": "Via",
    "from_": "From",
    "to": "To",
    "call_id": "Call-ID",
    "cseq": "CSeq",
    "max_forwards": "Max-Forwards",
    "contacts": "Contact",
    "routes": "Route",
    "record_routes": "Record-Route",
    "require": "Require",
    "supported": "Supported",
    "rack": "RAck",
    "session_expires": "Session-Expires",
    "expires": "Expires",
    "refer_to": "Refer-To",
    "authorization": "Authorization",
    "proxy_authorization": "Proxy-Authorization",
    "content_type": "Content-Type",
}
"""The views of a request that are looked at here, and the headers that they read."""
_READ_ALL: Final = attrgetter(*READ)


def abilities(*, is_reliable: bool, has_presence: bool) -> Abilities:
    extensions = ("100rel", "timer", "path", "replaces") if is_reliable else ("timer", "path", "replaces")
    return Abilities(allowed(offers_100rel=is_reliable, manages_presence=has_presence), extensions, SCHEMES)


def refusal(request: Request, able: Abilities) -> Refusal | None:
    if request.version.upper() != "SIP/2.0":
        return _refused(505)
    if _bad_header(request) is not None:
        return Refusal(400, bad_request(request))
    if request.method == "PRACK":
        return None  # the transaction layer looks for its response, whatever is allowed
    return (
        _refused_method(request, able)
        or refuse_scheme(request, able)
        or refuse_extensions(request, request.require, able)
    )


def _refused_method(request: Request, able: Abilities) -> Refusal | None:
    if request.method in able.methods:
        return None
    return _refused(405 if request.method in METHODS else 501)


def _refused(status: int) -> Refusal:
    return Refusal(status, phrase_of(status))


def bad_request(request: Message) -> str:
    return f"Bad {_bad_header(request)} Header"


def _bad_header(request: Message) -> str | None:
    try:
        _READ_ALL(request)
    except Malformed:
        return _first_unreadable(request)
    return "CSeq" if isinstance(request, Request) and request.cseq.method != request.method else None


def _first_unreadable(request: Message) -> str | None:
    for view, header in READ.items():
        try:
            getattr(request, view)
        except Malformed:
            return header
    return None
