"""A session description that arrived: RFC 8866. Every line is kept in its order, known or not; what we use is understood.

Lines may end in LF alone (section 5 asks to be tolerant); they are written with CRLF. Of the mandatory lines only v= and o=
are insisted on: nothing here depends on s= and t=, so a telephone that forgets them still gets its call.
Not read: repeated times (r=, z=) and keys (k=). What we say ourselves is a `Description`.
"""

from collections.abc import Sequence
from typing import Final

from voiplab.sdp.connection import LAST_NUMBER, Connection, Origin, connection_of, origin_of
from voiplab.sdp.direction import Direction
from voiplab.sdp.fields import Fields
from voiplab.sdp.lines import attributes_of, sections_of
from voiplab.sdp.media import Media, direction_of, media_of
from voiplab.sip.value import value

ALWAYS: Final = (0, 0)
"""The times of a session that is not planned, such as a call: RFC 8866 section 5.9."""


@value(frozen=True, slots=True)
class Session:
    lines: tuple[str, ...]
    """Those before the first m=."""
    origin: Origin
    name: str
    connection: Connection | None
    times: tuple[tuple[int, int], ...]
    media: tuple[Media, ...]

    @classmethod
    def parse(cls, body: bytes) -> "Session":
        """Whatever the bytes are: a session or `Malformed`."""
        head, *streams = sections_of(body)
        connection = connection_of(head)
        direction = direction_of(head) or Direction.SENDRECV
        return cls(
            tuple(head),
            origin_of(head),
            _name(head),
            connection,
            tuple([_times(line) for line in head if line.startswith("t=")]),
            tuple([media_of(stream, connection, direction) for stream in streams]),
        )

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Those of the session level, as (name, value); a flag has the value ""."""
        return attributes_of(self.lines)

    def __str__(self) -> str:
        lines = list(self.lines)
        for media in self.media:
            lines += media.lines
        return "\r\n".join(lines) + "\r\n"

    def __bytes__(self) -> bytes:
        return str(self).encode("utf-8", "surrogateescape")


def _name(head: Sequence[str]) -> str:
    for line in head:
        if line.startswith("s="):
            return line[2:]
    return ""


def _times(line: str) -> tuple[int, int]:
    return ALWAYS if line == "t=0 0" else read_times(line)


def read_times(line: str) -> tuple[int, int]:
    fields = Fields(line, 2)
    times = fields.number(LAST_NUMBER, "a start time"), fields.number(LAST_NUMBER, "an end time")
    fields.end()
    return times
