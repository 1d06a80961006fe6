"""A small language that chooses messages: `method=INVITE and from~1000`, `not (status=2xx or src=10.0.0.1)`.

    filter     = all *( "or" all )
    all        = one *( "and" one )
    one        = "not" one / "(" filter ")" / field ( "=" / "!=" / "~" / "!~" ) value

A field is `method` (of a response that of its CSeq), `status`, `src` and `dst` (a name, an address, an address with its port),
`from` and `to` (the whole value, the URI, the user), or a header by its name, or a part of one, as in patterns: `Contact.user`.
`=` compares the whole value in any case, and 18x stands for 180 to 189; `~` looks for it anywhere, and `*` stands for anything.
A field has as many values as the message has; `!=` and `!~` hold when none of them fits. Values stand in quotes when there are
blanks or parentheses in them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Final

from voiplab.explain.messages import SipMessage, Unreadable
from voiplab.net.address import Address
from voiplab.sip.condition import fits_glob
from voiplab.sip.field import Field
from voiplab.sip.matching import fits_digits
from voiplab.sip.value import value

Values = Sequence[str]


class Relation(Enum):
    IS = "="
    IS_NOT = "!="
    HAS = "~"
    HAS_NOT = "!~"


@value(frozen=True, slots=True)
class Compared:
    field: str
    relation: Relation
    value: str

    def keeps(self, message: SipMessage) -> bool:
        values = values_of(self.field, message)
        match self.relation:
            case Relation.IS:
                return any(is_same(value, self.value) for value in values)
            case Relation.IS_NOT:
                return not any(is_same(value, self.value) for value in values)
            case Relation.HAS:
                return any(fits_glob(value, f"*{self.value}*") for value in values)
            case Relation.HAS_NOT:
                return not any(fits_glob(value, f"*{self.value}*") for value in values)

    def fields(self) -> Iterator[str]:
        yield self.field


@value(frozen=True, slots=True)
class Not:
    part: "Filter"

    def keeps(self, message: SipMessage) -> bool:
        return not self.part.keeps(message)

    def fields(self) -> Iterator[str]:
        return self.part.fields()


@value(frozen=True, slots=True)
class AllOf:
    parts: tuple["Filter", ...]

    def keeps(self, message: SipMessage) -> bool:
        return all(part.keeps(message) for part in self.parts)

    def fields(self) -> Iterator[str]:
        return (field for part in self.parts for field in part.fields())


@value(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Filter", ...]

    def keeps(self, message: SipMessage) -> bool:
        return any(part.keeps(message) for part in self.parts)

    def fields(self) -> Iterator[str]:
        return (field for part in self.parts for field in part.fields())


Filter = Compared | Not | AllOf | AnyOf


def is_same(value: str, wanted: str) -> bool:
    """`18x` is told from a word by what it is compared with: a status has three digits."""
    is_status = value.isdecimal() and len(value) == 3
    return value.strip().casefold() == wanted.casefold() or (is_status and fits_digits(value, wanted.lower()))


def values_of(field: str, message: SipMessage) -> Values:
    read = FIELDS.get(field.lower())
    if read is not None:
        return read(message)
    return [] if isinstance(message.content, Unreadable) else Field.parse(field).values(message.content)


def _method(message: SipMessage) -> Values:
    return [message.method] if message.method else []


def _status(message: SipMessage) -> Values:
    return [] if message.response is None else [str(message.response.status)]


def _end(address: Address, node: str) -> Values:
    return [node, address.ip, str(address)]


def _person(header: str) -> Callable[[SipMessage], Values]:
    wanted = [Field(header), Field(header, "uri"), Field(header, "user")]

    def read(message: SipMessage) -> Values:
        if isinstance(message.content, Unreadable):
            return []
        return [value for field in wanted for value in field.values(message.content)]

    return read


FIELDS: Final[Mapping[str, Callable[[SipMessage], Values]]] = {
    "method": _method,
    "status": _status,
    "from": _person("From"),
    "to": _person("To"),
    "src": lambda message: _end(message.packet.source, message.source),
    "dst": lambda message: _end(message.packet.target, message.target),
}
"""AnyOf other name is that of a header, or of another field of `sip.field`."""
