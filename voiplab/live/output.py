"""Standard output that keeps no lab waiting: what nobody reads yet is kept for a while, and left out when it is too much.

A terminal that is held with ctrl-s, or a program at the other end of a pipe that is busy, would otherwise stop all calls.
"""

import os
from collections.abc import Callable
from select import PIPE_BUF, POLLOUT, poll
from selectors import EVENT_WRITE
from typing import Final

from voiplab.live.watch import Watch

MOST_UNREAD: Final = 4 << 20
LEFT_OUT: Final = "nobody reads what this lab writes: some of it is left out"


class Output:
    """`file`: the number of a file, a pipe or a terminal. Who reads it may go away: BrokenPipeError."""

    def __init__(self, watch: Watch, file: int, remark: Callable[[str], None]) -> None:
        self._watch = watch
        self._file = file
        self._remark = remark
        self._unread = bytearray()
        self._is_watched = False
        self._room = poll()
        self._room.register(file, POLLOUT)

    def write(self, text: str) -> None:
        octets = text.encode("utf-8", "backslashreplace")
        if len(self._unread) + len(octets) > MOST_UNREAD:
            self._remark(LEFT_OUT)
        else:
            self._unread += octets

    def flush(self) -> None:
        """As much as can leave without waiting; the rest when there is room for it."""
        while self._unread and self._room.poll(0):
            self._leave()
        if bool(self._unread) != self._is_watched:
            self._turn_watch()

    def finish(self) -> None:
        """All of it, however long that takes."""
        while self._unread:
            self._leave()
        self.flush()

    def _leave(self) -> None:
        """Where there is room at all, there is room for so much: pipe(7)."""
        del self._unread[: os.write(self._file, self._unread[:PIPE_BUF])]

    def _turn_watch(self) -> None:
        self._is_watched = not self._is_watched
        if self._is_watched:
            self._watch.add(self._file, lambda _events: self.flush(), EVENT_WRITE)
        else:
            self._watch.forget(self._file)
