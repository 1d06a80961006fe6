"""What differs between any two runs and tells nothing: the one table that a comparison of messages goes by."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

Rule = tuple[re.Pattern[str], str]

_TAG: Final[Rule] = (re.compile(r";tag=[^;,>\s]+", re.IGNORECASE), ";tag=*")
_NONCES: Final[tuple[Rule, ...]] = tuple(
    (re.compile(rf'(?<!\w){name}=(?:"[^"]*"|[^",\s]*)', re.IGNORECASE), f"{name}=*")
    for name in ("nonce", "cnonce", "response", "opaque")
)

HEADERS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "via": (
        (re.compile(r";branch=[^;,\s]+", re.IGNORECASE), ";branch=*"),
        (re.compile(r";rport=\d+", re.IGNORECASE), ";rport=*"),
    ),
    "from": (_TAG,),
    "to": (_TAG,),
    "call-id": ((re.compile(r".+"), "*"),),
    "rseq": ((re.compile(r"\d+"), "*"),),
    "rack": ((re.compile(r"\d+ +\d+"), "* *"),),
    "replaces": ((re.compile(r"^[^;]+"), "*"), (re.compile(r"(to|from)-tag=[^;]+", re.IGNORECASE), r"\1-tag=*")),
    "www-authenticate": _NONCES,
    "proxy-authenticate": _NONCES,
    "authorization": _NONCES,
    "proxy-authorization": _NONCES,
    "date": ((re.compile(r".+"), "*"),),
    "content-length": ((re.compile(r"\d+"), "*"),),  # it follows from the body, which is compared
}
"""Header -> what is made alike in its value. CSeq is not here: its distance from the first one of its side is compared."""

SDP: Final[tuple[Rule, ...]] = (
    (re.compile(r"^o=(\S+) \d+ \d+ "), r"o=\1 * * "),
    (re.compile(r"^(m=\w+) \d{2,5} "), r"\1 * "),  # port 0 refuses a stream, and stays
    (re.compile(r"^a=(ssrc|rtcp):\S+"), r"a=\1:*"),
)


class Ignored(NamedTuple):
    """What a comparison passes over: in headers, and in lines of session descriptions."""

    headers: Mapping[str, tuple[Rule, ...]]
    sdp: tuple[Rule, ...]


BETWEEN_RUNS: Final = Ignored(HEADERS, SDP)
NOTHING: Final = Ignored({}, ())


def alike(value: str, rules: tuple[Rule, ...]) -> str:
    for pattern, instead in rules:
        value = pattern.sub(instead, value)
    return value
