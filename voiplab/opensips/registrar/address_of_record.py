"""Under which name a URI stands in the table of contacts, and what its `;gr` asks for. After extract_aor of lib/reg."""

import re
from typing import Final

from voiplab.opensips.gruu import PREFIX, decode
from voiplab.opensips.log import error
from voiplab.opensips.parsing import parse_uri
from voiplab.opensips.registrar.faults import Fault, Refused
from voiplab.opensips.registrar.settings import Settings
from voiplab.sip.params import has
from voiplab.sip.uri import Uri, unescape
from voiplab.sip.value import value

_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


@value(frozen=True, slots=True)
class Wanted:
    """Empty: any instance, any Call-ID."""

    aor: str
    instance: str = ""
    """Without angle brackets."""
    call_id: str = ""


def address_of_record(uri: str, settings: Settings, *, use_domain: bool) -> str:
    """Raises `Refused`."""
    return _name(_parsed(uri), settings, use_domain)


def wanted(uri: str, settings: Settings, *, use_domain: bool) -> Wanted | None:
    """The same for a lookup, which understands GRUUs. None: a temporary one that means nobody. Raises `Refused`."""
    parsed = _parsed(uri)
    if not has(parsed.params, "gr"):
        return Wanted(_name(parsed, settings, use_domain))
    user = parsed.user or ""
    if user.startswith(PREFIX):
        found = decode(user, settings.gruu_secret)
        return None if found is None else Wanted(found.aor, found.instance, found.call_id)
    return Wanted(_name(parsed, settings, use_domain), parsed.param("gr") or "")


def _parsed(uri: str) -> Uri:
    parsed = parse_uri(uri)
    if isinstance(parsed, Uri):
        return parsed
    raise Refused(Fault.AOR_UNREADABLE, parsed, error("core:extract_aor", "failed to parse Address of Record"))


def _name(uri: Uri, settings: Settings, use_domain: bool) -> str:
    user, host = uri.user or "", uri.host
    if (
        len(user) + len(host) + 1 > settings.max_aor_len
        or len(user) > settings.max_username_len
        or len(host) > settings.max_domain_len
    ):
        raise Refused(Fault.AOR_TOO_LONG, error("core:extract_aor", "Address Of Record too long"))
    if _BAD_ESCAPE.search(user):
        raise Refused(Fault.USER_ESCAPES, error("core:extract_aor", "failed to unescape username"))
    name = unescape(user)
    if not settings.case_sensitive:
        name = name.lower()
    if not use_domain:
        return name
    domain = host.removeprefix(settings.realm_prefix).lower() or host.lower()
    return f"{name}@{domain}" if name else domain
