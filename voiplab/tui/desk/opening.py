"""What a path leads to: a workspace, a lesson, a lab, or a capture."""

from pathlib import Path
from typing import TYPE_CHECKING

from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson import Lesson
from voiplab.course.lesson_file import LESSON, read_lesson
from voiplab.course.workspace import Workspace, around
from voiplab.lab.opening import open_lab
from voiplab.sip.value import value
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.pace import Clock

if TYPE_CHECKING:
    from voiplab.capture.trace import Trace


class CannotOpen(Exception):
    """The message is a sentence."""


@value(frozen=True, slots=False)
class Capture:
    name: str
    trace: "Trace"


def open_path(path: Path, clock: Clock) -> Desk | Capture:
    """CannotOpen, ConfigError, OSError."""
    if path.is_dir():
        if (path / LESSON).is_file():
            return Desk.of_lesson(read_lesson(path.resolve()), clock)
        workspace = around(path)
        if workspace is None:
            raise CannotOpen(f"{path} is no workspace; `voiplab start LESSON`, or the list of lessons, makes one")
        return Desk.of_workspace(workspace, lesson_of(workspace), clock)
    if not path.is_file():
        raise CannotOpen(f"there is no file {path}")
    if path.suffix in (".yaml", ".yml"):
        return Desk(open_lab(path), clock)
    from voiplab.capture.trace import read_trace

    with path.open("rb") as file:
        return Capture(path.name, read_trace(file))


def lesson_of(workspace: Workspace) -> Lesson:
    """CannotOpen when it is none of those that are here."""
    name = workspace.marker.lesson
    folder = lesson_folders().get(name, Path(name))
    if not (folder / LESSON).is_file():
        raise CannotOpen(f"{workspace.folder} belongs to the lesson {name}, which is not here")
    return read_lesson(folder)
