"""`voiplab start`: make a workspace."""

from pathlib import Path

import click

from voiplab.cli.screen import say, talk
from voiplab.cli.target import find_lesson
from voiplab.course.lesson import Lesson
from voiplab.course.starting import first_files
from voiplab.course.workspace import ANSWERS, BRIEF, Marker, NotEmpty, begin, seed_of


@click.command(name="start")
@click.argument("lesson")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--student", metavar="NAME", help="Your name: it gives you a seed of your own.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="This seed, whatever the name.")
def command(lesson: str, folder: Path | None, student: str | None, seed: int | None) -> None:
    """Make a workspace of LESSON in DIR (by default a folder named after the lesson).

    \b
    A seed decides what is left to chance: tags, numbers, how long somebody lets
    it ring. It comes from the lesson and your name (or, without --student, the
    name of the folder), never from the clock: the same name has the same seed
    on every machine, and neighbours with different names have different answers.

    \b
      voiplab start prack-enable
      voiplab start prack-enable ~/voip/prack --student "Ada Lovelace"
    """
    chosen = find_lesson(lesson)
    where = folder if folder is not None else Path(chosen.id)
    if seed is None:
        seed = seed_of(chosen.id, student or where.resolve().name)
    name = chosen.id if lesson == chosen.id else str(chosen.folder)
    try:
        begin(where, Marker(lesson=name, version=chosen.version, seed=seed), first_files(chosen))
    except NotEmpty:
        raise click.UsageError(f"{where} exists and is not empty; name another folder for the workspace") from None
    say(str(where))
    _welcome(chosen, where)


def _welcome(lesson: Lesson, where: Path) -> None:
    talk(f"\n{lesson.title}\n")
    talk(f"The brief is in {where / BRIEF}.")
    changed = [*lesson.edits, *([ANSWERS] if lesson.questions else [])]
    if changed:
        talk("Change these files, and no others:")
        for name in changed:
            talk(f"  {where / name}")
    if lesson.operated:
        talk("In these runs it is you who acts, with `voiplab press`:")
        for run in lesson.operated:
            talk(f"  {run}")
    talk(f"\nNext:\n  cd {where}\n  voiplab run\n  voiplab check")
