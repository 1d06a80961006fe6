"""What commands write: data to stdout, talk to stderr, colours only where they are wanted, lines no wider than the terminal."""

import sys
from collections.abc import Iterable
from shutil import get_terminal_size
from textwrap import fill
from typing import Final

import click

UNKNOWN: Final = (80, 24)
NARROWEST: Final = 40


def columns() -> int:
    """The width of the terminal; 80 when there is none."""
    return max(NARROWEST, get_terminal_size(UNKNOWN).columns)


def has_colours() -> bool:
    """Whether stdout shows them: as `click.echo` sees it."""
    wanted = click.get_current_context().color
    return sys.stdout.isatty() if wanted is None else wanted


def say(text: str = "") -> None:
    """Data."""
    click.echo(text)


def talk(text: str = "") -> None:
    """What a person wants to know beside the data."""
    click.echo(text, err=True)


def paragraph(text: str, indent: str = "", hanging: int = 0) -> str:
    """`text` wrapped to the terminal, `indent` before every line, and more before all but the first."""
    rest = indent + " " * hanging
    return fill(text, columns(), initial_indent=indent, subsequent_indent=rest, break_long_words=False)


def table(rows: Iterable[tuple[str, ...]]) -> str:
    """Columns as wide as their longest text, two blanks between them; the last one may be cut off by nothing."""
    written = [tuple(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*written, strict=True)]
    lines = ("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in written)
    return "\n".join(line.rstrip() for line in lines)
