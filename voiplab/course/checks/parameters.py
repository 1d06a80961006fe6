"""What the parameters of checks are written as: patterns, times, amounts."""

import re
from typing import Annotated, Final

from pydantic import PlainValidator, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue

from voiplab.lab.span import duration
from voiplab.sim.moment import Duration
from voiplab.sip.matching import Pattern
from voiplab.sip.value import value
from voiplab.text.schema import Schema

MOST_STEPS: Final = 60
MOST_IN_ANY_ORDER: Final = 6


class Parameters(Schema):
    """The parameters of one kind of check."""


def _pattern(value: object) -> Pattern:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # `180` needs no quotes
    if not isinstance(value, str | dict):
        raise ValueError("a pattern is expected, such as `180 from bob, with RSeq`")
    return Pattern.parse(value)


def _self_contained(value: object) -> Pattern:
    pattern = _pattern(value)
    if pattern.unbound:
        raise ValueError(f"`${pattern.unbound[0]}` is captured nowhere in `{pattern}`")
    return pattern


_PATTERN_SCHEMA: Final[JsonSchemaValue] = {
    "type": ["string", "integer", "object"],
    "description": "A pattern for messages, such as `180 from bob to freeswitch, Require has 100rel`.",
}

AnyPattern = Annotated[Pattern, PlainValidator(_self_contained), WithJsonSchema(_PATTERN_SCHEMA)]
"""A pattern that stands alone: it may only ask for what it captures itself."""

Group = tuple[Pattern, ...]
"""One step of a sequence: one pattern, or several that may come in any order."""


def _group(value: object) -> Group:
    if not isinstance(value, list):
        return (_pattern(value),)
    if not 0 < len(value) <= MOST_IN_ANY_ORDER:
        raise ValueError(f"messages in any order: one to {MOST_IN_ANY_ORDER} of them")
    return tuple(_pattern(one) for one in value)


def _steps(value: object) -> tuple[Group, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_STEPS:
        raise ValueError(f"a list of one to {MOST_STEPS} patterns is expected")
    groups = tuple(_group(one) for one in value)
    known: set[str] = set()
    for group in groups:
        for pattern in group:
            for name in pattern.unbound:
                if name not in known:
                    raise ValueError(f"`${name}` in `{pattern}` is captured by no step before")
        known.update(name for pattern in group for name in pattern.captures)
    return groups


Steps = Annotated[
    tuple[Group, ...],
    PlainValidator(_steps),
    WithJsonSchema(
        {
            "type": "array",
            "description": "Patterns in the order in which their messages are sent; a list among them: in any order.",
            "items": {"anyOf": [_PATTERN_SCHEMA, {"type": "array", "items": _PATTERN_SCHEMA}]},
        }
    ),
]


def _time(value: object) -> Duration:
    if not isinstance(value, str):
        raise ValueError("a time with its unit is expected, such as 500ms or 2s")
    return duration(value)


Time = Annotated[
    Duration,
    PlainValidator(_time),
    WithJsonSchema({"type": "string", "description": "A time with its unit: 500ms, 2s, 1.5s, 2m."}),
]


@value(frozen=True, slots=True)
class Amount:
    """How many: `3`, `>= 1`, `< 4`, `2..5`, `none`."""

    text: str
    least: int
    most: int | None

    @classmethod
    def parse(cls, text: str) -> "Amount":
        if text == "none":
            return cls(text, 0, 0)
        found = re.fullmatch(r"(?:(>=|<=|>|<)\s*)?(\d{1,6})(?:\.\.(\d{1,6}))?", text.strip())
        if found is None or (found[1] and found[3]):
            raise ValueError(f"`{text}` is no amount; expected 3, >= 1, < 4, 2..5 or none")
        least, most = _bounds(found[1], int(found[2]), None if found[3] is None else int(found[3]))
        if most is not None and most < least:
            raise ValueError(f"`{text}` can never be: no number is that small")
        return cls(text.strip(), least, most)

    def allows(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)

    def __str__(self) -> str:
        return self.text


def _bounds(sign: str | None, number: int, last: int | None) -> tuple[int, int | None]:
    match sign:
        case ">=":
            return number, None
        case ">":
            return number + 1, None
        case "<=":
            return 0, number
        case "<":
            return 0, number - 1
        case _:
            return number, number if last is None else last


def _amount(value: object) -> Amount:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("an amount is expected: 3, `>= 1`, `2..5` or none")
    return Amount.parse(str(value))


HowMany = Annotated[
    Amount,
    PlainValidator(_amount),
    WithJsonSchema({"type": ["string", "integer"], "description": "An amount: 3, `>= 1`, `< 4`, `2..5` or none."}),
]
