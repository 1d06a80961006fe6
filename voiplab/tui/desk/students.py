"""Who sits at which session of a class: a folder for each name, one session at a time for each, and no way out of it."""

import os
from collections.abc import Iterator
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Final
from unicodedata import category, normalize

from voiplab.course.catalogue import lesson_folders
from voiplab.course.workspace import open_workspace
from voiplab.tui.desk.opening import CannotOpen

LONGEST: Final = 40
LOCK: Final = ".session"
KINDS: Final = "LMN"
"""Of characters in names: letters, marks and digits, of any script."""

BETWEEN: Final = " .'-_"


class NotYourName(ValueError):
    """The message is a sentence for who has just typed it."""


class Seat:
    """A student's folder, held until somebody leaves, or the process ends."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self._lock = lock

    def leave(self) -> None:
        os.close(self._lock)


def take_seat(root: Path, name: str) -> Seat:
    """NotYourName when it is none, or somebody sits there already; OSError."""
    wanted = _name(name)
    folder = root.resolve() / wanted.lower().replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    if any(_links(folder)):
        raise NotYourName(f"In the folder of {wanted} there is a link to another place: ask your teacher.")
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except OSError:
        os.close(lock)
        raise NotYourName(
            f"{wanted} is at work in another window already. A seat is free some seconds after its window is closed."
        ) from None
    return Seat(folder, lock)


def _name(typed: str) -> str:
    """As it is kept: one form of each letter (Unicode NFKC), one blank at a time. NotYourName."""
    name = " ".join(normalize("NFKC", typed).replace("\u2019", "'").split())
    is_fine = all(category(one)[0] in KINDS or one in BETWEEN for one in name)
    if not is_fine or len(name) > LONGEST or not name or name[0] in BETWEEN:
        raise NotYourName(f"A name is letters, digits, blanks and . ' - _, at most {LONGEST} of them, a letter first.")
    return name


def guard(path: Path, folder: Path) -> None:
    """CannotOpen, unless it is a workspace in the student's folder, or will be one there, and no link leads out of it."""
    if path.parent != folder or path.name == "..":
        raise CannotOpen("Here only your own lessons can be opened.")
    link = next(_links(path), None)
    if link is not None:
        raise CannotOpen(f"{link.relative_to(folder)} is a link to another place: here it is not followed.")
    workspace = open_workspace(path)
    if workspace is not None and workspace.marker.lesson not in lesson_folders():
        raise CannotOpen("It belongs to a lesson that is not here.")


def _links(path: Path) -> Iterator[Path]:
    if path.is_symlink():
        yield path
    elif path.is_dir():
        yield from (found for found in sorted(path.rglob("*")) if found.is_symlink())
