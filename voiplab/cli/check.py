"""`voiplab check`: all runs of a lesson played on the student's files, and how far they are."""

from json import dumps
from pathlib import Path

import click

from voiplab.cli.exits import FINE, NOT_YET, NothingToCheck
from voiplab.cli.false_start import explained
from voiplab.cli.progress import play
from voiplab.cli.remarks import others, warn
from voiplab.cli.screen import say, talk
from voiplab.cli.target import Opened, opened
from voiplab.cli.verdicts import as_json, as_text
from voiplab.course.grading import Report, grade
from voiplab.course.lesson import changed
from voiplab.course.recognising import recognised
from voiplab.course.saving import save
from voiplab.course.unheeded import unheeded
from voiplab.course.workspace import Progress, around


@click.command(name="check")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "wants_json", is_flag=True, help="One JSON object, for programs.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Also write JUnit XML.")
def command(folder: Path, wants_json: bool, junit: Path | None) -> int:
    """Run and grade the workspace in DIR (by default the one that you stand in).

    \b
    All runs of the lesson are played on your files, also those that you have
    not looked at, with what you did in them by hand (`voiplab press`). Your
    files are only read. What holds is marked [x], what does
    not yet hold [ ], and what cannot be judged before something else holds [-].
    Exit code: 0 all passed, 1 not yet, 3 no workspace, 4 a file is refused.

    \b
      voiplab check
      voiplab check ~/voip/prack --junit result.xml
    """
    if around(folder) is None:
        raise NothingToCheck(
            f"{folder} is no workspace, so there is nothing to check; `voiplab start LESSON` makes one"
        )
    work = opened(folder)
    remarks = unheeded(work.lesson, work.files)
    warn(remarks)
    with explained(work.lesson, work.files):
        report = grade(work.lesson, work.files, work.answers, work.seed, play, work.journals)
    mistakes = recognised(report, work.files, work.answers, work.journals)
    remarks = [] if report.is_passed else remarks
    if junit is not None:
        from voiplab.cli.junit import as_junit

        save(junit, as_junit(report))
    say(
        dumps(as_json(report, mistakes, remarks), indent=2)
        if wants_json
        else as_text(report, mistakes, others(remarks))
    )
    _remember(work, report)
    _advise(work, report)
    return FINE if report.is_passed else NOT_YET


def _remember(work: Opened, report: Report) -> None:
    before = work.workspace.progress
    done = [exercise.id for exercise in work.lesson.exercises if report.is_done(exercise)]
    passed = tuple(dict.fromkeys([*before.passed, *done]))
    work.remember(Progress(hints=before.hints, checks=before.checks + 1, passed=passed))


def _advise(work: Opened, report: Report) -> None:
    strangers = [name for name in changed(work.lesson.lab.files, work.files) if name not in work.lesson.edits]
    if strangers:
        talk(f"\nChanged, though this lesson does not ask for it: {', '.join(strangers)}")
    if work.workspace.marker.version != work.lesson.version:
        talk("\nThis workspace was made from an earlier version of the lesson; a new one may read differently.")
    if report.is_passed:
        talk("\nAll of it holds. `voiplab solution` shows the lesson's own way.")
    else:
        talk("\n`voiplab hint` helps, `voiplab run` shows the ladder.")
