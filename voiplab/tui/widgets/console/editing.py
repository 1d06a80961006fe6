"""The line that is being typed: the commands before it, and what may come next."""

from collections.abc import Sequence
from typing import Final, NamedTuple

MOST: Final = 500


class History:
    """Of one console: up goes back, down comes forth again, to what was being typed."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._place = 0
        self._draft = ""

    def add(self, line: str) -> None:
        """The same command twice in a row is one."""
        if not self._lines or self._lines[-1] != line:
            self._lines.append(line)
        del self._lines[:-MOST]
        self._place = len(self._lines)
        self._draft = ""

    def move(self, by: int, now: str) -> str:
        """The line that is wanted instead of `now`."""
        if self._place == len(self._lines):
            self._draft = now
        self._place = min(max(self._place + by, 0), len(self._lines))
        return self._draft if self._place == len(self._lines) else self._lines[self._place]


class Completed(NamedTuple):
    """`line` is as far as it is clear; `offers` what it may become, when it is not."""

    line: str
    offers: Sequence[str] = ()


def complete(typed: str, words: Sequence[str]) -> Completed:
    """`words` are those that the last, unfinished word of `typed` may become."""
    before, _, begun = typed.rpartition(" ")
    start = f"{before} " if before or typed.startswith(" ") else ""
    if not words:
        return Completed(typed)
    if len(words) == 1:
        return Completed(f"{start}{words[0]} ")
    shared = _shared(min(words), max(words))
    return Completed(f"{start}{shared}" if len(shared) > len(begun) else typed, words)


def _shared(first: str, last: str) -> str:
    """The beginning that two words have in common; of the first and the last of many, that of all."""
    same = next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)
    return first[:same] if same is not None else min(first, last, key=len)
