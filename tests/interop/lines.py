"""What a program writes, line by line. Who waits for a line waits for so long and no longer."""

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Final

PATIENCE: Final = 15.0  # seconds: more than any program here needs on a busy machine


class NeverCame(AssertionError):
    """A line that was waited for; what came instead."""


class Lines:
    """Read in a thread, so that a program never waits for its reader. `seen`: what has been taken so far."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.seen: list[str] = []
        self._coming: SimpleQueue[str | None] = SimpleQueue()
        self._reader = Thread(target=self._read, args=(stream,), daemon=True)
        self._reader.start()

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                self._coming.put(line.decode("utf-8", "replace").rstrip("\r\n"))
        self._coming.put(None)

    def until(self, fits: Callable[[str], object], what: str, seconds: float = PATIENCE) -> str:
        """The next line that fits. NeverCame when the program ends before, or writes none in time."""
        deadline = time.monotonic() + seconds
        while (line := self._next(deadline)) is not None:
            if fits(line):
                return line
        raise NeverCame("\n".join([f"no {what}; there was:", *self.seen[-60:]]))

    def rest(self, seconds: float = PATIENCE) -> list[str]:
        """Everything, after the program has ended."""
        deadline = time.monotonic() + seconds
        while self._next(deadline) is not None:
            pass
        return self.seen

    def _next(self, deadline: float) -> str | None:
        try:
            line = self._coming.get(timeout=max(0.0, deadline - time.monotonic()))
        except Empty:
            return None
        if line is not None:
            self.seen.append(line)
        return line
