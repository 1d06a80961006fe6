"""A person's own editor, with the terminal to itself."""

import shlex
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from voiplab.lab.node_files import bounded_content
from voiplab.tui.widgets.config.sheet import Sheet

Screen = AbstractContextManager[None]
"""While it lasts the terminal belongs to another program."""

_TAKE_LINES: Final = (
    "vi",
    "vim",
    "nvim",
    "view",
    "nano",
    "pico",
    "emacs",
    "emacsclient",
    "micro",
    "joe",
    "jed",
    "kak",
    "mg",
    "ne",
)
"""Those that go to a line when `+12` stands before the file."""


class NoEditor(Exception):
    """None may be started, or none is named; the message says what to do."""


def command(environment: Mapping[str, str]) -> Sequence[str]:
    """NoEditor."""
    if environment.get("VOIPLAB_KIOSK"):
        raise NoEditor("Here no other program may be started: edit in this pane.")
    named = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError as error:
        raise NoEditor(f"$EDITOR cannot be read: {error}.") from None
    if not words:
        raise NoEditor("No editor is named: set $VISUAL or $EDITOR, for example EDITOR=nano.")
    return words


def edit(
    words: Sequence[str], sheet: Sheet, line: int, workspace: Path | None, give_screen: Callable[[], Screen]
) -> bytes | None:
    """In the workspace; without one a copy, and what became of it. NoEditor, and ConfigError for a copy that is too large."""
    if workspace is not None:
        with give_screen():
            start(words, workspace / sheet.name, line)
        return None
    with TemporaryDirectory() as place:
        copy = Path(place) / Path(sheet.file.path).name
        copy.write_bytes(sheet.content)
        with give_screen():
            start(words, copy, line)
        return bounded_content(copy, copy.name)


def start(words: Sequence[str], path: Path, line: int) -> None:
    """Until it ends. NoEditor."""
    to_line = [f"+{line}"] if Path(words[0]).name in _TAKE_LINES else []
    try:
        subprocess.run([*words, *to_line, str(path)], check=False)
    except OSError as error:
        raise NoEditor(f"{words[0]} does not start: {error.strerror}.") from None
