"""Which bracket closes which: FreeSWITCH counts depth and knows no quotes."""

import re
from collections.abc import Mapping
from functools import lru_cache


def pairs(text: str, opening: str, closing: str) -> Mapping[int, int]:
    """Where each closed bracket opens, and where it is closed; in one pass, whatever the text."""
    found: dict[int, int] = {}
    open_ones: list[int] = []
    for bracket in _either(opening, closing).finditer(text):
        if bracket[0] == opening:
            open_ones.append(bracket.start())
        elif open_ones:
            found[open_ones.pop()] = bracket.start()
    return found


def closing_of(text: str, opening: str, closing: str) -> int | None:
    """Where the bracket that a text begins with is closed."""
    depth = 0
    for bracket in _either(opening, closing).finditer(text):
        depth += 1 if bracket[0] == opening else -1
        if depth == 0:
            return bracket.start()
    return None


@lru_cache(maxsize=16)
def _either(opening: str, closing: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(opening + closing)}]")
