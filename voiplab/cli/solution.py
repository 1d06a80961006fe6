"""`voiplab solution`: what the lesson's own solution changes, as a difference to its start."""

import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import click

from voiplab.cli.screen import say, talk
from voiplab.cli.target import Opened, opened
from voiplab.course.by_hand import journals_by_hand
from voiplab.course.journals import journal_name
from voiplab.course.lesson import Lesson, overlaid, paths
from voiplab.lab.journal_file import journal_file
from voiplab.text.harmless import harmless


@click.command(name="solution")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Show it without asking, also before all is passed.")
def command(folder: Path, yes: bool) -> None:
    """What the solution changes, line by line. Your files stay as they are.

    \b
    Before all exercises are passed it asks first; without a terminal it wants
    --yes. To see the solution on the wire: voiplab run --solution

    \b
      voiplab solution --yes
    """
    work = opened(folder)
    if not yes and not _is_done(work):
        if not sys.stdin.isatty():
            raise click.UsageError("not everything is passed yet; to see the solution all the same, say --yes")
        click.confirm("Not everything is passed yet. Show the solution?", abort=True, err=True)
    for line in (*difference(work.lesson), *by_hand(work)):
        say(harmless(line, 500))
    talk("\n`voiplab run --solution` shows it on the wire.")


def _is_done(work: Opened) -> bool:
    return all(exercise.id in work.workspace.progress.passed for exercise in work.lesson.exercises)


def difference(lesson: Lesson) -> Iterator[str]:
    """A unified diff from the start to the solution."""
    before = dict(paths(lesson.lab.files))
    after = dict(paths(overlaid(lesson.lab.files, lesson.solution)))
    for name, content in after.items():
        yield from unified_diff(_lines(before.get(name, b"")), _lines(content), name, f"{name} (solution)", lineterm="")


def by_hand(work: Opened) -> Iterator[str]:
    """What the solution does by hand with the seed of this workspace, as journals that are not there before."""
    lesson = work.lesson
    files = overlaid(lesson.lab.files, lesson.solution)
    for run, entries in journals_by_hand(lesson, lesson.by_hand, files, work.seed).items():
        name = journal_name(run)
        lines = [line for line in _lines(journal_file(run, entries)) if not line.startswith("#")]
        yield from unified_diff([], lines, name, f"{name} (solution)", lineterm="")


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").splitlines()
