"""A message as the text that it is: first line, header lines as they stand, body. Nothing is interpreted, so nothing is lost.

The package on trial has its own parser; what judges it does not use it.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

COMPACT: Final = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
    "k": "supported",
    "o": "event",
    "r": "refer-to",
}


class Header(NamedTuple):
    """`name` as it is spelled; `rest` from the colon to the line end, spaces and folding included."""

    name: str
    rest: str

    @property
    def canonical(self) -> str:
        lower = self.name.strip().lower()
        return COMPACT.get(lower, lower)

    @property
    def value(self) -> str:
        return " ".join(self.rest[1:].split())


class Text(NamedTuple):
    """`body` in lines, each with the line end that it has."""

    start: str
    headers: tuple[Header, ...]
    body: tuple[str, ...]

    @property
    def is_request(self) -> bool:
        return not self.start.startswith("SIP/2.0 ")

    @property
    def method(self) -> str:
        """Of a request its own, of a response that of its CSeq; empty when it has none."""
        named = re.match(r"\w*", self.start if self.is_request else self.first("CSeq").partition(" ")[2])
        return named[0] if named else ""

    @property
    def status(self) -> int:
        return int(self.start[8:11])

    def all(self, name: str) -> Sequence[str]:
        return [header.value for header in self.headers if header.canonical == name.lower()]

    def first(self, name: str) -> str:
        """The value of the first header of that name; empty when there is none."""
        return next(iter(self.all(name)), "")


@cache
def read(raw: bytes) -> Text:
    head, _, body = raw.partition(b"\r\n\r\n")
    start, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    headers: list[Header] = []
    for line in lines:
        if line[:1] in (" ", "\t") and headers:
            headers[-1] = headers[-1]._replace(rest=f"{headers[-1].rest}\r\n{line}")
        else:
            name, colon, rest = line.partition(":")
            headers.append(Header(name, colon + rest))
    text = body.decode("utf-8", "surrogateescape")
    return Text(start, tuple(headers), tuple(text.splitlines(keepends=True)))


def assemble(text: Text) -> bytes:
    """The inverse of `read`."""
    lines = [text.start, *(header.name + header.rest for header in text.headers)]
    return ("\r\n".join(lines) + "\r\n\r\n" + "".join(text.body)).encode("utf-8", "surrogateescape")


def uri_of(value: str) -> str:
    """The URI of a From, To or Contact value, without display name, brackets and header parameters."""
    before, bracket, inside = value.partition("<")
    return inside.partition(">")[0] if bracket else before.partition(";")[0].strip()
