"""A word of the configuration: what it is, where it stands, and where the server believes that it stands."""

from typing import Final, NamedTuple

from voiplab.text.place import Place


class Span(NamedTuple):
    """How the server counts: the line of its last look at a line's beginning, and columns that leave out what is in quotes."""

    line: int
    start: int
    end: int


class Token(NamedTuple):
    kind: str
    text: str
    place: Place
    span: Span
    files: tuple[str, ...]
    """The files that were open, the innermost last; none at the end of the last one."""


END: Final = "$END"
