"""The lines of a body: cut, checked for what no line may contain, and parted into the session level and its streams."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from voiplab.sdp.fields import NUMBER
from voiplab.sip.errors import Malformed

MOST_BYTES: Final = 65_536

_LINE = re.compile(r"[a-z]=[^\0\r]*")


def lines_of(body: bytes) -> list[str]:
    if len(body) > MOST_BYTES:
        raise Malformed(body[:80].decode("utf-8", "replace"), 1, f"at most {MOST_BYTES} bytes of SDP")
    # not splitlines(): it would cut at form feeds, NEL and other characters that may stand in a session name
    lines = [line.removesuffix("\r") for line in body.decode("utf-8", "surrogateescape").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    for line in lines:
        found = _LINE.match(line)
        if found is None:
            raise Malformed(line, 1, "a lower-case letter and =")
        if found.end() < len(line):
            raise Malformed(line, found.end() + 1, "no NUL and no lone CR")
    if not lines or lines[0] != "v=0":
        raise Malformed(lines[0] if lines else "", 1, "v=0")
    return lines


def sections_of(lines: Sequence[str]) -> list[Sequence[str]]:
    """The session level, and one section per m= line."""
    starts = [index for index, line in enumerate(lines) if line.startswith("m=")]
    return [lines[start:end] for start, end in pairwise([0, *starts, len(lines)])]


def attributes_of(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    parts = (line[2:].partition(":") for line in lines if line.startswith("a="))
    return tuple((name, value) for name, _, value in parts)


def whole_number(attributes: Sequence[tuple[str, str]], name: str) -> int | None:
    """The number at the beginning of an attribute: more may follow it, as the address does in a=rtcp."""
    value = next((value for known, value in attributes if known == name), "")
    found = NUMBER.match(value)
    return int(found[0]) if found else None
