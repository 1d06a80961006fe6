"""Searches with the patterns of a script, in bounded time."""

from functools import lru_cache
from time import perf_counter
from typing import Final

import regex

from voiplab.opensips.posix import BadPattern, Unsupported, translate
from voiplab.text.place import ConfigError, NotSimulated, Place

LIMIT: Final = 1.0  # seconds for one search; a pattern of any sense needs microseconds
SHORTEST: Final = 0.001  # seconds; what the last search of too many still has
TOGETHER: Final = 3.0  # seconds for all searches that are made for one call within a second


class PatternExploded(ConfigError):
    """A search was given up after its time. It is no non-match: nobody knows what the server would have found."""

    def __init__(self, place: Place, pattern: str) -> None:
        super().__init__(place, f"the pattern {pattern} needs more than {LIMIT} s for one search")


class SearchesExploded(ConfigError):
    """The same of many searches, each of which came to its end."""

    def __init__(self, place: Place, pattern: str) -> None:
        super().__init__(
            place, f"the searches for one call take more than {TOGETHER} s, the last for the pattern {pattern}"
        )


class Patience:
    """What is left of the time for searches."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = TOGETHER


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


def search(
    pattern: str, subject: str, place: Place, patience: Patience | None = None, lines: bool = False
) -> "regex.Match[str] | None":
    """The leftmost of all matches, and of those the longest; offsets count bytes. The pattern was found good before."""
    try:
        return timed(compiled(pattern, lines), pattern, subject, place, patience or Patience())
    except Unsupported as unsupported:
        raise NotSimulated(place, str(unsupported)) from unsupported


def timed(
    ready: "regex.Pattern[str]", pattern: str, subject: str, place: Place, patience: Patience
) -> "regex.Match[str] | None":
    """`ready` is `pattern`, compiled. PatternExploded, SearchesExploded."""
    begun = perf_counter()
    try:
        return ready.search(bytewise(subject), timeout=min(LIMIT, patience.left))
    except TimeoutError:
        if patience.left < LIMIT:
            raise SearchesExploded(place, pattern) from None
        raise PatternExploded(place, pattern) from None
    finally:
        patience.left = max(patience.left - (perf_counter() - begun), SHORTEST)


def bytewise(text: str) -> str:
    """One character per byte, as the C library sees it."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")
