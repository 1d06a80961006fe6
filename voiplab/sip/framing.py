"""Messages on a stream: RFC 3261 section 18.3. Content-Length says where one ends; line ends between them are keep-alives.

Only Content-Length is looked at. A message that is wrong in other ways is framed like any other, so that it can be answered.
Not here: the CRLF that RFC 5626 section 4.4.1 sends back for a double CRLF.
"""

import re
from typing import Final

from voiplab.sip.errors import Malformed
from voiplab.sip.lines import read_length
from voiplab.sip.message import LARGEST
from voiplab.sip.reader import FOLD
from voiplab.sip.value import value

END_OF_HEAD: Final = b"\r\n\r\n"
LENGTH: Final = re.compile(r"\r\n((?:content-length|l)[ \t]*:([^\r\n]*))", re.IGNORECASE | re.ASCII)


@value(frozen=True, slots=True)
class Unframed:
    """What has no end that can be known. Whatever follows on the connection means nothing: it has to be closed."""

    data: bytes
    why: Malformed


class Framer:
    """One direction of one connection; `limit` bounds a message, headers and body together."""

    def __init__(self, limit: int = LARGEST) -> None:
        self.limit = limit
        self.is_broken = False
        self._buffer = bytearray()
        self._searched = 0
        """So far there is no end of the headers."""
        self._end: int | None = None
        """Where the message at the beginning of the buffer ends, once its headers are here."""

    @property
    def is_waiting(self) -> bool:
        """The beginning of a message is here, and its end is not."""
        return bool(self._buffer) and not self.is_broken

    def feed(self, data: bytes) -> list[bytes | Unframed]:
        """The messages that these bytes complete. An `Unframed` is the last item, and nothing is taken after it."""
        if self.is_broken:
            return []
        self._buffer += data
        found: list[bytes | Unframed] = []
        try:
            while (message := self._next()) is not None:
                found.append(message)
        except Malformed as why:
            self.is_broken = True
            found.append(Unframed(bytes(self._buffer), why))
        return found

    def _next(self) -> bytes | None:
        if self._end is None:
            self._end = self._find_end()
        if self._end is None or len(self._buffer) < self._end:
            return None
        message = bytes(self._buffer[: self._end])
        del self._buffer[: self._end]
        self._end = None
        self._searched = 0
        return message

    def _find_end(self) -> int | None:
        if self._buffer.startswith((b"\r", b"\n")):
            self._buffer = self._buffer.lstrip(b"\r\n")
        head = self._buffer.find(END_OF_HEAD, self._searched)
        if max(head, len(self._buffer) if head < 0 else 0) > self.limit:
            raise Malformed("", 1, f"headers of at most {self.limit} bytes")
        if head < 0:
            # The end may arrive in pieces.
            self._searched = max(0, len(self._buffer) - len(END_OF_HEAD) + 1)
            return None
        begin = head + len(END_OF_HEAD)
        return begin + _length(self._buffer[:head].decode("utf-8", "surrogateescape"), self.limit - begin)


def _length(head: str, limit: int) -> int:
    fields = LENGTH.findall(FOLD.sub(" ", head))
    if len(fields) != 1:
        raise Malformed(head.partition("\r\n")[0], 1, f"one Content-Length header, not {len(fields)}")
    line, value = fields[0]
    return read_length(line, value, limit)
