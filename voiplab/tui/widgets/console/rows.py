"""The lines of a console in rows of its width, as a terminal breaks them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voiplab.explain.consoles import Kind, Said
from voiplab.text.width import width
from voiplab.tui.widgets.console.programs import Program, prompt


class Row(NamedTuple):
    """`prompt`: so many of its first characters are the prompt."""

    text: str
    kind: Kind
    prompt: int = 0


def rows(said: Sequence[Said], program: Program, host: str, columns: int) -> Iterator[Row]:
    for line in said:
        match line.kind:
            case Kind.TYPED:
                begins = prompt(program, host, line.text)
            case Kind.ASIDE:
                begins = "-- "
            case Kind.ANSWER:
                begins = ""
        first, *others = list(broken(begins + line.text, columns)) or [""]
        yield Row(first, line.kind, len(begins) if line.kind is Kind.TYPED else 0)
        yield from (Row(text, line.kind) for text in others)


def broken(text: str, columns: int) -> Iterator[str]:
    """In pieces that fit; a wide character is not broken in two."""
    if columns < 2:
        return
    while width(text) > columns:
        end = min(columns, len(text))
        while width(text[:end]) > columns:
            end -= 1
        yield text[:end]
        text = text[end:]
    if text:
        yield text
