"""A terminal that a test can look at: tmux with a server of its own."""

import subprocess
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Final

from tests.interop.program import ENVIRONMENT

PATIENCE: Final = 30.0
"""Seconds for a screen to come, on a busy machine."""

NAP: Final = 0.05
QUIET: Final = 0.8


class Terminal:
    """A program on a screen of so many columns and rows. Used with `with`, it is ended for certain."""

    def __init__(self, command: str, folder: Path, size: tuple[int, int], environment: dict[str, str]) -> None:
        self._socket = str(folder / "tmux")
        self._environment = {**ENVIRONMENT, **environment, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        columns, rows = map(str, size)
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", columns, "-y", rows, "-c", str(folder), command)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tmux("kill-server")

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-S", self._socket, *words]
        return subprocess.run(command, env=self._environment, check=True, capture_output=True, text=True).stdout

    def press(self, *keys: str) -> None:
        """As tmux calls them: `Enter`, `C-o`, `l`."""
        for key in keys:
            self._tmux("send-keys", key)

    def type(self, text: str) -> None:
        self._tmux("send-keys", "-l", text)

    @property
    def text(self) -> str:
        return self._tmux("capture-pane", "-p")

    def until(self, part: str) -> str:
        """The screen, when it has that."""
        ends = monotonic() + PATIENCE
        while monotonic() < ends:
            text = self.text
            if part in text:
                return text
            sleep(NAP)
        raise AssertionError(f"{part!r} never stands there:\n{self.text}")

    def settle(self) -> str:
        """The screen, when nothing has moved on it for a while: what was pressed has been taken in."""
        ends = monotonic() + PATIENCE
        before = self.text
        while monotonic() < ends:
            sleep(QUIET)
            if (now := self.text) == before:
                return now
            before = now
        raise AssertionError(f"it never stands still:\n{self.text}")

    def resize(self, columns: int, rows: int) -> None:
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))
