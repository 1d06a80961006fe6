"""A named pipe of this machine: whoever writes into it is heard, and answered in a pipe beside it that they have made."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from voiplab.live.agenda import Agenda
from voiplab.live.reply import Reply
from voiplab.live.watch import Watch

READ_AT_ONCE: Final = 64 << 10
MOST_REPLIES: Final = 32
"""On their way at one time."""

LONGEST_NAME: Final = 255


class Pipe:
    def __init__(
        self, watch: Watch, agenda: Agenda, place: Path, hear: Callable[[bytes], None], remark: Callable[[str], None]
    ) -> None:
        """OSError, ValueError when it cannot be made."""
        self.place = place
        self.remark = remark
        self._watch = watch
        self._agenda = agenda
        self._hear = hear
        self._replies: list[Reply] = []
        os.mkfifo(place, 0o600)
        self._reader = os.open(place, os.O_RDONLY | os.O_NONBLOCK)
        # A pipe without a writer is always ready, with nothing: as long as we could write ourselves, it waits.
        self._writer = os.open(place, os.O_WRONLY | os.O_NONBLOCK)
        self.is_open = True
        watch.add(self._reader, self._ready)

    def answer(self, name: str, payload: bytes) -> None:
        """Into the pipe of that name beside this one: somebody has made it, and reads there or soon will."""
        self._replies = [reply for reply in self._replies if reply.is_under_way]
        if not _is_plain(name) or name == self.place.name:
            self.remark(f"an answer for a pipe {name!r} is dropped: it has to be the name of one beside {self.place}")
        elif len(self._replies) >= MOST_REPLIES:
            self.remark(f"an answer for {name} is dropped: {MOST_REPLIES} others are still to be read")
        else:
            self._replies.append(Reply(self._watch, self._agenda, self.place.with_name(name), payload, self.remark))

    def close(self) -> None:
        if not self.is_open:
            return
        self.is_open = False
        for reply in self._replies:
            reply.end()
        self._watch.forget(self._reader)
        os.close(self._reader)
        os.close(self._writer)
        self.place.unlink(missing_ok=True)

    def _ready(self, _events: int) -> None:
        try:
            payload = os.read(self._reader, READ_AT_ONCE)
        except BlockingIOError:
            return
        self._agenda.at_once(partial(self._tell, payload))

    def _tell(self, payload: bytes) -> None:
        if self.is_open:
            self._hear(payload)


def _is_plain(name: str) -> bool:
    return name not in (".", "..") and 0 < len(name) <= LONGEST_NAME and "/" not in name and "\0" not in name


def make_way(place: Path) -> None:
    """Its folder, and nothing of an earlier lab in its place. OSError, ValueError."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _is_pipe(place):
        place.unlink()


def take_away(folder: Path) -> None:
    """All pipes in the folders of this one, and the folders; what else somebody has put there stays."""
    for inner in sorted(folder.glob("*")):
        for path in sorted(inner.glob("*")):
            if _is_pipe(path):
                path.unlink(missing_ok=True)
        with suppress(OSError):
            inner.rmdir()
    with suppress(OSError):
        folder.rmdir()


def _is_pipe(path: Path) -> bool:
    try:
        return stat.S_ISFIFO(path.lstat().st_mode)
    except FileNotFoundError:
        return False
