"""The phone's answer to a digest challenge, computed apart from the package that is on trial here.

RFC 2617 section 3.2.2 with the algorithms of RFC 8760; qop auth or none.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import partial
from typing import Final

_HASHES: Final = {"MD5": "md5", "SHA-256": "sha256"}
_PARAMETER: Final = re.compile(r'([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))')


def parameters(value: str) -> dict[str, str]:
    """Of a challenge or an answer, by lower-case name, without their quotes."""
    return {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(value)}


def response(answer: Mapping[str, str], method: str, password: str) -> str:
    """What `response` must be, given the other parameters of the answer."""
    hashed = partial(_hash, answer.get("algorithm", "MD5"))
    secret = hashed(f"{answer['username']}:{answer['realm']}:{password}")
    asked = hashed(f"{method}:{answer['uri']}")
    if "qop" not in answer:
        return hashed(f"{secret}:{answer['nonce']}:{asked}")
    once = f"{answer['nonce']}:{answer['nc']}:{answer['cnonce']}:{answer['qop']}"
    return hashed(f"{secret}:{once}:{asked}")


def _hash(algorithm: str, text: str) -> str:
    return hashlib.new(_HASHES[algorithm.upper()], text.encode()).hexdigest()


def answered(value: str, method: str, password: str) -> str:
    """The value of an Authorization header with its `response` computed anew, all else as it stands."""
    right = response(parameters(value), method, password)
    return re.sub(r'(\bresponse\s*=\s*")[^"]*', rf"\g<1>{right}", value)
