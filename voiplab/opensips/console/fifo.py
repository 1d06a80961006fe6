"""What is written into the named pipe of mi_fifo: `:pipe for the answer:{JSON}`, one after another, in pieces of any size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.console.json_rpc import LONGEST

_REQUEST: Final = re.compile(rb":([^:\n]*):(.*)", re.DOTALL)
_MARK: Final = re.compile(rb'[\\"{}\n]')
_BLANKS: Final = re.compile(rb"[ \t\r\n\0]*")
_LINE_END: Final = 10


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
    """A request ends with its object, with the line, or by a silence after it, of which somebody else knows.

    Each byte is looked at once, in however small pieces they come.
    """

    def __init__(self) -> None:
        self._unread = bytearray()
        self._seen = 0
        self._depth = 0
        self._is_text = False
        """The bytes up to `_seen` end inside of quotes."""

    def _drop(self, length: int) -> None:
        """So many bytes, and the blanks behind them: another request begins."""
        del self._unread[:length]
        blanks = _BLANKS.match(self._unread)
        assert blanks is not None  # there may be none
        del self._unread[: blanks.end()]
        self._seen = self._depth = 0
        self._is_text = False

    @property
    def is_inside(self) -> bool:
        """A request has begun and not ended."""
        return bool(self._unread)

    def take(self, payload: bytes) -> Iterator[Asked | Noise]:
        is_new = not self._unread
        self._unread += payload
        if is_new:
            self._drop(0)
        while (end := self._end()) is not None:
            written = bytes(self._unread[:end])
            self._drop(end)
            yield _request(written)
        if len(self._unread) > LONGEST:
            self._drop(len(self._unread))
            yield Noise(f"a request of more than {LONGEST:,} bytes is passed over")

    def rest(self) -> Asked | Noise:
        """What there is of one that has not ended."""
        written = bytes(self._unread)
        self._drop(len(written))
        return _request(written)

    def _end(self) -> int | None:
        """Where the request ends: behind the bracket that closes its object, or behind its line."""
        while (mark := _MARK.search(self._unread, self._seen)) is not None:
            self._seen = mark.end()
            match mark[0]:
                case b"\n":
                    return self._seen
                case b'"':
                    self._is_text = not self._is_text
                case b"\\" if self._is_text:
                    if self._seen == len(self._unread):
                        self._seen -= 1  # what it stands before is still to come
                        return None
                    self._seen += self._unread[self._seen] != _LINE_END
                case b"{" if not self._is_text:
                    self._depth += 1
                case b"}" if not self._is_text:
                    self._depth -= 1
                    if self._depth <= 0:
                        return self._seen
        self._seen = len(self._unread)
        return None


def _request(written: bytes) -> Asked | Noise:
    found = _REQUEST.match(written)
    if found is None:
        return Noise("what does not begin with `:pipe for the answer:` is no request, and is passed over")
    pipe, text = found.groups()
    return Asked(pipe.decode("utf-8", "surrogateescape"), text.decode("utf-8", "replace").strip())
