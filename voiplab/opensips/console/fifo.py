"""What is written into the named pipe of mi_fifo: `:pipe for the answer:{JSON}`, one after another, in pieces of any size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.console.json_rpc import LONGEST

_REQUEST: Final = re.compile(rb":([^:\n]*):(.*)", re.DOTALL)
_MARK: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"|["{}\n]', re.DOTALL)
_BLANKS: Final = b" \t\r\n\0"


@dataclass(frozen=True, slots=True)
class Asked:
    """`pipe`: where the answer goes; empty when none is wanted."""

    pipe: str
    text: str


@dataclass(frozen=True, slots=True)
class Noise:
    """What is no request, and why."""

    says: str


class Requests:
    """A request ends with its object, with the line, or by a silence after it, of which somebody else knows."""

    def __init__(self) -> None:
        self._unread = b""

    @property
    def is_inside(self) -> bool:
        """A request has begun and not ended."""
        return bool(self._unread)

    def take(self, payload: bytes) -> Iterator[Asked | Noise]:
        unread = (self._unread + payload).lstrip(_BLANKS)
        while unread and (end := _end(unread)) is not None:
            yield _request(unread[:end])
            unread = unread[end:].lstrip(_BLANKS)
        self._unread = unread
        if len(unread) > LONGEST:
            self._unread = b""
            yield Noise(f"a request of more than {LONGEST:,} bytes is passed over")

    def rest(self) -> Asked | Noise:
        """What there is of one that has not ended."""
        unread, self._unread = self._unread, b""
        return _request(unread)


def _request(written: bytes) -> Asked | Noise:
    found = _REQUEST.match(written)
    if found is None:
        return Noise("what does not begin with `:pipe for the answer:` is no request, and is passed over")
    pipe, text = found.groups()
    return Asked(pipe.decode("utf-8", "surrogateescape"), text.decode("utf-8", "replace").strip())


def _end(unread: bytes) -> int | None:
    """Where the first request ends: behind the bracket that closes its object, or behind its line."""
    depth = 0
    for mark in _MARK.finditer(unread):
        match mark[0]:
            case b"{":
                depth += 1
            case b"}":
                depth -= 1
                if depth <= 0:
                    return mark.end()
            case b"\n":
                return mark.end()
            case b'"':
                break  # a text that is not over yet
    line = unread.find(b"\n")
    return line + 1 if line >= 0 else None
