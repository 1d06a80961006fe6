"""Which headers a message has, and where: the names of its lines, read once per sequence of names.

Messages come with few sequences of names, so that canonical names, compact forms, repetitions and folding need to be looked
at once per sequence and not once per message.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from voiplab.sip.names import NAME, key_of

REMEMBERED_NAMES: Final = 64
"""Longer sequences are an attack or a test; they are not remembered."""


@dataclass(frozen=True, slots=True)
class Shape:
    first: dict[str, int]
    """From the key of a header to the first line that has it; line 0 is the start line."""
    places: dict[str, tuple[int, ...]]
    """The same, all lines."""


def shape_of(names: tuple[str, ...]) -> Shape | None:
    """The shape of a message with these names on its lines; None when a line is folded, has a wrong name or no colon."""
    return _remembered(names) if len(names) <= REMEMBERED_NAMES else _read(names)


def _read(names: tuple[str, ...]) -> Shape | None:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names[1:], start=1):
        if NAME.fullmatch(name) is None:
            return None
        places.setdefault(key_of(name), []).append(place)
    return Shape({key: found[0] for key, found in places.items()}, {key: tuple(found) for key, found in places.items()})


_remembered = lru_cache(maxsize=512)(_read)
