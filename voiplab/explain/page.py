"""What is said of something, paragraph by paragraph, for a screen and for paper; a paragraph may lead somewhere."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Final, NamedTuple

from voiplab.text.harmless import harmless
from voiplab.text.place import Place
from voiplab.text.width import width

LONGEST: Final = 4_000
"""Of what one line says before it is wrapped."""

NARROWEST: Final = 16


class Tone(Enum):
    HEAD = "what it is about"
    PLAIN = "what is said of it"
    FAINT = "where that stands, and who wrote it"
    CAME = "what is new in a comparison"
    WENT = "what is gone"
    CHANGED = "what is different"

    __hash__ = object.__hash__


class ToMessage(NamedTuple):
    number: int


class ToLine(NamedTuple):
    node: str
    place: Place


Lead = ToMessage | ToLine


class Line(NamedTuple):
    """`text` is harmless; it is wrapped `indent` columns from the left."""

    text: str
    tone: Tone = Tone.PLAIN
    indent: int = 0


class Paragraph(NamedTuple):
    lines: tuple[Line, ...]
    lead: Lead | None = None


class Row(NamedTuple):
    """A line of the screen; `paragraph` is the place of the paragraph that it belongs to."""

    text: str
    tone: Tone
    paragraph: int


def line(text: str, tone: Tone = Tone.PLAIN, indent: int = 0) -> Line:
    """Of foreign text."""
    return Line(harmless(text, LONGEST), tone, indent)


def remark(*texts: str) -> Paragraph:
    return Paragraph(tuple(line(text) for text in texts))


def rows(page: Sequence[Paragraph], columns: int) -> list[Row]:
    """The paragraphs, one after the other, in so many columns."""
    return [
        Row(text, said.tone, place)
        for place, paragraph in enumerate(page)
        for said in paragraph.lines
        for text in _indented(said, columns)
    ]


def as_text(page: Sequence[Paragraph], columns: int) -> str:
    return "".join(f"{row.text}\n" for row in rows(page, columns))


def _indented(said: Line, columns: int) -> Iterator[str]:
    """What does not fit goes on two columns further right than it began."""
    hanging = " " * (said.indent + 2)
    first = " " * said.indent
    for place, text in enumerate(wrapped(said.text, max(columns - said.indent - 2, NARROWEST))):
        yield (first if place == 0 else hanging) + text


def wrapped(text: str, columns: int) -> Iterable[str]:
    """At blanks where there are some, and within what is longer than a line."""
    taken = ""
    for word in _short_enough(text, columns):
        if taken and width(taken) + width(word.rstrip(" ")) > columns:
            yield taken.rstrip(" ")
            taken = ""
        taken += word
    yield taken.rstrip(" ")


def _short_enough(text: str, columns: int) -> Iterator[str]:
    """The words, each with the blanks behind it; a long one in pieces."""
    place = 0
    while place < len(text):
        end = text.find(" ", place)
        end = len(text) if end < 0 else end
        while end < len(text) and text[end] == " ":
            end += 1
        word = text[place:end]
        place = end
        while width(word.rstrip(" ")) > columns:
            piece = _piece(word, columns)
            yield piece
            word = word[len(piece) :]
        yield word


def _piece(word: str, columns: int) -> str:
    for end in range(min(columns, len(word)), 1, -1):
        if width(word[:end]) <= columns:
            return word[:end]
    return word[:1]
