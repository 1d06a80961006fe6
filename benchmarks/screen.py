"""The terminal application beside a bare one of Textual: the first frame, memory, and a key. `python -m benchmarks.screen`

First frames are whole processes on a terminal of their own, up to the moment when a known word has been drawn; keys are
pressed without a terminal, in this process, from the key to the end of drawing.
"""

import asyncio
import os
import pty
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final, NamedTuple

from textual.app import App

from benchmarks import bare_screen
from benchmarks.bare_screen import BareScreen
from benchmarks.figures import Figure, at_most, table
from benchmarks.timing import KILOBYTE, SURROUNDINGS, taking_turns
from tests.tui.desks import Ticks, played
from voiplab.tui.app import VoiplabApp
from voiplab.tui.desk.memory import Memory

ROUNDS: Final = 9
ROUNDS_OF_KEYS: Final = 3
KEYS: Final = 20
OURS: Final = (sys.executable, "-m", "voiplab", "open", "prack-enable")
BARE: Final = (sys.executable, bare_screen.__file__)
WORD: Final = b"REGISTER"
"""In the ladder that the lesson begins with, and in the table of the bare application."""


class Painted(NamedTuple):
    """What a process has used when its first frame stands."""

    cpu_seconds: float
    octets: int


def first_frame(command: Sequence[str], home: Path) -> Painted:
    """Of a process on a terminal of 120 by 40, which is ended then."""
    ours, theirs = pty.openpty()
    terminal = {**SURROUNDINGS, "COLUMNS": "120", "LINES": "40", "TERM": "xterm-256color", "VOIPLAB_HOME": str(home)}
    process = Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=terminal, cwd=home, close_fds=True)
    os.close(theirs)
    drawn = b""
    while WORD not in drawn:
        drawn = drawn[-len(WORD) :] + os.read(ours, 65_536)
    process.kill()
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0  # nobody has to wait for it any more
    os.close(ours)
    return Painted(used.ru_utime + used.ru_stime, used.ru_maxrss * KILOBYTE)


def seconds_of_a_key(app: App[None], *first: str) -> float:
    """CPU seconds of a key that moves a cursor, with all that is drawn because of it."""

    async def press() -> float:
        async with app.run_test(size=(160, 48)) as pilot:
            await pilot.press(*first)
            await pilot.pause()
            begun = process_time()
            for _ in range(KEYS):
                await pilot.press("up")
                await pilot.pause()
            return (process_time() - begun) / KEYS

    return asyncio.run(press())


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        memory = Memory(home)
        memory.toured()
        yield from _frames(home)
        lab, bare = taking_turns(
            ROUNDS_OF_KEYS,
            lambda: seconds_of_a_key(
                VoiplabApp(memory, home, played("prack-enable"), clock=Ticks()), "ctrl+o", "l", "up"
            ),
            lambda: seconds_of_a_key(BareScreen(), "ctrl+end"),
        )
    said = f"a key that moves the cursor, three panes on 160x48, {lab * 1000:.1f} ms, over one of a table, {bare * 1000:.1f} ms"
    yield at_most(said, lab / bare, 3, "times")


def _frames(home: Path) -> Iterator[Figure]:
    lab, bare = taking_turns(
        ROUNDS, lambda: first_frame(OURS, home).cpu_seconds, lambda: first_frame(BARE, home).cpu_seconds
    )
    said = f"first frame of `voiplab open` ({lab * 1000:.0f} ms) beside a bare application's ({bare * 1000:.0f} ms)"
    yield at_most(said, lab / bare, 1.35, "times")
    large, small = first_frame(OURS, home).octets, first_frame(BARE, home).octets
    said = f"memory then ({large / 2**20:.0f} MiB) beside the bare application's ({small / 2**20:.0f} MiB)"
    yield at_most(said, large / small, 1.5, "times")


def main() -> int:
    """Print the figures; the exit code says whether all goals are met."""
    measured = list(figures())
    print(table(measured))
    return 0 if all(figure.is_met for figure in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
