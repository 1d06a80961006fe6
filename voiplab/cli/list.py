"""`voiplab list`: the lessons, and how far the workspaces of a folder are."""

from collections.abc import Sequence
from json import dumps
from pathlib import Path
from typing import NamedTuple

import click

from voiplab.cli.screen import say, table, talk
from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson import Lesson
from voiplab.course.lesson_file import read_lesson
from voiplab.course.workspace import Workspace, open_workspace


class Row(NamedTuple):
    lesson: Lesson
    workspace: Workspace | None

    @property
    def done(self) -> int:
        passed = self.workspace.progress.passed if self.workspace is not None else ()
        return sum(exercise.id in passed for exercise in self.lesson.exercises)

    @property
    def progress(self) -> str:
        if self.workspace is None:
            return ""
        return f"{self.done} of {len(self.lesson.exercises)} in {self.workspace.folder}"


@click.command(name="list")
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON array, for programs.")
def command(folder: Path, as_json: bool) -> None:
    """The lessons, their levels, and how far you are.

    \b
    Progress is that of the workspaces in FOLDER (by default the current one):
    the folder itself, or a folder in it. Of several of one lesson the one that
    is furthest counts.

    \b
      voiplab list
      voiplab list ~/voip --json
    """
    workspaces = [found for path in [folder, *sorted(folder.iterdir())] if (found := _workspace(path)) is not None]
    rows = [_row(read_lesson(path), workspaces) for path in lesson_folders().values()]
    rows.sort(key=lambda row: (row.lesson.level, row.lesson.id))
    if as_json:
        say(dumps([_as_json(row) for row in rows], indent=2))
        return
    heading = ("LESSON", "LEVEL", "MINUTES", "PROGRESS", "TITLE")
    say(table([heading, *(_texts(row) for row in rows)]))
    talk("\n`voiplab start LESSON` makes a workspace of one.")


def _workspace(path: Path) -> Workspace | None:
    return open_workspace(path) if path.is_dir() else None


def _row(lesson: Lesson, workspaces: Sequence[Workspace]) -> Row:
    own = [Row(lesson, workspace) for workspace in workspaces if workspace.marker.lesson == lesson.id]
    return max(own, key=lambda row: row.done, default=Row(lesson, None))


def _texts(row: Row) -> tuple[str, ...]:
    lesson = row.lesson
    return lesson.id, str(lesson.level), str(lesson.minutes), row.progress or "-", lesson.title


def _as_json(row: Row) -> dict[str, object]:
    lesson = row.lesson
    return {
        "id": lesson.id,
        "title": lesson.title,
        "level": lesson.level,
        "minutes": lesson.minutes,
        "teaches": lesson.teaches,
        "needs": lesson.needs,
        "exercises": [exercise.id for exercise in lesson.exercises],
        "workspace": None if row.workspace is None else str(row.workspace.folder),
        "passed": [] if row.workspace is None else list(row.workspace.progress.passed),
    }
