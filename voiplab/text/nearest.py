"""The known name that a misspelt one most likely means."""

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 64  # difflib's work grows with the square of the length


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The nearest of `known`, if one is near; of equally near ones the first in the alphabet."""
    if len(name) > _LONGEST:
        return None
    folded = {_folded(one): one for one in sorted(known, reverse=True)}
    for match in get_close_matches(_folded(name), sorted(folded), n=1, cutoff=0.7):
        return folded[match]
    return None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean enable-100rel?`, or nothing: the end of a sentence."""
    match = nearest(name, known)
    return f"; did you mean {match}?" if match is not None else ""


def _folded(name: str) -> str:
    """`enable_100_Rel` and `enable-100rel` differ in what people mistype first: case, dashes and underscores."""
    return name.lower().replace("_", "-")
