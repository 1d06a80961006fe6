"""`voiplab hint`: one step more of help."""

from pathlib import Path

import click

from voiplab.cli.screen import paragraph, say, talk
from voiplab.cli.target import Opened, opened
from voiplab.course.lesson import Exercise
from voiplab.text.nearest import did_you_mean


@click.command(name="hint")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--about", metavar="EXERCISE", help="About this exercise; by default the first that is not passed.")
def command(folder: Path, about: str | None) -> None:
    """A hint, in three steps: a nudge, where to look, the exact line.

    \b
    Each call shows one step more, and the steps before it. How many you have
    seen is kept in the workspace.

    \b
      voiplab hint
      voiplab hint --about offer
    """
    work = opened(folder)
    exercise = _exercise(work, about)
    progress = work.workspace.progress
    seen = min(progress.hints.get(exercise.id, 0) + 1, len(exercise.hints))
    work.remember(progress.model_copy(update={"hints": {**progress.hints, exercise.id: seen}}))
    say(f"{exercise.id}: hint {seen} of {len(exercise.hints)}")
    for number, hint in enumerate(exercise.hints[:seen], start=1):
        say(paragraph(f"{number}. {hint}", "  ", 3))
    if seen == len(exercise.hints):
        talk("\nThat was the last one; `voiplab solution` shows the rest.")


def _exercise(work: Opened, about: str | None) -> Exercise:
    exercises = {exercise.id: exercise for exercise in work.lesson.exercises}
    if about is None:
        passed = work.workspace.progress.passed
        return next((one for name, one in exercises.items() if name not in passed), work.lesson.exercises[-1])
    if about not in exercises:
        guess = did_you_mean(about, exercises) or f"; there are {', '.join(exercises)}"
        raise click.UsageError(f"no exercise is called {about}{guess}")
    return exercises[about]
