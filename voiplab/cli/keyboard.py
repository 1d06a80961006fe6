"""What somebody types at a console: a prompt, the lines before with the arrow keys, and Tab for what may come next."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import click

PROMPT: Final = "> "
LEAVES: Final = ("/exit", "/quit", "exit", "quit")

Offered = Callable[[str], Sequence[str]]
"""The words that the last, unfinished one of a line may become."""


def lines(offered: Offered) -> Iterator[str]:
    """Until the end of the input, or until somebody leaves. Where no terminal is, lines are read as they come."""
    for line in _edited(offered) if sys.stdin.isatty() and sys.stdout.isatty() else _plain():
        if line.strip() in LEAVES:
            return
        if line.strip():
            yield line.strip()


def _plain() -> Iterator[str]:
    while True:
        if sys.stdin.isatty():
            click.echo(PROMPT, err=True, nl=False)
        line = sys.stdin.readline()
        if not line:
            return
        yield line


def _edited(offered: Offered) -> Iterator[str]:
    _let_tab_offer(offered)
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            return


def _let_tab_offer(offered: Offered) -> None:
    try:
        import readline
    except ImportError:  # Windows has none: its terminal remembers lines by itself
        return

    def word(_begun: str, place: int) -> str | None:
        fitting = offered(readline.get_line_buffer()[: readline.get_endidx()])
        return f"{fitting[place]} " if place < len(fitting) else None

    readline.set_completer(word)
    readline.set_completer_delims(" ")
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
