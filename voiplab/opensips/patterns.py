"""Searches with the patterns of a script, in bounded time."""

from functools import lru_cache
from typing import Final

import regex

from voiplab.opensips.posix import BadPattern, Unsupported, translate
from voiplab.text.place import ConfigError, NotSimulated, Place

LIMIT: Final = 1.0  # seconds for one search; a pattern of any sense needs microseconds


class PatternExploded(ConfigError):
    """A search was given up after its time. It is no non-match: nobody knows what the server would have found."""

    def __init__(self, place: Place, pattern: str) -> None:
        super().__init__(place, f"the pattern {pattern} needs more than {LIMIT} s for one search")


@lru_cache(maxsize=512)
def compiled(pattern: str, lines: bool = False) -> "regex.Pattern[str]":
    """Without regard to case, as the server compiles all of them. `lines`: REG_NEWLINE, as functions have it and =~ has not.

    Raises `BadPattern` or `Unsupported`.
    """
    options = regex.ASCII | regex.VERSION0 | regex.IGNORECASE | regex.DOTALL | regex.POSIX
    try:
        return regex.compile(translate(bytewise(pattern), lines), options)
    except regex.error as problem:
        raise Unsupported(f"the pattern {pattern} ({problem})") from problem


def is_bad(pattern: str, place: Place) -> bool:
    """Whether the server does not start with it. Raises `NotSimulated`."""
    try:
        compiled(pattern)
    except BadPattern:
        return True
    except Unsupported as unsupported:
        raise NotSimulated(place, str(unsupported)) from unsupported
    return False


def search(pattern: str, subject: str, place: Place, lines: bool = False) -> "regex.Match[str] | None":
    """The leftmost of all matches, and of those the longest; offsets count bytes. The pattern was found good before."""
    try:
        return compiled(pattern, lines).search(bytewise(subject), timeout=LIMIT)
    except Unsupported as unsupported:
        raise NotSimulated(place, str(unsupported)) from unsupported
    except TimeoutError:
        raise PatternExploded(place, pattern) from None


def bytewise(text: str) -> str:
    """One character per byte, as the C library sees it."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")
