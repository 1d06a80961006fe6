"""What a YAML file says, as plain values, and where each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from voiplab.text.place import Place

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
"""Keys are always text, as written: `486: busy` and `on: true` have the keys "486" and "on"."""

Path = tuple[str | int, ...]
"""The way to a value: keys and indices. `()` is the whole document."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `places` are the values', `keys` the keys' that lead to them."""

    file: str
    value: Plain
    places: Mapping[Path, Place]
    keys: Mapping[Path, Place]

    def place(self, path: Path = ()) -> Place:
        """Where the value at `path` stands; of one that is not there, the nearest thing around it."""
        while path not in self.places:
            if not path:
                return Place(self.file, 1)
            path = path[:-1]
        return self.places[path]

    def key(self, path: Path) -> Place:
        """Where the key at the end of `path` stands; an item of a list has none, there it is the item."""
        return self.keys.get(path) or self.place(path)
