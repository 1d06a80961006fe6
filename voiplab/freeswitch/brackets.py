"""Which bracket closes which: FreeSWITCH counts depth and knows no quotes."""

from collections.abc import Mapping


def pairs(text: str, opening: str, closing: str) -> Mapping[int, int]:
    """Where each closed bracket opens, and where it is closed; in one pass, whatever the text."""
    found: dict[int, int] = {}
    open_ones: list[int] = []
    for place, letter in enumerate(text):
        if letter == opening:
            open_ones.append(place)
        elif letter == closing and open_ones:
            found[open_ones.pop()] = place
    return found


def closing_of(text: str, opening: str, closing: str) -> int | None:
    """Where the bracket that a text begins with is closed."""
    depth = 0
    for place, letter in enumerate(text):
        if letter == opening:
            depth += 1
        elif letter == closing:
            depth -= 1
        if depth == 0:
            return place if letter == closing else None
    return None
