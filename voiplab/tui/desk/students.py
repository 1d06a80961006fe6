"""Who sits at which session of a class: a folder for each name, and one session at a time for each."""

import re
from pathlib import Path
from typing import Final, TextIO

NAME: Final = re.compile(r"[^\W_][\w .'-]{0,39}")
LOCK: Final = ".session"


class NotYourName(ValueError):
    """The message is a sentence for who has just typed it."""


class Seat:
    """A student's folder, held until somebody leaves, or the process ends."""

    def __init__(self, folder: Path, lock: TextIO) -> None:
        self.folder = folder
        self._lock = lock

    def leave(self) -> None:
        self._lock.close()


def take_seat(root: Path, name: str) -> Seat:
    """NotYourName when it is none, or somebody sits there already; OSError."""
    wanted = " ".join(name.split())
    if not NAME.fullmatch(wanted):
        raise NotYourName("A name is letters, digits, blanks and . ' - _, at most forty of them.")
    folder = root / wanted.lower().replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / LOCK).open("w")
    if not _hold(lock):
        lock.close()
        raise NotYourName(f"{wanted} is at work in another window already.")
    return Seat(folder, lock)


def _hold(lock: TextIO) -> bool:
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:  # Windows: there a class is not served
        return True
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except OSError:
        return False
    return True
