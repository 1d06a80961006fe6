"""A SIP message (RFC 3261 section 7) as it arrived, byte for byte, with typed views that are read on first use.

`parse` looks at structure only: the start line, the names of the headers, the length of the body. What stands in a header is
read, and found malformed, when its view is asked for; `validation` asks for all that an element relies on.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from voiplab.sip.digest import Challenge, Credentials
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.date import parse_date
from voiplab.sip.headers.expiry import RetryAfter, SessionExpires, parse_hops, parse_min_se, parse_number
from voiplab.sip.headers.name_addr import NameAddr, Star
from voiplab.sip.headers.named import MediaType, Named, Reason, Replaces
from voiplab.sip.headers.sequence import CSeq, RAck
from voiplab.sip.headers.tokens import parse_call_id, parse_tokens
from voiplab.sip.headers.via import Via
from voiplab.sip.headers.warning import WarningValue
from voiplab.sip.lines import Cell, read_length, read_lines, read_request_line, read_status_line, split_head
from voiplab.sip.names import key_of
from voiplab.sip.shape import Shape, shape_of
from voiplab.sip.uri import Uri, parse_within
from voiplab.sip.views import Headers, View, each, every, only, perhaps, topmost

#  From/To without a parameter before the tag: nearly all of them. Anything else is left to the grammar.
TAGGED: Final = re.compile(
    r"""(?:"[^"\\]*"[ ]*)?(?:[^";,<>]*<[^"<>]*>|[^";,<>\s]+)(?:;tag=([A-Za-z0-9\-.!%*_+`'~]+))?"""
)


def _read_contacts(message: Headers, header: str) -> tuple[NameAddr, ...] | Star:
    values = message.values(header)
    return Star.STAR if values == ("*",) else tuple([one for value in values for one in NameAddr.parse_list(value)])


class Field(NamedTuple):
    name: str
    """As it is spelt."""
    value: str
    """Unfolded, without the white space around it."""


class Message:
    """What requests and responses share. Two messages are equal when their bytes are."""

    __slots__ = ("_cells", "_lines", "_shape", "body", "raw", "read", "start")

    def __init__(self, raw: bytes, lines: list[str], cells: list[Cell], shape: Shape, body: bytes) -> None:
        self.raw = raw
        self.start = lines[0]
        self.body = body
        self.read: dict[str, object] = {}
        self._lines = lines
        self._cells = cells
        self._shape = shape

    def __eq__(self, other: object) -> bool:
        return self.raw == other.raw if isinstance(other, Message) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"<{self.start}>"

    @property
    def fields(self) -> Sequence[Field]:
        return tuple([Field(name.rstrip(" \t"), value.strip(" \t")) for name, _, value in self._cells[1:]])

    def get(self, name: str) -> str | None:
        """The first value of a header, by its canonical or compact name in any case."""
        place = self._shape.first.get(key_of(name))
        return None if place is None else self._cells[place][2].strip(" \t")

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a header, one per line, in order."""
        places = self._shape.places.get(key_of(name), ())
        return tuple([self._cells[place][2].strip(" \t") for place in places])

    def write(self) -> bytes:
        """The message from its lines: what arrived, without octets beyond its end."""
        return ("\r\n".join(self._lines) + "\r\n\r\n").encode("utf-8", "surrogateescape") + self.body

    via = View("Via", topmost(Via.parse_list))
    """That of the element which sent this message to us."""
    vias = View("Via", every(Via.parse_list))
    from_ = View("From", only(NameAddr.parse))
    to = View("To", only(NameAddr.parse))
    call_id = View("Call-ID", only(parse_call_id))
    cseq = View("CSeq", only(CSeq.parse))
    max_forwards = View("Max-Forwards", perhaps(parse_hops))

    contacts = View("Contact", _read_contacts)
    routes = View("Route", every(NameAddr.parse_list))
    record_routes = View("Record-Route", every(NameAddr.parse_list))
    path = View("Path", every(NameAddr.parse_list))
    service_route = View("Service-Route", every(NameAddr.parse_list))

    require = View("Require", every(parse_tokens))
    proxy_require = View("Proxy-Require", every(parse_tokens))
    supported = View("Supported", every(parse_tokens))
    unsupported = View("Unsupported", every(parse_tokens))
    allow = View("Allow", every(parse_tokens))
    allow_events = View("Allow-Events", every(parse_tokens))
    rseq = View("RSeq", perhaps(parse_number))
    rack = View("RAck", perhaps(RAck.parse))

    expires = View("Expires", perhaps(parse_number))
    min_expires = View("Min-Expires", perhaps(parse_number))
    session_expires = View("Session-Expires", perhaps(SessionExpires.parse))
    min_se = View("Min-SE", perhaps(parse_min_se))
    retry_after = View("Retry-After", perhaps(RetryAfter.parse))
    date = View("Date", perhaps(parse_date))
    warning = View("Warning", every(WarningValue.parse_list))
    reason = View("Reason", every(Reason.parse_list))

    content_type = View("Content-Type", perhaps(MediaType.parse))
    content_disposition = View("Content-Disposition", perhaps(Named.parse))
    content_encoding = View("Content-Encoding", every(parse_tokens))
    info_package = View("Info-Package", perhaps(Named.parse))

    refer_to = View("Refer-To", perhaps(NameAddr.parse))
    referred_by = View("Referred-By", perhaps(NameAddr.parse))
    replaces = View("Replaces", perhaps(Replaces.parse))
    event = View("Event", perhaps(Named.parse))
    subscription_state = View("Subscription-State", perhaps(Named.parse))
    remote_party_id = View("Remote-Party-ID", every(NameAddr.parse_list))
    p_asserted_identity = View("P-Asserted-Identity", every(NameAddr.parse_list))

    www_authenticate = View("WWW-Authenticate", each(Challenge.parse))
    proxy_authenticate = View("Proxy-Authenticate", each(Challenge.parse))
    authorization = View("Authorization", each(Credentials.parse))
    proxy_authorization = View("Proxy-Authorization", each(Credentials.parse))

    @property
    def contact(self) -> NameAddr | None:
        """The first Contact; a star is no address."""
        contacts = self.contacts
        return contacts[0] if isinstance(contacts, tuple) and contacts else None

    @property
    def branch(self) -> str | None:
        return self.via.branch

    @property
    def from_tag(self) -> str | None:
        return self._tag("From") if "from_" not in self.read else self.from_.tag

    @property
    def to_tag(self) -> str | None:
        return self._tag("To") if "to" not in self.read else self.to.tag

    def _tag(self, header: str) -> str | None:
        found = TAGGED.fullmatch(self.get(header) or "")
        if found is None:
            return self.from_.tag if header == "From" else self.to.tag
        return found[1]


class Request(Message):
    __slots__ = ("method", "uri", "version")

    target = View("", lambda message, _: _read_target(message))
    """The Request-URI."""

    def __init__(self, raw: bytes, lines: list[str], cells: list[Cell], shape: Shape, body: bytes) -> None:
        super().__init__(raw, lines, cells, shape, body)
        self.method, self.uri, self.version = read_request_line(self.start)


class Response(Message):
    __slots__ = ("phrase", "status")

    def __init__(self, raw: bytes, lines: list[str], cells: list[Cell], shape: Shape, body: bytes) -> None:
        super().__init__(raw, lines, cells, shape, body)
        self.status, self.phrase = read_status_line(self.start)


def _read_target(message: Headers) -> Uri:
    method, uri, _ = read_request_line(message.start)
    return parse_within(uri, message.start, len(method) + 1)


LARGEST: Final = 65535
"""What a UDP datagram can hold; messages over TCP are held to it too."""


def parse(data: bytes) -> Request | Response:
    """The message in one UDP datagram. What follows its end is left out (RFC 3261 section 18.3)."""
    if len(data) > LARGEST:
        raise Malformed("", 1, f"a message of at most {LARGEST} bytes, not {len(data)}")
    head, blank, body = data.partition(b"\r\n\r\n")
    text = head.decode("utf-8", "surrogateescape")
    lines = text.split("\r\n")
    cells = [line.partition(":") for line in lines]
    shape = shape_of(tuple([cell[0] for cell in cells]))
    if shape is None or not blank or text.count("\r") + text.count("\n") != 2 * len(lines) - 2:
        return parse_strictly(data)
    return _assemble(data, lines, cells, shape, body)


def parse_strictly(data: bytes) -> Request | Response:
    """The same as `parse`, line by line: folded lines are put together, and what is wrong is found and named."""
    head, body = split_head(data)
    lines, cells = read_lines(head)
    shape = shape_of(tuple([cell[0] for cell in cells]))
    if shape is None:
        raise Malformed(lines[0], 1, "headers with names")
    return _assemble(data, lines, cells, shape, body)


def _assemble(data: bytes, lines: list[str], cells: list[Cell], shape: Shape, body: bytes) -> Request | Response:
    kind = Response if lines[0].startswith("SIP/") else Request
    return kind(data, lines, cells, shape, body[: _length(lines, cells, shape, len(body))])


def _length(lines: list[str], cells: list[Cell], shape: Shape, there: int) -> int:
    """The length of the body, of which `there` bytes arrived."""
    places = shape.places.get("content-length")
    if places is None:
        return there
    if len(places) > 1:
        raise Malformed(lines[places[1]], 1, "only one Content-Length")
    return read_length(lines[places[0]], cells[places[0]][2], there)
