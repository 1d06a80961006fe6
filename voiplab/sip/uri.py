"""Addresses: SIP and SIPS URIs (RFC 3261 section 19.1), tel URIs (RFC 3966), and any other scheme unread.

User, password, parameters and headers stay as they are spelt, escapes included; `unescape` says what they mean.
More lenient than the grammar: a user part may have any visible character but `@ < > "`, since phones send `#` and the like.
"""

import re
from functools import lru_cache
from typing import Final

from voiplab.sip.errors import Malformed
from voiplab.sip.host import read_host, read_port, write_host
from voiplab.sip.params import Params, has, value_of, write_params
from voiplab.sip.reader import Reader
from voiplab.sip.value import value

SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+\-.]*")
USER: Final = re.compile(r'[^\x00-\x20\x7f@<>":]+')
NO_USER: Final = re.compile(r'[\x00-\x20\x7f@<>":]')
PASSWORD: Final = re.compile(r'[^\x00-\x20\x7f@<>"]*')
PARAM: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()\[\]/:&+$%]+")
HEADER: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()\[\]/?:+$%]+")
HEADER_VALUE: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()\[\]/?:+$%=;@,]*")
NUMBER: Final = re.compile(r"\+[0-9\-.()]*[0-9][0-9\-.()]*|[0-9A-Fa-f*#\-.()]*[0-9A-Fa-f*#][0-9A-Fa-f*#\-.()]*")
OPAQUE: Final = re.compile(r'[^\x00-\x20\x7f<>"]+')
ESCAPE: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
OF_CONTROL: Final = re.compile(r"%(?=[01][0-9A-Fa-f]|7[Ff])")
"""The percent sign of such an escape."""

Headers = tuple[tuple[str, str], ...]


@value(frozen=True, slots=True)
class Uri:
    scheme: str
    """In lower case."""
    user: str | None = None
    """As spelt; the number of a tel URI."""
    host: str = ""
    """Without the brackets of an IPv6 address; empty for other schemes than sip and sips."""
    port: int | None = None
    params: Params = ()
    headers: Headers = ()
    password: str | None = None
    opaque: str = ""
    """All after the colon, of a scheme other than sip, sips and tel."""

    @classmethod
    def parse(cls, text: str) -> "Uri":
        return _parse(text) if len(text) <= REMEMBERED_LENGTH else _read(text)

    def __str__(self) -> str:
        if not self.host:
            return f"{self.scheme}:{self.opaque or self.user}{write_params(self.params)}"
        user = ""
        if self.user is not None:
            user = f"{self.user}@" if self.password is None else f"{self.user}:{self.password}@"
        text = f"{self.scheme}:{user}{write_host(self.host, self.port)}"
        if self.params:
            text += write_params(self.params)
        if self.headers:
            text += "?" + "&".join([f"{name}={value}" for name, value in self.headers])
        return text

    @property
    def is_sip(self) -> bool:
        return self.scheme in {"sip", "sips"}

    @property
    def username(self) -> str:
        """The user with its escapes read, but for those of control characters, which would end a header; empty without one."""
        return unescape(OF_CONTROL.sub("%25", self.user or ""))

    @property
    def transport(self) -> str | None:
        """The transport parameter, in lower case."""
        value = value_of(self.params, "transport")
        return value and value.lower()

    @property
    def is_loose(self) -> bool:
        """A Route to a loose router carries `lr` (RFC 3261 section 16.12); some write `lr=on`."""
        return has(self.params, "lr")

    def param(self, name: str) -> str | None:
        return value_of(self.params, name)


def unescape(text: str) -> str:
    """What the escapes of a URI say. A percent sign that begins none stands for itself."""
    if "%" not in text:
        return text
    return ESCAPE.sub(lambda run: bytes.fromhex(run.group().replace("%", "")).decode("utf-8", "surrogateescape"), text)


def escape(user: str) -> str:
    """As it may be written as the user of a URI: whatever cannot stand there is escaped."""
    return NO_USER.sub(lambda found: f"%{ord(found.group()):02X}", user)


def parse_within(uri: str, text: str, begin: int) -> Uri:
    """The URI that stands in `text` from `begin` on; what is wrong with it is reported in the columns of `text`."""
    try:
        return Uri.parse(uri)
    except Malformed as fault:
        raise Malformed(text, begin + fault.column, fault.expected) from None


def _read(text: str) -> Uri:
    reader = Reader(text)
    scheme = reader.take(SCHEME, "a scheme").lower()
    reader.literal(":", "a colon")
    if scheme in {"sip", "sips"}:
        return _read_sip(reader, scheme)
    if scheme == "tel":
        return _read_tel(reader)
    opaque = reader.take(OPAQUE, "an address")
    _end(reader)
    return Uri(scheme, opaque=opaque)


REMEMBERED_LENGTH: Final = 256
_parse = lru_cache(maxsize=2048)(_read)
"""URIs repeat, unlike tags and branches."""


def _read_sip(reader: Reader, scheme: str) -> Uri:
    #  SIP-URI   =  "sip:" [ userinfo ] hostport uri-parameters [ headers ]
    #  userinfo  =  ( user / telephone-subscriber ) [ ":" password ] "@"
    user = password = None
    if "@" in reader.text:
        user = reader.take(USER, "a user")
        if reader.skip(":"):
            password = reader.take(PASSWORD, "a password")
        reader.literal("@", "@ after the user")
    host = read_host(reader)
    port = read_port(reader) if reader.skip(":") else None
    params = _read_params(reader)
    headers = _read_headers(reader)
    _end(reader)
    return Uri(scheme, user, host, port, params, headers, password)


def _read_tel(reader: Reader) -> Uri:
    #  telephone-uri = "tel:" ( global-number / local-number )
    number = reader.take(NUMBER, "a telephone number")
    params = _read_params(reader)
    _end(reader)
    return Uri("tel", number, params=params)


def _read_params(reader: Reader) -> Params:
    #  uri-parameters = *( ";" pname [ "=" pvalue ] )
    params: list[tuple[str, str | None]] = []
    while reader.skip(";"):
        name = reader.take(PARAM, "a parameter name")
        params.append((name, reader.take(PARAM, "a parameter value") if reader.skip("=") else None))
    return tuple(params)


def _read_headers(reader: Reader) -> Headers:
    #  headers = "?" header *( "&" header );  header = hname "=" hvalue
    headers: list[tuple[str, str]] = []
    sign = "?"
    while reader.skip(sign):
        name = reader.take(HEADER, "a header name")
        reader.literal("=", "= after the header name")
        headers.append((name, reader.take(HEADER_VALUE, "a header value")))
        sign = "&"
    return tuple(headers)


def _end(reader: Reader) -> None:
    if reader.at < len(reader.text):
        raise Malformed(reader.text, reader.at + 1, "the end of the URI")
