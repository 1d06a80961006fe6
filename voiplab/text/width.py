"""How many columns of a terminal a text takes, after Unicode Standard Annex 11. For text that is already harmless."""

from unicodedata import category, east_asian_width


def width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_columns, text))


def cut(text: str, columns: int) -> str:
    """As much of `text` as fits; the last column is an ellipsis when something was cut off."""
    if width(text) <= columns:
        return text
    taken = 0
    for place, character in enumerate(text):
        taken += _columns(character)
        if taken > columns - 1:
            return text[:place] + "…" * min(columns, 1)
    raise AssertionError("a text wider than its characters together")


def fitted(text: str, columns: int) -> str:
    """`text` in exactly `columns` columns: cut, or with blanks behind it."""
    shown = cut(text, columns)
    return shown + " " * (columns - width(shown))


def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1
