"""A SIP message (RFC 3261 section 7) as it arrived, byte for byte, with typed views that are read on first use.

`parse` looks at structure only: the start line, the names of the headers, the length of the body. What stands in a header is
read, and found malformed, when its view is asked for; `validation` asks for all that an element relies on.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from voiplab.sip.digest import Challenge, Credentials
from voiplab.sip.errors import Malformed
from voiplab.sip.facts import Facts, scan
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


def _read_contacts(message: Headers) -> tuple[NameAddr, ...] | Star:
    values = message.values("Contact")
    return Star.STAR if values == ("*",) else tuple([one for value in values for one in NameAddr.parse_list(value)])


def _read_target(start: str) -> Uri:
    method, uri, _ = read_request_line(start)
    return parse_within(uri, start, len(method) + 1)


class Field(NamedTuple):
    name: str
    """As it is spelt."""
    value: str
    """Unfolded, without the white space around it."""


class Message:
    """What requests and responses share. Two messages are equal when their bytes are."""

    def __init__(self, raw: bytes, lines: list[str], cells: list[Cell], shape: Shape, body: bytes) -> None:
        self.raw = raw
        self.lines = lines
        """Start line and headers as they arrived, a folded one with its line ends."""
        self.cells = cells
        """The lines cut at their first colon, and unfolded."""
        self.shape = shape
        self.start = lines[0]
        self.body = body

    def __eq__(self, other: object) -> bool:
        return self.raw == other.raw if isinstance(other, Message) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"<{self.start}>"

    @property
    def fields(self) -> Sequence[Field]:
        return tuple([Field(name.rstrip(" \t"), value.strip(" \t")) for name, _, value in self.cells[1:]])

    def get(self, name: str) -> str | None:
        """The first value of a header, by its canonical or compact name in any case."""
        places = self.shape.places.get(key_of(name))
        return None if places is None else self.cells[places[0]][2].strip(" \t")

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a header, one per line, in order."""
        places = self.shape.places.get(key_of(name), ())
        return tuple([self.cells[place][2].strip(" \t") for place in places])

    def write(self) -> bytes:
        """The message from its lines: what arrived, without octets beyond its end."""
        return ("\r\n".join(self.lines) + "\r\n\r\n").encode("utf-8", "surrogateescape") + self.body

    via = topmost("Via", Via.parse_list)
    """That of the element which sent this message to us."""
    vias = every("Via", Via.parse_list)
    from_ = only("From", NameAddr.parse)
    to = only("To", NameAddr.parse)
    call_id = only("Call-ID", parse_call_id)
    cseq = only("CSeq", CSeq.parse)
    max_forwards = perhaps("Max-Forwards", parse_hops)

    contacts = View(_read_contacts)
    routes = every("Route", NameAddr.parse_list)
    record_routes = every("Record-Route", NameAddr.parse_list)
    path = every("Path", NameAddr.parse_list)
    service_route = every("Service-Route", NameAddr.parse_list)

    require = every("Require", parse_tokens)
    proxy_require = every("Proxy-Require", parse_tokens)
    supported = every("Supported", parse_tokens)
    unsupported = every("Unsupported", parse_tokens)
    allow = every("Allow", parse_tokens)
    allow_events = every("Allow-Events", parse_tokens)
    rseq = perhaps("RSeq", parse_number)
    rack = perhaps("RAck", RAck.parse)

    expires = perhaps("Expires", parse_number)
    min_expires = perhaps("Min-Expires", parse_number)
    session_expires = perhaps("Session-Expires", SessionExpires.parse)
    min_se = perhaps("Min-SE", parse_min_se)
    retry_after = perhaps("Retry-After", RetryAfter.parse)
    date = perhaps("Date", parse_date)
    warning = every("Warning", WarningValue.parse_list)
    reason = every("Reason", Reason.parse_list)

    content_type = perhaps("Content-Type", MediaType.parse)
    content_disposition = perhaps("Content-Disposition", Named.parse)
    content_encoding = every("Content-Encoding", parse_tokens)
    info_package = perhaps("Info-Package", Named.parse)

    refer_to = perhaps("Refer-To", NameAddr.parse)
    referred_by = perhaps("Referred-By", NameAddr.parse)
    replaces = perhaps("Replaces", Replaces.parse)
    event = perhaps("Event", Named.parse)
    subscription_state = perhaps("Subscription-State", Named.parse)
    remote_party_id = every("Remote-Party-ID", NameAddr.parse_list)
    p_asserted_identity = every("P-Asserted-Identity", NameAddr.parse_list)

    www_authenticate = each("WWW-Authenticate", Challenge.parse)
    proxy_authenticate = each("Proxy-Authenticate", Challenge.parse)
    authorization = each("Authorization", Credentials.parse)
    proxy_authorization = each("Proxy-Authorization", Credentials.parse)

    @property
    def contact(self) -> NameAddr | None:
        """The first Contact; a star is no address."""
        contacts = self.contacts
        return contacts[0] if isinstance(contacts, tuple) and contacts else None

    scanned = View(scan)
    """The facts, where every header that they stand in is written as usual."""

    @property
    def facts(self) -> Facts:
        """What leads the message to its transaction and dialog."""
        if self.scanned:
            return self.scanned
        via, cseq = self.via, self.cseq
        ends = (self.from_.tag, self.to.tag, self.call_id)
        return Facts(via.host, via.port, via.branch, *ends, cseq.number, cseq.method, self.max_forwards)

    @property
    def branch(self) -> str | None:
        return self.scanned.branch if self.scanned else self.via.branch

    @property
    def from_tag(self) -> str | None:
        return self.scanned.from_tag if self.scanned else self.from_.tag

    @property
    def to_tag(self) -> str | None:
        return self.scanned.to_tag if self.scanned else self.to.tag


class Request(Message):
    target = View(lambda message: _read_target(message.start))
    """The Request-URI."""

    def __init__(self, raw: bytes, lines: list[str], cells: list[Cell], shape: Shape, body: bytes) -> None:
        Message.__init__(self, raw, lines, cells, shape, body)
        self.method, self.uri, self.version = read_request_line(self.start)


class Response(Message):
    def __init__(self, raw: bytes, lines: list[str], cells: list[Cell], shape: Shape, body: bytes) -> None:
        Message.__init__(self, raw, lines, cells, shape, body)
        self.status, self.phrase = read_status_line(self.start)


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
    place = shape.single.get("content-length")
    if place is not None:
        value = cells[place][2]
        if value.strip(" \t") != str(len(body)):
            body = body[: read_length(lines[place], value, len(body))]
    elif "content-length" in shape.places:
        raise Malformed(lines[shape.places["content-length"][1]], 1, "only one Content-Length")
    kind = Response if lines[0].startswith("SIP/") else Request
    return kind(data, lines, cells, shape, body)
