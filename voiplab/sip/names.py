"""Names of headers: the canonical spelling, the compact form (RFC 3261 section 7.3.3 and later ones), and the key of both."""

import re
from functools import lru_cache
from typing import Final

COMPACT: Final = {
    "a": "Accept-Contact",  # RFC 3841
    "b": "Referred-By",  # RFC 3892
    "c": "Content-Type",
    "d": "Request-Disposition",  # RFC 3841
    "e": "Content-Encoding",
    "f": "From",
    "i": "Call-ID",
    "j": "Reject-Contact",  # RFC 3841
    "k": "Supported",
    "l": "Content-Length",
    "m": "Contact",
    "n": "Identity-Info",  # RFC 4474
    "o": "Event",  # RFC 6665
    "r": "Refer-To",  # RFC 3515
    "s": "Subject",
    "t": "To",
    "u": "Allow-Events",  # RFC 6665
    "v": "Via",
    "x": "Session-Expires",  # RFC 4028
    "y": "Identity",  # RFC 4474
}
KEYS: Final = {short: full.lower() for short, full in COMPACT.items()}
NAME: Final = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]++[ \t]*")


@lru_cache(maxsize=512)
def key_of(name: str) -> str:
    """The key of a header's name: the full name in lower case."""
    lower = name.strip(" \t").lower()
    return KEYS.get(lower, lower)
