"""How the fields of a profile are written in YAML: one reader per type of field. ValueError says what is expected."""

from collections.abc import Callable, Mapping
from enum import Enum
from types import GenericAlias
from typing import Final, get_args, get_origin

from voiplab.phone.profile import SessionId
from voiplab.phone.refusal import Refusal
from voiplab.phone.token_format import Span, TokenFormat
from voiplab.sdp.codec import Codec
from voiplab.sip.reliability import Habit
from voiplab.text.document import Plain


def converted(said: Plain, kind: object) -> object:
    if kind == SessionId | Span:
        return _choice(said, SessionId) if said in [member.value for member in SessionId] else _span(said)
    if isinstance(kind, GenericAlias) or get_origin(kind) is not None:
        return _collection(said, kind)
    assert isinstance(kind, type)
    if kind in SCALARS:
        return SCALARS[kind](said)
    assert issubclass(kind, Enum)
    return _choice(said, kind)


def _collection(said: Plain, kind: object) -> object:
    inner = get_args(kind)
    if get_origin(kind) is tuple:
        if not isinstance(said, list):
            raise ValueError("a list is expected")
        return tuple(converted(item, inner[0]) for item in said)
    if not isinstance(said, dict):
        raise ValueError("names with their values are expected")
    return {name: converted(item, inner[1]) for name, item in said.items()}


def _choice(said: Plain, kind: type[Enum]) -> Enum:
    for member in kind:
        if member.value == said:
            return member
    raise ValueError(f"{said!r} is none of: {', '.join(str(member.value) for member in kind)}")


def _text(said: Plain) -> str:
    if not isinstance(said, str):
        raise ValueError(f"text is expected, in quotes if need be, not {said!r}")
    return said


def _whole(said: Plain) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or said < 0:
        raise ValueError(f"a whole number is expected, not {said!r}")
    return said


def _truth(said: Plain) -> bool:
    if not isinstance(said, bool):
        raise ValueError(f"true or false is expected, not {said!r}")
    return said


def _span(said: Plain) -> Span:
    first, dots, last = _text(said).partition("..")
    if not dots or not first.isdecimal() or not last.isdecimal() or int(first) > int(last):
        raise ValueError(f"two whole numbers are expected, as in 1..99, not {said!r}")
    return Span(int(first), int(last))


def _refusal(said: Plain) -> Refusal:
    status, _, reason = _text(said).partition(" ")
    if not status.isdecimal() or not 300 <= int(status) <= 699 or not reason:
        raise ValueError(f"a status and its words are expected, as in 486 Busy Here, not {said!r}")
    return Refusal(int(status), reason)


def _codec(said: Plain) -> Codec:
    words = _text(said).split(maxsplit=2)
    parts = words[1].split("/") if len(words) > 1 else []
    if len(parts) not in (2, 3) or not words[0].isdecimal() or not all(number.isdecimal() for number in parts[1:]):
        raise ValueError(
            f"a number, name/clock and parameters are expected, as in 101 telephone-event/8000 0-15: {said!r}"
        )
    channels = int(parts[2]) if len(parts) == 3 else 1
    return Codec(int(words[0]), parts[0], int(parts[1]), channels, words[2] if len(words) == 3 else None)


HABITS: Final[Mapping[str, Habit]] = {
    "off": Habit.OFF,
    "on demand": Habit.ON_DEMAND,
    "on offer": Habit.ON_OFFER,
    "insists": Habit.INSISTS,
}


def _habit(said: Plain) -> Habit:
    word = _text(said)
    if word not in HABITS:
        raise ValueError(f"{word!r} is none of: {', '.join(HABITS)}")
    return HABITS[word]


SCALARS: Final[Mapping[type, Callable[[Plain], object]]] = {
    str: _text,
    int: _whole,
    bool: _truth,
    TokenFormat: lambda said: TokenFormat.parse(_text(said)),
    Span: _span,
    Refusal: _refusal,
    Codec: _codec,
    Habit: _habit,
}
