"""Desks for tests: with a clock of their own, and played as far as a test wants."""

from pathlib import Path

from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson_file import read_lesson
from voiplab.course.starting import first_files
from voiplab.course.workspace import Marker, begin
from voiplab.tui.desk.desk import Desk


class Ticks:
    """A clock that goes on a little whenever somebody looks: no test waits for anything."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.000_001
        return self.now


def desk(lesson: str, run: str | None = None, *, solution: bool = False) -> Desk:
    """A lesson on the desk, its run not yet begun."""
    found = Desk.of_lesson(read_lesson(lesson_folders()[lesson]), Ticks())
    found.start(run, solution=solution)
    return found


def played(lesson: str, run: str | None = None, *, solution: bool = False) -> Desk:
    """Its run played until nothing is left to happen."""
    found = desk(lesson, run, solution=solution)
    play_out(found)
    return found


def play_out(found: Desk) -> None:
    found.player.to_next()
    while found.player.is_moving:
        found.player.slice()


def workspace_desk(folder: Path, lesson: str) -> Desk:
    """A new workspace, which lies in `mine`."""
    found = read_lesson(lesson_folders()[lesson])
    workspace = begin(folder / "mine", Marker(lesson=lesson, version=found.version, seed=1), first_files(found))
    return Desk.of_workspace(workspace, found, Ticks())
