"""What a pattern asks of a message: the relations of its conditions, and what each says when it does not hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from voiplab.sip.field import Field
from voiplab.sip.message import Request, Response
from voiplab.sip.value import value

Bindings = Mapping[str, str]
"""What was captured so far: name -> value."""


class Passing(NamedTuple):
    """A message on its way: what a pattern looks at."""

    message: Request | Response
    source: str
    target: str
    again: bool = False
    lost: bool = False


def fits_glob(text: str, pattern: str) -> bool:
    """`*` stands for anything, all else for itself, in any case. Never takes longer than one walk through the text."""
    head, *parts = pattern.casefold().split("*")
    rest = text.casefold()
    if not parts:
        return rest == head
    if not rest.startswith(head):
        return False
    rest = rest[len(head) :]
    *middle, tail = parts
    for part in middle:
        place = rest.find(part)
        if place < 0:
            return False
        rest = rest[place + len(part) :]
    return rest.endswith(tail)


def _options(values: Sequence[str]) -> list[str]:
    return [option.strip().casefold() for value in values for option in value.split(",")]


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,18}(\.\d{1,6})?", text.strip()) else None


def _compare(values: Sequence[str], wanted: str, holds: Callable[[float, float], bool]) -> bool:
    found, limit = _number(values[0]) if values else None, _number(wanted)
    return found is not None and limit is not None and holds(found, limit)


Relation = Callable[[Sequence[str], str], bool]

RELATIONS: Final[Mapping[str, Relation]] = {
    "is not": lambda values, wanted: not values or values[0].strip() != wanted,
    "is": lambda values, wanted: bool(values) and values[0].strip() == wanted,
    "has": lambda values, wanted: wanted.casefold() in _options(values),
    "lacks": lambda values, wanted: wanted.casefold() not in _options(values),
    "contains": lambda values, wanted: any(wanted in value for value in values),
    "like": lambda values, wanted: any(fits_glob(value.strip(), wanted) for value in values),
    ">=": lambda values, wanted: _compare(values, wanted, lambda found, limit: found >= limit),
    "<=": lambda values, wanted: _compare(values, wanted, lambda found, limit: found <= limit),
    ">": lambda values, wanted: _compare(values, wanted, lambda found, limit: found > limit),
    "<": lambda values, wanted: _compare(values, wanted, lambda found, limit: found < limit),
}
"""Of a field: all its values in the message, and the value in the pattern. Longer words first: they are tried in this order."""


_NAME: Final = re.compile(r"\$(?P<name>[a-z_]\w*)(?P<tail>(?:\+(?P<plus>\d{1,9}))?)")


def fill(template: str, bindings: Bindings) -> str:
    """Put captured values in the place of `$name` and `$name+1`; a name that nobody captured stays as it stands."""

    def put(found: re.Match[str]) -> str:
        value = bindings.get(found["name"])
        if value is None:
            return found[0]
        return str(int(value) + int(found["plus"])) if found["plus"] and value.isdecimal() else value + found["tail"]

    return _NAME.sub(put, template)


def names_in(template: str) -> list[str]:
    """The captured names that it asks for."""
    return [found["name"] for found in _NAME.finditer(template)]


@value(frozen=True, slots=True)
class Holds:
    """`Require has 100rel`."""

    field: Field
    relation: str
    value: str

    def check(self, passing: Passing, bindings: Bindings) -> Bindings | str:
        wanted = fill(self.value, bindings)
        values = self.field.values(passing.message)
        if RELATIONS[self.relation](values, wanted):
            return {}
        return f"{self.field}: expected that it {_words(self.relation)} {wanted}, but {_found(values)}"


@value(frozen=True, slots=True)
class Stands:
    """`with RSeq`, `without SDP`."""

    field: Field
    is_there: bool

    def check(self, passing: Passing, bindings: Bindings) -> Bindings | str:  # noqa: ARG002
        values = self.field.values(passing.message)
        if bool(values) is self.is_there:
            return {}
        return f"{self.field} is {'missing' if self.is_there else 'there: ' + _shown(values)}"


@value(frozen=True, slots=True)
class Captures:
    """`RSeq as $rseq`."""

    field: Field
    name: str

    def check(self, passing: Passing, bindings: Bindings) -> Bindings | str:
        values = self.field.values(passing.message)
        if not values:
            return f"{self.field} is missing"
        known = bindings.get(self.name)
        if known is not None and known != values[0].strip():
            return f"{self.field}: expected {known} again, but {_found(values)}"
        return {self.name: values[0].strip()}


@value(frozen=True, slots=True)
class Fate:
    """`lost`, `not again`."""

    word: str
    is_so: bool

    def check(self, passing: Passing, bindings: Bindings) -> Bindings | str:  # noqa: ARG002
        value = passing.lost if self.word == "lost" else passing.again
        if value is self.is_so:
            return {}
        return f"it {_FATES[self.word, value]}"


_FATES: Final = {
    ("lost", True): "was lost",
    ("lost", False): "arrived",
    ("again", True): "is a repetition",
    ("again", False): "is no repetition",
}

Condition = Holds | Stands | Captures | Fate


_SAYS: Final = {"has": "lists", "lacks": "does not list", "like": "looks like"} | {
    sign: f"is {sign}" for sign in (">=", "<=", ">", "<")
}


def _words(relation: str) -> str:
    return _SAYS.get(relation, relation)


def _shown(values: Sequence[str]) -> str:
    return ", ".join(value.strip() for value in values)


def _found(values: Sequence[str]) -> str:
    return f"it is {_shown(values)}" if values else "it is missing"
