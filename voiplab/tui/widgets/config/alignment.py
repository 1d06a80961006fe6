"""Which line of a file is which line of another text of it: a run has executed the lines of the file as it was then."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher, unified_diff
from typing import Final

MOST_LINES: Final = 4_000
"""Of what lies between the first and the last difference; comparing takes the longer the more there is."""


def aligned(before: Sequence[str], after: Sequence[str]) -> Mapping[int, int]:
    """Line of `after` -> line of `before` that says the same, both from 1; blanks around it do not count."""
    old, new = ([line.strip() for line in lines] for lines in (before, after))
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    found = {line: line for line in range(1, head + 1)}
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    if sum(map(len, middle)) <= MOST_LINES:
        for block in SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
            for place in range(block.size):
                found[head + block.b + place + 1] = head + block.a + place + 1
    for place in range(tail):
        found[len(new) - place] = len(old) - place
    return found


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines at the beginning are the same."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def difference(before: str | None, after: str, name: str, called: str) -> str:
    """Unified; `called` is what `before` is: the start, the solution."""
    if before == after:
        return f"{name} is the same as {called}.\n"
    if before is None:
        return f"{name} is not there in {called}.\n"
    lines = unified_diff(before.splitlines(), after.splitlines(), f"{name} ({called})", name, lineterm="")
    shown = "\n".join(lines)
    return f"{shown}\n" if shown else f"{name} differs from {called} only in how its lines end.\n"
