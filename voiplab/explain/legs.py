"""Which dialogs belong to one call: those that an element tied together, and by that all that hang together."""

from typing import NamedTuple


class Leg(NamedTuple):
    """A dialog, by its Call-ID: the `number`-th leg (from 1) of the `call`-th call (from 1), as they appear on the wire."""

    call_id: str
    call: int
    number: int

    def __str__(self) -> str:
        """`1a`, `1b`; after the 26th leg two letters."""
        letters, rest = "", self.number
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("a") + letter) + letters
        return f"{self.call}{letters}"


class Legs:
    """Gives out legs in the order in which their first messages are met."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._calls: dict[str, int] = {}
        self._sizes: dict[str, int] = {}
        self._legs: dict[str, Leg] = {}

    def leg(self, call_id: str) -> Leg:
        if call_id not in self._legs:
            root = self._root(call_id)
            call = self._calls.setdefault(root, len(self._calls) + 1)
            size = self._sizes[root] = self._sizes.get(root, 0) + 1
            self._legs[call_id] = Leg(call_id, call, size)
        return self._legs[call_id]

    def tie(self, first: str, second: str) -> bool:
        """Whether that renumbers legs that were given out: two calls turn out to be one."""
        one, other = self._root(first), self._root(second)
        if one == other:
            return False
        if one not in self._calls:
            one, other = other, one
        self._parent[other] = one
        if other not in self._calls:
            return False
        met = list(self._legs)
        for numbers in (self._legs, self._calls, self._sizes):
            numbers.clear()
        for call_id in met:
            self.leg(call_id)
        return True

    def _root(self, call_id: str) -> str:
        while (parent := self._parent.get(call_id, call_id)) != call_id:
            call_id = parent
        return call_id
