"""`voiplab list`: the lessons, and how far the workspaces of a folder are."""

from json import dumps
from pathlib import Path

import click

from voiplab.cli.screen import say, table, talk
from voiplab.course.overview import Row, overview


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
    rows = overview(folder)
    if as_json:
        say(dumps([_as_json(row) for row in rows], indent=2))
        return
    heading = ("LESSON", "LEVEL", "MINUTES", "PROGRESS", "TITLE")
    say(table([heading, *(_texts(row) for row in rows)]))
    talk("\n`voiplab start LESSON` makes a workspace of one.")


def _texts(row: Row) -> tuple[str, ...]:
    lesson = row.lesson
    return lesson.id, str(lesson.level), str(lesson.minutes), _progress(row), lesson.title


def _progress(row: Row) -> str:
    return "-" if row.workspace is None else f"{row.done} of {len(row.lesson.exercises)} in {row.workspace.folder}"


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
        "passed": list(row.passed),
    }
