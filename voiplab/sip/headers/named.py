"""Headers that are a name with parameters: Content-Type, Content-Disposition, Reason, Event, Subscription-State, Replaces."""

from functools import lru_cache
from typing import Final

from voiplab.sip.errors import Malformed
from voiplab.sip.headers.tokens import parse_call_id
from voiplab.sip.lists import read_list
from voiplab.sip.params import Params, has, read_params, value_of, write_params
from voiplab.sip.reader import Reader, unquote
from voiplab.sip.value import value

REMEMBERED_LENGTH: Final = 256


@value(frozen=True, slots=True)
class MediaType:
    """Content-Type: RFC 3261 section 20.15."""

    type: str
    subtype: str
    params: Params = ()

    @classmethod
    def parse(cls, text: str) -> "MediaType":
        # The same few types come again and again.
        return _remembered(text) if len(text) <= REMEMBERED_LENGTH else cls.read_only(text)

    @classmethod
    def read_only(cls, text: str) -> "MediaType":
        #  media-type = m-type SLASH m-subtype *( SEMI m-parameter )
        reader = Reader(text)
        kind = reader.token("a media type")
        if not reader.separator("/"):
            reader.fail("a slash")
        subtype = reader.token("a media subtype")
        params = read_params(reader)
        reader.end("a parameter, or nothing more")
        return cls(kind, subtype, params)

    def __str__(self) -> str:
        return f"{self.type}/{self.subtype}{write_params(self.params)}"

    @property
    def essence(self) -> str:
        """`type/subtype` in lower case, to compare."""
        return f"{self.type}/{self.subtype}".lower()

    def param(self, name: str) -> str | None:
        value = value_of(self.params, name)
        return value and unquote(value)


_remembered = lru_cache(maxsize=256)(MediaType.read_only)


@value(frozen=True, slots=True)
class Named:
    """A token with parameters: Event (RFC 6665), Subscription-State, Content-Disposition, Info-Package."""

    name: str
    params: Params = ()

    @classmethod
    def parse(cls, text: str) -> "Named":
        reader = Reader(text)
        name = reader.token("a token")
        params = read_params(reader)
        reader.end("a parameter, or nothing more")
        return cls(name, params)

    def __str__(self) -> str:
        return f"{self.name}{write_params(self.params)}"

    def param(self, name: str) -> str | None:
        value = value_of(self.params, name)
        return value and unquote(value)


@value(frozen=True, slots=True)
class Reason:
    """Why a request or response was sent: RFC 3326."""

    protocol: str
    params: Params = ()

    @classmethod
    def parse_list(cls, text: str) -> "tuple[Reason, ...]":
        #  Reason = reason-value *( COMMA reason-value )
        return read_list(text, cls.read)

    @classmethod
    def read(cls, reader: Reader) -> "Reason":
        #  reason-value = protocol *( SEMI reason-params )
        return cls(reader.token("a protocol"), read_params(reader))

    def __str__(self) -> str:
        return f"{self.protocol}{write_params(self.params)}"

    @property
    def cause(self) -> int | None:
        value = value_of(self.params, "cause") or ""
        return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else None

    @property
    def text(self) -> str | None:
        value = value_of(self.params, "text")
        return value and unquote(value)


@value(frozen=True, slots=True)
class Replaces:
    """The dialog that an INVITE takes the place of: RFC 3891. Target-Dialog and Join have the same form."""

    call_id: str
    params: Params = ()

    @classmethod
    def parse(cls, text: str) -> "Replaces":
        #  Replaces = callid *( SEMI replaces-param ), with exactly one to-tag and one from-tag
        call_id, _, rest = text.partition(";")
        reader = Reader(text)
        reader.at = len(call_id) if rest else len(text)
        replaces = cls(parse_call_id(call_id.strip(" \t")), read_params(reader))
        reader.end("a parameter, or nothing more")
        for name in ("to-tag", "from-tag"):
            if sum(known.lower() == name for known, _ in replaces.params) != 1:
                raise Malformed(text, len(text) + 1, f"one {name}")
        return replaces

    def __str__(self) -> str:
        return f"{self.call_id}{write_params(self.params)}"

    @property
    def to_tag(self) -> str:
        return value_of(self.params, "to-tag") or ""

    @property
    def from_tag(self) -> str:
        return value_of(self.params, "from-tag") or ""

    @property
    def is_early_only(self) -> bool:
        return has(self.params, "early-only")
