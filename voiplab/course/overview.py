"""The lessons side by side: their levels, what each needs, and how far the workspaces of a folder are."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson import Lesson
from voiplab.course.lesson_file import read_lesson
from voiplab.course.workspace import Workspace, open_workspace


class Row(NamedTuple):
    """`passed`: the exercises that were passed once."""

    lesson: Lesson
    workspace: Workspace | None
    passed: tuple[str, ...]

    @property
    def done(self) -> int:
        return sum(exercise.id in self.passed for exercise in self.lesson.exercises)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.lesson.exercises)


def overview(folder: Path) -> Sequence[Row]:
    """By level. A workspace is the folder itself, or a folder in it; of several of one lesson the one that is furthest counts.

    ConfigError when a lesson or a workspace cannot be read.
    """
    workspaces = list(_workspaces(folder))
    rows = [_row(read_lesson(path), workspaces) for path in lesson_folders().values()]
    return sorted(rows, key=lambda row: (row.lesson.level, row.lesson.id))


def _workspaces(folder: Path) -> Iterator[Workspace]:
    for path in [folder, *sorted(folder.iterdir())]:
        if path.is_dir() and (found := open_workspace(path)) is not None:
            yield found


def _row(lesson: Lesson, workspaces: Sequence[Workspace]) -> Row:
    own = [Row(lesson, one, one.progress.passed) for one in workspaces if one.marker.lesson == lesson.id]
    return max(own, key=lambda row: row.done, default=Row(lesson, None, ()))


def missing(row: Row, rows: Mapping[str, Row]) -> list[str]:
    """Of the lessons that this one builds on, those that are not complete."""
    return [name for name in row.lesson.needs if name in rows and not rows[name].is_complete]
