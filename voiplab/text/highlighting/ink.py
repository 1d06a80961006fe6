"""What stretches of a line are, and what of one line is still open in the next."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final, NamedTuple


class Ink(Enum):
    COMMENT = "comment"
    KEYWORD = "keyword"
    NAME = "name"  # of an element or of a function
    KEY = "key"  # of a setting or of an attribute
    TEXT = "text"  # in quotes
    VARIABLE = "variable"
    NUMBER = "number"
    SECTION = "section"
    ADDED = "added"
    REMOVED = "removed"

    __hash__ = object.__hash__


class Stretch(NamedTuple):
    """From column `start`, counted from 0, up to and without `end`."""

    start: int
    end: int
    ink: Ink


State = int
"""What is open where a line begins: each language has its own; 0 is nothing."""

NOTHING_OPEN: Final[State] = 0

Painted = tuple[Sequence[Stretch], State]
Painter = Callable[[str, State], Painted]
"""A line, and what was open before it; its stretches, and what is open behind it."""
