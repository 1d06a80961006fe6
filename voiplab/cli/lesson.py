"""`voiplab lesson`: what authors of lessons need."""

from json import dumps

import click

from voiplab.cli.exits import FINE, INVALID
from voiplab.cli.screen import say
from voiplab.cli.target import find_lesson
from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson_file import LessonFile
from voiplab.course.verify import Problem, lint, verify
from voiplab.text.harmless import harmless


@click.group(name="lesson")
def command() -> None:
    """For authors: is a lesson well formed, and does it hold what it promises?

    \b
    LESSON is the id of one that voiplab brings along, or the folder of your own.
    """


@command.command(name="lint")
@click.argument("lessons", metavar="LESSON...", nargs=-1)
def lint_lessons(lessons: tuple[str, ...]) -> int:
    """Read the files of lessons without playing anything.

    \b
      voiplab lesson lint my-lesson/
    """
    return _told({name: lint(find_lesson(name)) for name in lessons or lesson_folders()})


@command.command(name="verify")
@click.argument("lessons", metavar="LESSON...", nargs=-1)
def verify_lessons(lessons: tuple[str, ...]) -> int:
    """Prove lessons by playing them; without a name all of them.

    \b
    It starts unsolved; the solution passes; each mistake fails at the check that
    it names, or is refused where and as it says, and is recognised; there are
    three hints per exercise; two seeds have different answers; every file is
    used; nothing is left over after a run.

    \b
      voiplab lesson verify prack-enable
    """
    return _told({name: verify(find_lesson(name)) for name in lessons or lesson_folders()})


@command.command()
def schema() -> None:
    """The JSON Schema of lesson.yaml, for editors.

    \b
      voiplab lesson schema > lesson.schema.json
      and as first line of lesson.yaml:
      # yaml-language-server: $schema=lesson.schema.json
    """
    say(dumps(LessonFile.model_json_schema(), indent=2))


def _told(found: dict[str, list[Problem]]) -> int:
    for name, problems in found.items():
        say(f"{name}: {'fine' if not problems else ''}".rstrip())
        for problem in problems:
            say(f"  {harmless(str(problem), 1000)}")
    return INVALID if any(found.values()) else FINE
