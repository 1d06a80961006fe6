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
from voiplab.sip.headers.expiry import RetryAfter, SessionExpires, parse_expiry, parse_hops, parse_min_se, parse_number
from voiplab.sip.headers.name_addr import NameAddr, Star
from voiplab.sip.headers.named import MediaType, Named, Reason, Replaces
from voiplab.sip.headers.sequence import CSeq, RAck
from voiplab.sip.headers.tokens import parse_call_id, parse_tokens
from voiplab.sip.headers.via import Via
from voiplab.sip.headers.warning import WarningValue
from voiplab.sip.lines import find_target, read_headers, read_length, read_request_line, read_status_line, split_head
from voiplab.sip.names import key_of
from voiplab.sip.shape import Shape, shape_of
from voiplab.sip.uri import parse_within
from voiplab.sip.views import Headers, View, each, every, miscounted, only, perhaps

ADDRESSES: Final = every("Contact", NameAddr.parse_list)


def _read_contacts(message: Headers) -> tuple[NameAddr, ...] | Star:
    place = message.shape.single.get("contact")
    if place is None:
        return ADDRESSES.read(message)
    text = message.texts[place].strip(" \t")
    return Star.STAR if text == "*" else NameAddr.parse_list(text)


def _read_top_via(message: Headers) -> Via:
    """Those below it are not looked at: what goes in circles has a thousand of them."""
    places = message.shape.places.get("via")
    if places is None:
        raise miscounted(message, "Via")
    return Via.parse_list(message.texts[places[0]].strip(" \t"))[0]


def _read_branch(message: Headers) -> str | None:
    scanned = message.scanned
    return _read_top_via(message).branch if scanned is None else scanned.branch


def _read_from_tag(message: Headers) -> str | None:
    scanned = message.scanned
    return message.from_.tag if scanned is None else scanned.from_tag


def _read_to_tag(message: Headers) -> str | None:
    scanned = message.scanned
    return message.to.tag if scanned is None else scanned.to_tag


class Field(NamedTuple):
    name: str
    """As it is spelt."""
    value: str
    """Unfolded, without the white space around it."""


class Message:
    """What requests and responses share. Two messages are equal when their bytes are."""

    def __init__(
        self, raw: bytes, start: str, lines: list[str], shape: Shape, texts: tuple[str, ...], body: bytes
    ) -> None:
        self.raw = raw
        self.start = start
        self.lines = lines
        """The headers as they arrived, a folded one with its line ends."""
        self.shape = shape
        """Their names, and where they stand."""
        self.texts = texts
        """What follows their colons, unfolded."""
        self.body = body
        self.faults: dict[str, Malformed] = {}
        self._read_start()

    def _read_start(self) -> None:
        """Request line and status line have nothing in common."""

    def __eq__(self, other: object) -> bool:
        return self.raw == other.raw if isinstance(other, Message) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"<{self.start}>"

    @property
    def fields(self) -> Sequence[Field]:
        pairs = zip(self.shape.names, self.texts, strict=True)
        return tuple([Field(name.rstrip(" \t"), text.strip(" \t")) for name, text in pairs])

    def get(self, name: str) -> str | None:
        """The first value of a header, by its canonical or compact name in any case."""
        places = self.shape.places.get(key_of(name))
        return None if places is None else self.texts[places[0]].strip(" \t")

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a header, one per line, in order."""
        places = self.shape.places.get(key_of(name), ())
        return tuple([self.texts[place].strip(" \t") for place in places])

    def write(self) -> bytes:
        """The message from its lines: what arrived, without octets beyond its end."""
        head = "\r\n".join(self.lines)
        text = f"{self.start}\r\n{head}\r\n\r\n" if self.lines else f"{self.start}\r\n\r\n"
        return text.encode("utf-8", "surrogateescape") + self.body

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

    expires = perhaps("Expires", parse_expiry)
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

    via = View(_read_top_via)
    """The topmost Via: of the element which sent this message to us."""

    @property
    def has_one_via(self) -> bool:
        """As a response to us has (RFC 3261 section 8.1.3.3)."""
        # What was scanned is one value.
        return "via" in self.shape.single if self.scanned is not None else len(self.vias) == 1

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
        scanned = self.scanned
        if scanned is not None:
            return scanned
        via, cseq = self.via, self.cseq
        ends = (self.from_.tag, self.to.tag, self.call_id)
        return Facts(via.host, via.port, via.branch, *ends, cseq.number, cseq.method, self.max_forwards)

    branch = View(_read_branch)
    from_tag = View(_read_from_tag)
    to_tag = View(_read_to_tag)


class Request(Message):
    method: str
    uri: str
    """The Request-URI as it is spelt."""
    version: str

    target = View(lambda message: parse_within(*find_target(message.start)))
    """The Request-URI, read."""

    def _read_start(self) -> None:
        self.method, self.uri, self.version = read_request_line(self.start)


class Response(Message):
    status: int
    phrase: str

    def _read_start(self) -> None:
        self.status, self.phrase = read_status_line(self.start)


LARGEST: Final = 65535
"""What a UDP datagram can hold; messages over TCP are held to it too."""


def parse(data: bytes, longest: int = LARGEST) -> Request | Response:
    """The message in one UDP datagram. What follows its end is left out (RFC 3261 section 18.3)."""
    head, blank, body = data.partition(b"\r\n\r\n")
    text = head.decode("utf-8", "surrogateescape")
    lines = text.split("\r\n")
    start = lines.pop(0)
    if start[:1] in "\r\n" or not (lines and blank) or len(data) > longest:
        return parse_strictly(data, longest)
    names, colons, texts = zip(*[line.partition(":") for line in lines], strict=False)  # of three each
    shape = shape_of(names)
    # Every line has its colon, and no CR or LF is left in a line. Anything else is left to the grammar.
    values = "".join(texts)
    if shape is None or colons.count(":") < len(lines) or "\r" in values or "\n" in values:
        return parse_strictly(data, longest)
    return _assemble(data, start, lines, shape, texts, body)


def parse_strictly(data: bytes, longest: int = LARGEST) -> Request | Response:
    """The same as `parse`, line by line: folded lines are put together, and what is wrong is found and named."""
    if len(data) > longest:
        raise Malformed("", 1, f"a message of at most {longest} bytes, not {len(data)}")
    head, body = split_head(data)
    start, *headers = head.split("\r\n")
    lines, names, texts = read_headers(headers)
    shape = shape_of(names)
    if shape is None:
        raise Malformed(start, 1, "headers with names")
    return _assemble(data, start, lines, shape, texts, body)


def _assemble(
    data: bytes, start: str, lines: list[str], shape: Shape, texts: tuple[str, ...], body: bytes
) -> Request | Response:
    place = shape.single.get("content-length")
    if place is not None:
        if texts[place].strip(" \t") != str(len(body)):
            body = body[: read_length(lines[place], texts[place], len(body))]
    elif "content-length" in shape.places:
        raise Malformed(lines[shape.places["content-length"][1]], 1, "only one Content-Length")
    kind = Response if start.startswith("SIP/") else Request
    return kind(data, start, lines, shape, texts, body)
