"""One m= line and what follows it: RFC 8866 section 5.14, with the rtpmap and fmtp of section 6."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from voiplab.sdp.codec import LAST_PAYLOAD, STATIC, Codec
from voiplab.sdp.connection import Connection, connection_of
from voiplab.sdp.direction import Direction
from voiplab.sdp.fields import REST, WORD, Fields
from voiplab.sdp.lines import attributes_of, whole_number
from voiplab.sip.host import COMMON_PORT
from voiplab.sip.value import value

LAST_PORT: Final = 65_535
REMEMBERED_FORMATS: Final = 64
REMEMBERED_LENGTH: Final = 1024

#  What nearly all write; whatever does not match, as any other media than RTP, is left to the grammar.
_PAYLOAD = "(?:[1-9]?[0-9]|1[01][0-9]|12[0-7])"
_USUAL = re.compile(rf"m=([^ ]+) ({COMMON_PORT}) ((?:[A-Z]+/)*RTP/[A-Z]+) ({_PAYLOAD}(?: {_PAYLOAD})*)")

_ENCODING = re.compile(r"[^ /]+(?=/)")
_PORT = re.compile(r"[0-9]{1,5}(?=[ /]|\Z)")
_CLOCK = re.compile(r"[0-9]{1,10}(?=[ /]|\Z)")
_FORMAT_OF_ATTRIBUTE = re.compile(r"[^ ]+(?= )")
_DIRECTIONS = {f"a={direction.value}": direction for direction in Direction}


@value(frozen=True, slots=True)
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


class Heading(NamedTuple):
    """What an m= line says."""

    kind: str
    port: int
    proto: str
    formats: tuple[str, ...]


def media_of(section: Sequence[str], connection: Connection | None, direction: Direction) -> Media:
    kind, port, proto, formats = _heading(section[0])
    return Media(
        tuple(section),
        kind,
        port,
        proto,
        formats,
        connection_of(section) or connection,
        direction_of(section) or direction,
        _codecs(section, formats) if _is_rtp(proto) else (),
    )


def _heading(line: str) -> Heading:
    found = _USUAL.fullmatch(line)
    if found is None:
        return read_heading(line)
    kind, port, proto, formats = found.groups()
    return Heading(kind, int(port), proto, tuple(formats.split(" ")))


def read_heading(line: str) -> Heading:
    #  media-field =  %s"m" "=" media SP port ["/" integer] SP proto 1*(SP fmt)
    fields = Fields(line, 2)
    kind = fields.take(WORD, "a kind of media")
    port = fields.number(LAST_PORT, "a port", _PORT)
    if line.startswith("/", fields.place):
        fields.place += 1
        fields.number(LAST_PORT, "a number of ports")
    proto = fields.take(WORD, "a protocol")
    formats: list[str] = []
    while not fields.is_at_end or not formats:
        formats.append(_format(fields, proto))
    return Heading(kind, port, proto, tuple(formats))


def _is_rtp(proto: str) -> bool:
    return "RTP/" in proto


def _format(fields: Fields, proto: str) -> str:
    if _is_rtp(proto):
        return str(fields.number(LAST_PAYLOAD, "a payload type from 0 to 127"))
    return fields.take(WORD, "a format")


def direction_of(section: Sequence[str]) -> Direction | None:
    for line in section:
        if line in _DIRECTIONS:
            return _DIRECTIONS[line]
    return None


def _codecs(section: Sequence[str], formats: tuple[str, ...]) -> tuple[Codec, ...]:
    described = tuple([line for line in section if line.startswith(("a=rtpmap:", "a=fmtp:"))])
    # What a product can do is written the same way in every call.
    is_short = len(formats) <= REMEMBERED_FORMATS and sum(map(len, described)) <= REMEMBERED_LENGTH
    return _remembered(described, formats) if is_short else read_codecs(described, formats)


def read_codecs(described: Sequence[str], formats: Sequence[str]) -> tuple[Codec, ...]:
    """The formats with the rtpmap and fmtp lines that describe them."""
    parameters = dict(_fmtp(line) for line in described if line.startswith("a=fmtp:"))
    mapped = {codec.payload: codec for codec in (_rtpmap(line) for line in described if line.startswith("a=rtpmap:"))}
    found = []
    for payload in dict.fromkeys(map(int, formats)):
        codec = mapped.get(payload) or STATIC.get(payload)
        if codec is not None:
            found.append(Codec(payload, codec.name, codec.clock, codec.channels, parameters.get(str(payload))))
    return tuple(found)


_remembered = lru_cache(maxsize=512)(read_codecs)


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
