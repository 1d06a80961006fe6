"""When two URIs are the same: RFC 3261 section 19.1.4 for sip and sips, RFC 3966 section 4 for tel."""

import re
from typing import Final

from voiplab.sip.host import ipv6_groups
from voiplab.sip.params import Params
from voiplab.sip.uri import Uri

BOTH_OR_NONE: Final = frozenset({"user", "ttl", "method", "maddr", "transport"})
"""These count even when only one of two URIs has them; of others, only what stands in both counts."""
RESERVED: Final = ";/?:@&=+$,"
ESCAPE: Final = re.compile(r"%[0-9A-Fa-f]{2}")
VISUAL: Final = str.maketrans("", "", "-.()")


def equivalent(a: Uri, b: Uri) -> bool:
    if a.scheme != b.scheme:
        return False
    if a.is_sip:
        return _same_place(a, b) and _same_params(a.params, b.params) and _headers(a) == _headers(b)
    if a.scheme == "tel":
        return _digits(a) == _digits(b) and _folded(a.params) == _folded(b.params)
    return a.opaque == b.opaque


def _same_place(a: Uri, b: Uri) -> bool:
    """User and password in the same case, the host in any. No port is not port 5060."""
    return _who(a) == _who(b) and _host(a) == _host(b) and a.port == b.port


def _who(uri: Uri) -> tuple[str | None, str | None]:
    return uri.user and _plain(uri.user), uri.password and _plain(uri.password)


def _host(uri: Uri) -> str | tuple[int, ...]:
    return ipv6_groups(uri.host) or uri.host.lower()


def _same_params(a: Params, b: Params) -> bool:
    ours, theirs = _folded(a), _folded(b)
    shared = ours.keys() & theirs.keys()
    alone = ours.keys() ^ theirs.keys()
    return not alone & BOTH_OR_NONE and all(ours[name] == theirs[name] for name in shared)


def _folded(params: Params) -> dict[str, str]:
    return {_plain(name).lower(): _plain(value or "").lower() for name, value in params}


def _headers(uri: Uri) -> list[tuple[str, str]]:
    """In any order; their values are compared as they are."""
    return sorted((_plain(name).lower(), _plain(value)) for name, value in uri.headers)


def _plain(text: str) -> str:
    """Without the escapes that mean the same as their character: all but those of reserved characters."""
    return ESCAPE.sub(lambda found: _character(found.group()), text) if "%" in text else text


def _character(escape: str) -> str:
    character = chr(int(escape[1:], 16))
    return escape.upper() if character in RESERVED or not character.isascii() else character


def _digits(uri: Uri) -> str:
    return (uri.user or "").translate(VISUAL).lower()
