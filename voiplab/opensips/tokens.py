"""A word of the configuration: what it is, where it stands, and where the server believes that it stands."""

from dataclasses import dataclass
from typing import Final

from voiplab.text.place import Place


@dataclass(frozen=True, slots=True)
class Span:
    """How the server counts: the line of its last look at a line's beginning, and columns that leave out what is in quotes."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    place: Place
    span: Span
    files: tuple[str, ...]
    """The files that were open, the innermost last; none at the end of the last one."""


END: Final = "$END"
