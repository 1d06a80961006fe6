"""One m= line and what follows it: RFC 8866 section 5.14, with the rtpmap and fmtp of section 6."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.sdp.codec import LAST_PAYLOAD, STATIC, Codec
from voiplab.sdp.connection import Connection, connection_of
from voiplab.sdp.direction import Direction
from voiplab.sdp.fields import REST, WORD, Fields
from voiplab.sdp.lines import attributes_of, whole_number

LAST_PORT: Final = 65_535

_ENCODING = re.compile(r"[^ /]+(?=/)")
_PORT = re.compile(r"[0-9]{1,5}(?=[ /]|\Z)")
_CLOCK = re.compile(r"[0-9]{1,10}(?=[ /]|\Z)")
_FORMAT_OF_ATTRIBUTE = re.compile(r"[^ ]+(?= )")
_DIRECTIONS = {f"a={direction.value}": direction for direction in Direction}


@dataclass(frozen=True, slots=True)
class Media:
    """`connection` and `direction` are what is in force, said here or for the whole session."""

    lines: tuple[str, ...]
    kind: str
    port: int
    proto: str
    formats: tuple[str, ...]
    connection: Connection | None
    direction: Direction
    codecs: tuple[Codec, ...]
    """One per format that is understood, in the order of preference; dynamic numbers without rtpmap say nothing."""

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        return attributes_of(self.lines)

    @property
    def bandwidth(self) -> tuple[str, ...]:
        """As written: `TIAS:64000`."""
        return tuple(line[2:] for line in self.lines if line.startswith("b="))

    @property
    def ptime(self) -> int | None:
        """Milliseconds per packet, where a whole number of them is asked for."""
        return whole_number(self.attributes, "ptime")

    @property
    def rtcp(self) -> int | None:
        """The port of RFC 3605."""
        return whole_number(self.attributes, "rtcp")


def media_of(section: Sequence[str], connection: Connection | None, direction: Direction) -> Media:
    #  media-field =  %s"m" "=" media SP port ["/" integer] SP proto 1*(SP fmt)
    fields = Fields(section[0], 2)
    kind = fields.take(WORD, "a kind of media")
    port = fields.number(LAST_PORT, "a port", _PORT)
    if section[0].startswith("/", fields.place):
        fields.place += 1
        fields.number(LAST_PORT, "a number of ports")
    proto = fields.take(WORD, "a protocol")
    formats: list[str] = []
    while not fields.is_at_end or not formats:
        formats.append(_format(fields, proto))
    return Media(
        tuple(section),
        kind,
        port,
        proto,
        tuple(formats),
        connection_of(section) or connection,
        direction_of(section) or direction,
        _codecs(section, formats) if _is_rtp(proto) else (),
    )


def _is_rtp(proto: str) -> bool:
    return "RTP/" in proto


def _format(fields: Fields, proto: str) -> str:
    if _is_rtp(proto):
        return str(fields.number(LAST_PAYLOAD, "a payload type from 0 to 127"))
    return fields.take(WORD, "a format")


def direction_of(section: Sequence[str]) -> Direction | None:
    return next((_DIRECTIONS[line] for line in section if line in _DIRECTIONS), None)


def _codecs(section: Sequence[str], formats: Sequence[str]) -> tuple[Codec, ...]:
    parameters = dict(_fmtp(line) for line in section if line.startswith("a=fmtp:"))
    mapped = {codec.payload: codec for codec in (_rtpmap(line) for line in section if line.startswith("a=rtpmap:"))}
    found = []
    for payload in dict.fromkeys(map(int, formats)):
        codec = mapped.get(payload) or STATIC.get(payload)
        if codec is not None:
            found.append(Codec(payload, codec.name, codec.clock, codec.channels, parameters.get(str(payload))))
    return tuple(found)


def _rtpmap(line: str) -> Codec:
    #  rtpmap-value =  payload-type SP encoding-name "/" clock-rate [ "/" encoding-params ]
    fields = Fields(line, len("a=rtpmap:"))
    payload = fields.number(LAST_PAYLOAD, "a payload type from 0 to 127")
    name = fields.take(_ENCODING, "an encoding name and /")
    fields.place += 1
    clock = int(fields.take(_CLOCK, "a clock rate"))
    channels = 1
    if line.startswith("/", fields.place):
        fields.place += 1
        channels = fields.number(255, "a number of channels")
    fields.end()
    return Codec(payload, name, clock, channels)


def _fmtp(line: str) -> tuple[str, str]:
    fields = Fields(line, len("a=fmtp:"))
    return fields.take(_FORMAT_OF_ATTRIBUTE, "a format and its parameters"), fields.take(REST, "parameters")
