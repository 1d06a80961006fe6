"""A session description that arrived: RFC 8866. Every line is kept in its order, known or not; what we use is understood.

Lines may end in LF alone (section 5 asks to be tolerant); they are written with CRLF. Of the mandatory lines only v= and o=
are insisted on: telephones that forget s= or t= exist, and are understood everywhere.
Not read: repeated times (r=, z=) and keys (k=). What we say ourselves is a `Description`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from voiplab.sdp.codec import LAST_PAYLOAD, STATIC, Codec
from voiplab.sdp.direction import Direction
from voiplab.sdp.fields import NUMBER, REST, WORD, Fields
from voiplab.sip.errors import Malformed

MOST_BYTES: Final = 65_536
LAST_PORT: Final = 65_535
LAST_NUMBER: Final = 10**20 - 1

_LINE = re.compile(r"[a-z]=[^\0\r]*")
_ENCODING = re.compile(r"[^ /]+(?=/)")
_PORT = re.compile(r"[0-9]{1,5}(?=[ /]|\Z)")
_CLOCK = re.compile(r"[0-9]{1,10}(?=[ /]|\Z)")
_INTERNET = re.compile(r"IN(?= )")
_FAMILY = re.compile(r"IP[46](?= )")
_FORMAT_OF_ATTRIBUTE = re.compile(r"[^ ]+(?= )")
_DIRECTIONS = {f"a={direction.value}": direction for direction in Direction}


class Origin(NamedTuple):
    user: str
    session_id: int
    version: int
    address: str


class Connection(NamedTuple):
    """`family` is IP4 or IP6. The address may be a name, and a multicast address carries its TTL: `224.2.1.1/127`."""

    family: str
    address: str

    @property
    def is_zero(self) -> bool:
        """Send me nothing: how RFC 2543 said hold. IPv6 has `::` for it."""
        return self.address in ("0.0.0.0", "::")


@dataclass(frozen=True, slots=True)
class Media:
    """An m= line and what follows it. `connection` and `direction` are what is in force, said here or for the whole session."""

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
        return _attributes(self.lines)

    @property
    def bandwidth(self) -> tuple[str, ...]:
        """As written: `TIAS:64000`."""
        return tuple(line[2:] for line in self.lines if line.startswith("b="))

    @property
    def ptime(self) -> int | None:
        """Milliseconds per packet, where a whole number of them is asked for."""
        return _whole(self.attributes, "ptime")

    @property
    def rtcp(self) -> int | None:
        """The port of RFC 3605."""
        return _whole(self.attributes, "rtcp")


@dataclass(frozen=True, slots=True)
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
        sections = _sections(_lines(body))
        head = sections[0]
        connection = _connection(head)
        direction = _direction(head) or Direction.SENDRECV
        return cls(
            tuple(head),
            _origin(head),
            next((line[2:] for line in head if line.startswith("s=")), ""),
            connection,
            tuple(_times(line) for line in head if line.startswith("t=")),
            tuple(_media(section, connection, direction) for section in sections[1:]),
        )

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Those of the session level, as (name, value); a flag has the value ""."""
        return _attributes(self.lines)

    def __str__(self) -> str:
        lines = [*self.lines, *(line for media in self.media for line in media.lines)]
        return "".join(f"{line}\r\n" for line in lines)

    def __bytes__(self) -> bytes:
        return str(self).encode("utf-8", "surrogateescape")


def _lines(body: bytes) -> list[str]:
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


def _sections(lines: Sequence[str]) -> list[Sequence[str]]:
    """The session level, and one section per m= line."""
    starts = [index for index, line in enumerate(lines) if line.startswith("m=")]
    return [lines[start:end] for start, end in pairwise([0, *starts, len(lines)])]


def _origin(head: Sequence[str]) -> Origin:
    #  origin-field =  %s"o" "=" username SP sess-id SP sess-version SP nettype SP addrtype SP unicast-address
    line = next((line for line in head if line.startswith("o=")), None)
    if line is None:
        raise Malformed(head[-1], len(head[-1]) + 1, "an o= line")
    fields = Fields(line, 2)
    user = fields.take(WORD, "a user name or -")
    session_id = fields.number(LAST_NUMBER, "a session id")
    version = fields.number(LAST_NUMBER, "a version")
    return Origin(user, session_id, version, _address(fields).address)


def _connection(section: Sequence[str]) -> Connection | None:
    #  connection-field =  %s"c" "=" nettype SP addrtype SP connection-address
    found: Connection | None = None
    for line in section:
        if line.startswith("c="):
            read = _address(Fields(line, 2))
            found = found or read  # several of them are multicast layers: the first is where to begin
    return found


def _address(fields: Fields) -> Connection:
    fields.take(_INTERNET, "IN")
    family = fields.take(_FAMILY, "IP4 or IP6")
    address = fields.take(WORD, "an address")
    fields.end()
    return Connection(family, address)


def _times(line: str) -> tuple[int, int]:
    fields = Fields(line, 2)
    times = fields.number(LAST_NUMBER, "a start time"), fields.number(LAST_NUMBER, "an end time")
    fields.end()
    return times


def _media(section: Sequence[str], connection: Connection | None, direction: Direction) -> Media:
    #  media-field =  %s"m" "=" media SP port ["/" integer] SP proto 1*(SP fmt)
    fields = Fields(section[0], 2)
    kind = fields.take(WORD, "a kind of media")
    port = int(fields.take(_PORT, "a port"))
    if port > LAST_PORT:
        raise Malformed(section[0], 4 + len(kind), "a port")
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
        _connection(section) or connection,
        _direction(section) or direction,
        _codecs(section, formats) if _is_rtp(proto) else (),
    )


def _is_rtp(proto: str) -> bool:
    return "RTP/" in proto


def _format(fields: Fields, proto: str) -> str:
    if _is_rtp(proto):
        return str(fields.number(LAST_PAYLOAD, "a payload type from 0 to 127"))
    return fields.take(WORD, "a format")


def _direction(section: Sequence[str]) -> Direction | None:
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


def _attributes(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    parts = (line[2:].partition(":") for line in lines if line.startswith("a="))
    return tuple((name, value) for name, _, value in parts)


def _whole(attributes: Sequence[tuple[str, str]], name: str) -> int | None:
    """The number at the beginning of an attribute: more may follow it, as the address does in a=rtcp."""
    value = next((value for known, value in attributes if known == name), "")
    found = NUMBER.match(value)
    return int(found[0]) if found else None
