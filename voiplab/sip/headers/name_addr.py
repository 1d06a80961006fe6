"""From, To, Contact, Route, Refer-To and their like: an address with an optional name and parameters.

RFC 3261 section 20.10: without angle brackets, what follows a semicolon belongs to the header, not to the URI; a URI with a
comma, question mark or semicolon therefore has to stand in them.
"""

import re
from enum import Enum
from functools import lru_cache
from typing import Final

from voiplab.sip.errors import Malformed
from voiplab.sip.headers.expiry import parse_expiry
from voiplab.sip.lists import END_OF_VALUE, read_list
from voiplab.sip.params import PLAIN, Params, has, read_params, split_plain, value_of, with_param, write_params
from voiplab.sip.reader import PLAIN_QUOTED, TOKEN, Reader, quote, unquote
from voiplab.sip.uri import REMEMBERED_LENGTH, Uri, parse_within
from voiplab.sip.value import value

BARE: Final = re.compile(r"[^\x00-\x20\x7f<>\";,]+")
BRACKETED: Final = re.compile(r"[^\x00-\x20\x7f<>\"]+")
#  display-name = *( token LWS ) / quoted-string; the words of one are read in a single step. Beyond ASCII all is taken. Said by
#  what is left out: a range up to the end of Unicode takes milliseconds to compile.
TOKENS: Final = re.compile(r'[^\x00-\x08\x0b\x0c\x0e-\x1f"#$&(),/:;<=>?@\[\\\]^{|}\x7f]*(?=<)')

WORDS: Final = rf"{TOKEN.pattern}(?: {TOKEN.pattern})* ?"
FORM: Final = rf"(?:({PLAIN_QUOTED}) ?|({WORDS}))?<({BRACKETED.pattern})>({PLAIN})"
"""What nearly all look like; whatever does not is left to the grammar."""
PARAMS: Final = re.compile(PLAIN)
NEXT: Final = re.compile(FORM + END_OF_VALUE)
BETWEEN: Final = re.compile(r"[ \t\r\n]+")


class Star(Enum):
    """`Contact: *`, with `Expires: 0`: remove all bindings (RFC 3261 section 10.2.2)."""

    STAR = "*"


@value(frozen=True, slots=True)
class NameAddr:
    display: str
    """What a quoted name says, without quotes and escapes; empty when there is none."""
    uri: Uri
    params: Params = ()

    @classmethod
    def parse(cls, text: str) -> "NameAddr":
        end = text.rfind(">") + 1
        address = _address(text[:end]) if 0 < end <= REMEMBERED_LENGTH else None
        if address is not None and end == len(text):
            return address
        if address is None or PARAMS.fullmatch(text, end) is None:
            return cls.read_only(text)
        return cls(address.display, address.uri, split_plain(text[end:]))

    @classmethod
    def parse_list(cls, text: str) -> "tuple[NameAddr, ...]":
        return (cls.parse(text),) if "," not in text else read_list(text, cls._next)

    @classmethod
    def _next(cls, reader: Reader) -> "NameAddr":
        found = reader.found(NEXT)
        return cls.read(reader) if found is None else cls._of(found)

    @classmethod
    def _of(cls, found: re.Match[str]) -> "NameAddr":
        quoted, words, uri, params = found.groups()
        display = quoted[1:-1] if quoted else words.rstrip(" ") if words else ""
        return cls(display, parse_within(uri, found.string, found.start(3)), split_plain(params))

    @classmethod
    def read_only(cls, text: str) -> "NameAddr":
        reader = Reader(text)
        address = cls.read(reader)
        reader.end("a parameter, or nothing more")
        return address

    @classmethod
    def read(cls, reader: Reader) -> "NameAddr":
        #  ( name-addr / addr-spec ) *( SEMI generic-param )
        #  name-addr = [ display-name ] LAQUOT addr-spec RAQUOT
        display = _read_display(reader)
        if not reader.skip("<"):
            if display:
                reader.fail("<")
            return cls("", _read_uri(reader, BARE), read_params(reader))
        uri = _read_uri(reader, BRACKETED)
        reader.literal(">")
        return cls(display, uri, read_params(reader))

    def __str__(self) -> str:
        name = f"{quote(self.display)} " if self.display else ""
        return f"{name}<{self.uri!s}>{write_params(self.params)}"

    @property
    def tag(self) -> str | None:
        return value_of(self.params, "tag")

    @property
    def expires(self) -> int | None:
        """Of a Contact, in seconds."""
        value = self.param("expires")
        return None if value is None else parse_expiry(value)

    def param(self, name: str) -> str | None:
        return value_of(self.params, name)

    def has_param(self, name: str) -> bool:
        return has(self.params, name)

    def with_param(self, name: str, value: str | None) -> "NameAddr":
        return NameAddr(self.display, self.uri, with_param(self.params, name, value))


@lru_cache(maxsize=2048)
def _address(text: str) -> NameAddr | None:
    """Name and URI in the form of nearly all; they repeat, unlike tags."""
    found = NEXT.fullmatch(text)
    if found is None:
        return None
    try:
        return NameAddr._of(found)
    except Malformed:
        return None


def _read_display(reader: Reader) -> str:
    if reader.peek() == '"':
        display = unquote(reader.quoted("the end of the quoted name"))
        reader.lws()
        if reader.peek() != "<":
            reader.fail("<")
        return display
    words = TOKENS.match(reader.text, reader.at)
    if words is None:
        return ""
    reader.at = words.end()
    return BETWEEN.sub(" ", words.group()).strip(" ")


def _read_uri(reader: Reader, shape: re.Pattern[str]) -> Uri:
    begin = reader.at
    text = reader.take(shape, "a URI")
    uri = parse_within(text, reader.text, begin)
    if shape is BARE and uri.headers:
        reader.at = begin
        reader.fail("angle brackets around a URI with a question mark")
    return uri
