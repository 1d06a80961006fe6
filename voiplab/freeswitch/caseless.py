"""Names without regard to case, as FreeSWITCH keeps its variables: `Ringback` and `ringback` are one."""

from collections.abc import Collection, Iterator, Mapping, MutableMapping
from typing import TypeVar, overload

T = TypeVar("T")


class Caseless(MutableMapping[str, str]):
    """Listed in the order in which they came, each spelt as it was last written."""

    def __init__(self) -> None:
        self._items: dict[str, tuple[str, str]] = {}

    def __getitem__(self, name: str) -> str:
        return self._items[name.lower()][1]

    def __setitem__(self, name: str, value: str) -> None:
        self._items[name.lower()] = name, value

    def __delitem__(self, name: str) -> None:
        del self._items[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    @property
    def pairs(self) -> Collection[tuple[str, str]]:
        """Names, as they are spelt, and values."""
        return self._items.values()

    def take(self, others: Mapping[str, str]) -> None:
        """All of them, over what is there."""
        self._items.update({name.lower(): (name, value) for name, value in others.items()})

    # What a mapping has anyway, without an exception for each name that is not there.

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._items

    @overload
    def get(self, name: str) -> str | None: ...
    @overload
    def get(self, name: str, default: str | T) -> str | T: ...
    def get(self, name: str, default: str | T | None = None) -> str | T | None:
        found = self._items.get(name.lower())
        return default if found is None else found[1]
