"""In which order FreeSWITCH walks through a table of names: that of its hash table, which is neither alphabet nor file order.

The table has a prime number of places; the hash is that of sdbm, stirred once more. Of two names in one place the later one
comes first. Left out: how a table of more than 34 names is ordered anew while it grows.
"""

from collections.abc import Iterable
from typing import Final

PLACES: Final = (53, 97, 193, 389, 769)
"""How many places a table has; it grows when two thirds are taken."""
_WORD: Final = 0xFFFF_FFFF


def in_hash_order(names: Iterable[str]) -> list[str]:
    """`names` in the order in which they were entered."""
    entered = list(names)[::-1]
    places = next((size for size in PLACES if len(entered) <= size * 65 // 100), PLACES[-1])
    return sorted(entered, key=lambda name: _stirred(_sdbm(name)) % places)


def _sdbm(name: str) -> int:
    value = 0
    for octet in name.encode():
        value = (octet + (value << 6) + (value << 16) - value) & _WORD
    return value


def _stirred(value: int) -> int:
    value = (value + ~(value << 9)) & _WORD
    value ^= (value >> 14 | value << 18) & _WORD
    value = (value + (value << 4)) & _WORD
    return value ^ (value >> 10 | value << 22) & _WORD
