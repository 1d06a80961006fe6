"""A workspace as it was at the start: what differs is put back, and what stood there is kept aside."""

from collections.abc import Iterable
from pathlib import Path

from voiplab.course.journals import journal_name
from voiplab.course.lesson import Lesson
from voiplab.course.starting import first_files
from voiplab.course.workspace import Workspace


def known(workspace: Workspace, lesson: Lesson) -> list[str]:
    """The files that can be put back by name: those of the start, and journals, which are taken away."""
    start = [name for name, _ in first_files(lesson)]
    journals = map(journal_name, lesson.operated)
    return [*start, *(name for name in journals if workspace.path(name).is_file())]


def differing(workspace: Workspace, lesson: Lesson) -> list[str]:
    """All that is not as it was at the start, also files that the lesson does not have. OSError."""
    start = dict(first_files(lesson))
    names = dict.fromkeys([*start, *workspace.student_files()])
    return [name for name in names if _content(workspace.path(name)) != start.get(name)]


def put_back(workspace: Workspace, lesson: Lesson, names: Iterable[str]) -> Path:
    """The folder in which what stood there is kept. OSError."""
    start = dict(first_files(lesson))
    kept = workspace.next_kept()
    for name in names:
        workspace.put_back(name, start.get(name), kept)
    return kept


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
