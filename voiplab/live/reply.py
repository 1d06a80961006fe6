"""An answer on its way into somebody's named pipe: it waits until they read, for a while."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from selectors import EVENT_WRITE
from typing import Final

from voiplab.live.agenda import Agenda
from voiplab.live.limits import PATIENCE
from voiplab.live.watch import Watch
from voiplab.sim.moment import ms

AGAIN: Final = ms(20)
TRIES: Final = 100
"""Whoever asks makes a pipe, asks, and reads then: we may be quicker."""


class Reply:
    def __init__(
        self, watch: Watch, agenda: Agenda, place: Path, payload: bytes, remark: Callable[[str], None]
    ) -> None:
        self.is_under_way = True
        self._watch = watch
        self._agenda = agenda
        self._place = place
        self._unsent = memoryview(payload)
        self._remark = remark
        self._pipe: int | None = None
        self._tries = 0
        self._ticket: int | None = None
        self._open()

    def end(self) -> None:
        """Whatever of it is not read yet is dropped."""
        if not self.is_under_way:
            return
        self.is_under_way = False
        if self._ticket is not None:
            self._agenda.cancel(self._ticket)
        if self._pipe is not None:
            self._watch.forget(self._pipe)
            os.close(self._pipe)

    def _open(self) -> None:
        self._ticket = None
        try:
            pipe = os.open(self._place, os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        except OSError as refused:
            self._later_or_never(refused)
            return
        if not stat.S_ISFIFO(os.fstat(pipe).st_mode):
            os.close(pipe)
            self._give_up("it is no pipe")
            return
        self._pipe = pipe
        self._watch.add(pipe, self._write, EVENT_WRITE)
        self._ticket = self._agenda.after(PATIENCE, self._too_late)

    def _later_or_never(self, refused: OSError) -> None:
        """ENXIO: nobody reads there yet (POSIX, open)."""
        self._tries += 1
        if refused.errno != errno.ENXIO or self._tries >= TRIES:
            self._give_up("nobody reads there" if refused.errno == errno.ENXIO else str(refused.strerror))
        else:
            self._ticket = self._agenda.after(AGAIN, self._open)

    def _too_late(self) -> None:
        self._ticket = None
        self._give_up("it is not read on")

    def _give_up(self, why: str) -> None:
        self._remark(f"an answer for {self._place} is dropped: {why}")
        self.end()

    def _write(self, _events: int) -> None:
        assert self._pipe is not None
        try:
            self._unsent = self._unsent[os.write(self._pipe, self._unsent) :]
        except BlockingIOError:
            return
        except OSError:  # who asked has gone
            self.end()
            return
        if not self._unsent:
            self.end()
