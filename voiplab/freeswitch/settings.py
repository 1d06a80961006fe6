"""`<param name=... value=.../>` and `<variable .../>`: names in any case, and values as the server reads them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Final

from voiplab.freeswitch.tree import Node
from voiplab.sip.value import value
from voiplab.text.place import Place

_TRUE: Final = frozenset({"yes", "on", "true", "t", "enabled", "active", "allow"})
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LEADING: Final = re.compile(r"[ \t\r\n\v\f]*([+-]?[0-9]{1,18})", re.ASCII)
MOST_DIGITS: Final = 18


def is_true(text: str) -> bool:
    """How the whole of FreeSWITCH reads a switch: what is not one of these words, nor a number other than 0, is off."""
    return text.lower() in _TRUE or (_NUMBER.fullmatch(text) is not None and number(text) != 0)


def number(text: str) -> int:
    """The number at the beginning of a text, as C's atoi() reads it; 0 when there is none."""
    if len(text) <= MOST_DIGITS and text.isascii() and text.isdecimal():
        return int(text)
    digits = _LEADING.match(text)
    return int(digits[1]) if digits else 0


@value(frozen=True, slots=True)
class Setting:
    """A value and where it was written; a default was written nowhere."""

    name: str
    value: str
    place: Place | None = None

    @property
    def is_true(self) -> bool:
        return is_true(self.value)

    @property
    def number(self) -> int:
        return number(self.value)


class Settings:
    """Settings in file order. Of a repeated one the last counts, as each replaces what the one before has set."""

    def __init__(self, settings: Iterable[Setting] = ()) -> None:
        self._settings = tuple(settings)

    @cached_property
    def _named(self) -> Mapping[str, Sequence[tuple[int, Setting]]]:
        """By name: all of that name, with their places in the order."""
        named: dict[str, list[tuple[int, Setting]]] = {}
        for place, setting in enumerate(self._settings):
            named.setdefault(setting.name.lower(), []).append((place, setting))
        return named

    @classmethod
    def of(cls, parent: Node | None, tag: str = "param") -> "Settings":
        children = parent.all(tag) if parent else iter(())
        return cls(Setting(child.get("name"), child.get("value"), child.place) for child in children)

    def __len__(self) -> int:
        return len(self._settings)

    def __iter__(self) -> Iterator[Setting]:
        return iter(self._settings)

    def all(self, *names: str) -> "Settings":
        """All settings with one of these names, in file order."""
        found = [pair for name in names for pair in self._named.get(name.lower(), ())]
        return Settings(setting for _, setting in sorted(found, key=itemgetter(0)))

    def last(self, *names: str) -> Setting | None:
        """The setting in force under one of these names."""
        if len(names) == 1:
            same = self._named.get(names[0].lower())
            return same[-1][1] if same else None
        found = [self._named[name.lower()][-1] for name in names if name.lower() in self._named]
        return max(found, key=itemgetter(0))[1] if found else None

    def over(self, others: "Settings") -> "Settings":
        """These, then those of `others` whose names are not among them."""
        return Settings((*self._settings, *(other for other in others if other.name.lower() not in self._named)))
