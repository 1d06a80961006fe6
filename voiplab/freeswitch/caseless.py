"""Names without regard to case, as FreeSWITCH keeps its variables: `Ringback` and `ringback` are one."""

from collections.abc import Iterator, MutableMapping


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
