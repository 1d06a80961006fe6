"""Which nonces may still be used, and which were: the table of bits of the server (index.c).

Each second of the last `nonce_expire` ones remembers how far the numbers had come. As long as a place for the second was never
written, the server takes every number that it has given out, used or not: nonces of a quiet server can be used again.
"""

from typing import Final

_NUMBERS: Final = 100_000
"""How many nonces can be out at a time."""


class Indexes:
    def __init__(self, nonce_expire: int) -> None:
        self._reached: list[int | None] = [None] * (nonce_expire + 1)
        """By second, counted modulo their number: the last number that was out before it."""
        self._next = 0
        self._second: int | None = None
        self._used: dict[int, None] = {}

    def reserve(self, age: int) -> int | None:
        """A number for a new nonce. `age`: whole seconds since the start of the server. None: too many are out."""
        second = age % len(self._reached)
        if self._second is not None and self._second != second:
            self._remember(self._second, second)
        self._second = second
        reached = self._reached[second]
        if self._next == _NUMBERS:
            if reached is None:
                return None
            self._next = 0
        if self._next == reached:
            return None
        index = self._next
        self._next += 1
        self._used.pop(index, None)
        return index

    def _remember(self, past: int, second: int) -> None:
        last = self._next - 1
        size = len(self._reached)
        while past != second:
            self._reached[past] = last
            past = (past + 1) % size

    def use(self, index: int) -> bool:
        """Whether the nonce with this number may be used now."""
        if self._second is None or index >= _NUMBERS:
            return False
        reached = self._reached[self._second]
        if reached is None:
            if index >= self._next:
                return False
            self._used[index] = None
            return True
        if not self._is_out(index, reached) or index in self._used:
            return False
        self._used[index] = None
        return True

    def _is_out(self, index: int, reached: int) -> bool:
        if self._next < reached:
            return index >= reached or index <= self._next
        return reached <= index <= self._next
