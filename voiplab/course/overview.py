"""The lessons side by side: their levels, what each needs, and how far the workspaces of a folder are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
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


def suggested(rows: Mapping[str, Row]) -> Row | None:
    """The next lesson that is not complete and needs nothing that is not.

    Who has done nothing yet begins with the shortest, of several with that on which most others build.
    """
    open_now = [row for row in rows.values() if not row.is_complete and not missing(row, rows)]
    if any(row.done for row in rows.values()):
        return next(iter(open_now), None)
    needed = Counter(name for row in rows.values() for name in row.lesson.needs)
    return min(open_now, key=lambda row: (row.lesson.minutes, -needed[row.lesson.id]), default=None)


class Found(IntEnum):
    """Where a lesson has what is searched for, the best place first."""

    TITLE = 0
    TEACHES = 1
    BRIEF = 2


def search(rows: Iterable[Row], part: str) -> Mapping[Found, Sequence[Row]]:
    """The rows that have it, at the best of their places."""
    found = [(place, row) for row in rows if (place := _place(row.lesson, part.casefold())) is not None]
    return {place: [row for where, row in found if where is place] for place in Found}


def _place(lesson: Lesson, part: str) -> Found | None:
    texts = {
        Found.TITLE: f"{lesson.id} {lesson.title}",
        Found.TEACHES: " ".join(lesson.teaches),
        Found.BRIEF: lesson.brief,
    }
    return next((place for place, text in texts.items() if part in text.casefold()), None)
