"""The lines of a body: cut, checked for what no line may contain, and parted into the session level and its streams."""

import re
from collections.abc import Sequence
from typing import Final

from voiplab.sdp.fields import NUMBER
from voiplab.sip.errors import Malformed

MOST_BYTES: Final = 65_536

_LINE = re.compile(r"[a-z]=[^\0\r]*")
#  The same for all lines at once; whatever does not match is looked at line by line, and what is wrong with it is named.
_SOUND = re.compile(r"v=0(?:\r?\n[a-z]=[^\0\r\n]*+)*+(?:\r?\n)*+")


def sections_of(body: bytes) -> list[list[str]]:
    """The lines of the session level, and those of each stream: an m= line and what follows it."""
    head, *streams = _sound(body).split("\nm=")
    return [head.split("\n"), *[f"m={stream}".split("\n") for stream in streams]]


def _sound(body: bytes) -> str:
    """The lines with LF between them, and none at the end."""
    if len(body) > MOST_BYTES:
        raise Malformed(body[:80].decode("utf-8", "replace"), 1, f"at most {MOST_BYTES} bytes of SDP")
    text = body.decode("utf-8", "surrogateescape")
    if _SOUND.fullmatch(text) is None:
        return "\n".join(checked_lines(text))
    return text.replace("\r\n", "\n").rstrip("\n")


def checked_lines(text: str) -> list[str]:
    # not splitlines(): it would cut at form feeds, NEL and other characters that may stand in a session name
    lines = [line.removesuffix("\r") for line in text.split("\n")]
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


def attributes_of(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    parts = (line[2:].partition(":") for line in lines if line.startswith("a="))
    return tuple((name, value) for name, _, value in parts)


def whole_number(attributes: Sequence[tuple[str, str]], name: str) -> int | None:
    """The number at the beginning of an attribute: more may follow it, as the address does in a=rtcp."""
    value = next((value for known, value in attributes if known == name), "")
    found = NUMBER.match(value)
    return int(found[0]) if found else None
