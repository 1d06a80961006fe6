"""`voiplab solution`: what the lesson's own solution changes, as a difference to its start."""

import sys
from pathlib import Path

import click

from voiplab.cli.screen import say, talk
from voiplab.cli.target import Opened, opened
from voiplab.course.solving import solution_lines
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
    for line in solution_lines(work.lesson, work.seed):
        say(harmless(line, 500))
    talk("\n`voiplab run --solution` shows it on the wire.")


def _is_done(work: Opened) -> bool:
    return all(exercise.id in work.workspace.progress.passed for exercise in work.lesson.exercises)
