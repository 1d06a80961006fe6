"""A session as the grammar alone reads it: no usual forms, nothing remembered."""

from collections.abc import Sequence
from itertools import pairwise

from voiplab.sdp.connection import Connection, origin_of, read_connection, read_origin
from voiplab.sdp.direction import Direction
from voiplab.sdp.lines import checked_lines
from voiplab.sdp.media import Media, direction_of, read_codecs, read_heading
from voiplab.sdp.session import Session, read_times


def strictly(body: bytes) -> Session:
    lines = checked_lines(body.decode("utf-8", "surrogateescape"))
    starts = [index for index, line in enumerate(lines) if line.startswith("m=")]
    head, *streams = (lines[start:end] for start, end in pairwise([0, *starts, len(lines)]))
    connection = _connection(head)
    direction = direction_of(head) or Direction.SENDRECV
    origins = of_kind(head, "o=")
    return Session(
        tuple(head),
        read_origin(origins[0]) if origins else origin_of(head),
        (*of_kind(head, "s="), "s=")[0][2:],
        connection,
        tuple(read_times(line) for line in of_kind(head, "t=")),
        tuple(_media(stream, connection, direction) for stream in streams),
    )


def of_kind(section: Sequence[str], beginning: str) -> list[str]:
    return [line for line in section if line.startswith(beginning)]


def _connection(section: Sequence[str]) -> Connection | None:
    return next(iter([read_connection(line) for line in of_kind(section, "c=")]), None)


def _media(section: Sequence[str], connection: Connection | None, direction: Direction) -> Media:
    kind, port, proto, formats = read_heading(section[0])
    return Media(
        tuple(section),
        kind,
        port,
        proto,
        formats,
        _connection(section) or connection,
        direction_of(section) or direction,
        read_codecs(section, formats) if "RTP/" in proto else (),
    )
