"""Variables of headers: From, To, Contact, the credentials and some more."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from voiplab.opensips.parsing import parse_uri
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.headers import after_uri, display_name, uri_text, user_of
from voiplab.opensips.script.value import Value
from voiplab.sip.uri import Uri

Reader = Callable[[Context], Value]


def _host(uri: Uri) -> Value:
    return uri.host or None


def _header(name: str) -> Reader:
    def reader(context: Context) -> Value:
        values = context.received.values(name)
        return values[0] if values else None

    return reader


def _in_header(name: str, read: Callable[[str], Value]) -> Reader:
    def reader(context: Context) -> Value:
        values = context.received.values(name)
        return read(values[0]) if values else None

    return reader


def _part_of_uri(read: Callable[[Uri], Value]) -> Callable[[str], Value]:
    def part(value: str) -> Value:
        uri = parse_uri(uri_text(value))
        return read(uri) if isinstance(uri, Uri) else None

    return part


def _tag(value: str) -> Value:
    found = re.search(r";\s*tag\s*=\s*([^\s;,]+)", value)
    return found[1] if found else None


def _parameter(name: str, value: str) -> Value:
    """RFC 5806: of a Diversion."""
    params = after_uri(value)
    found = re.search(rf"(?:^|;)\s*{name}\s*=\s*\"?([^\s;,\"]+)", params, re.IGNORECASE)
    return found[1] if found else None


def _addressed(name: str, letter: str) -> Mapping[str, Reader]:
    """`fu fU fd fn ft` of From, and their like."""
    return {
        f"{letter}u": _in_header(name, uri_text),
        f"{letter}U": _in_header(name, _part_of_uri(user_of)),
        f"{letter}d": _in_header(name, _part_of_uri(_host)),
        f"{letter}n": _in_header(name, display_name),
        f"{letter}t": _in_header(name, _tag),
    }


def _cseq(context: Context) -> Value:
    return context.received.cseq_number


def _credentials(name: str) -> Reader:
    def reader(context: Context) -> Value:
        for header in ("Proxy-Authorization", "Authorization"):
            for value in context.received.values(header):
                found = re.search(rf'\b{name}\s*=\s*"?([^",]*)', value)
                if found:
                    return found[1]
        return None

    return reader


def _credential_user(context: Context) -> Value:
    whole = _credentials("username")(context)
    return str(whole).removeprefix("sip:").partition("@")[0] if whole is not None else None


def _credential_domain(context: Context) -> Value:
    whole = str(_credentials("username")(context) or "")
    return whole.partition("@")[2] or None


_preferred: Final = {name: read for name, read in _addressed("P-Preferred-Identity", "p").items() if name != "pt"}

HEADER_VARIABLES: Final[Mapping[str, Reader]] = {
    **_addressed("From", "f"),
    **_addressed("To", "t"),
    "ci": _header("Call-ID"),
    "cs": _cseq,
    "ct": _header("Contact"),
    "cT": _header("Content-Type"),
    "ua": _header("User-Agent"),
    "rt": _in_header("Refer-To", uri_text),
    **_preferred,
    "re": _in_header("Remote-Party-ID", uri_text),
    "di": _in_header("Diversion", uri_text),
    "dip": _in_header("Diversion", partial(_parameter, "privacy")),
    "dir": _in_header("Diversion", partial(_parameter, "reason")),
    "ai": _in_header("P-Asserted-Identity", uri_text),
    "au": _credential_user,
    "aU": _credentials("username"),
    "ad": _credential_domain,
    "ar": _credentials("realm"),
    "adu": _credentials("uri"),
    "an": _credentials("nonce"),
    "auth.alg": _credentials("algorithm"),
    "auth.nc": _credentials("nc"),
    "auth.nonce": _credentials("nonce"),
    "auth.opaque": _credentials("opaque"),
    "auth.qop": _credentials("qop"),
    "auth.resp": _credentials("response"),
}
