"""Usual mistakes recognised: the check that the mistake fails has failed, and what the student wrote, or did, fits."""

from collections.abc import Mapping

from voiplab.course.checks.answer import normal
from voiplab.course.checks.verdict import Outcome
from voiplab.course.grading import Report
from voiplab.course.journals import NOTHING_DONE, Journals
from voiplab.course.lesson import (
    FalseStart,
    Lesson,
    Mistake,
    NodeFiles,
    Pressed,
    Seen,
    added_lines,
    changed,
    overlaid,
    paths,
)
from voiplab.lab.digest import digest
from voiplab.lab.run import Run
from voiplab.sip.condition import fits_glob
from voiplab.text.place import ConfigError, NotSimulated


def recognised(
    report: Report, files: NodeFiles, answers: Mapping[str, str], journals: Journals = NOTHING_DONE
) -> list[Mistake]:
    """Of several mistakes that fail the same check only the first that fits."""
    found: dict[str, Mistake] = {}
    for mistake in report.lesson.mistakes:
        is_open = report.verdict(mistake.fails).outcome is Outcome.FAILED and mistake.fails not in found
        if is_open and _fits(mistake, report, files, answers, journals):
            found[mistake.fails] = mistake
    return list(found.values())


def recognised_start(lesson: Lesson, refused: ConfigError, files: NodeFiles) -> FalseStart | None:
    """The first whose error in the same file it is; the line may be another one in the student's file."""
    if isinstance(refused, NotSimulated):
        return None
    for false_start in lesson.false_starts:
        is_its_error = refused.place.file == false_start.at.file and fits_glob(refused.says, false_start.error)
        if is_its_error and (false_start.seen is None or _is_seen(false_start.seen, lesson, files)):
            return false_start
    return None


def _fits(mistake: Mistake, report: Report, files: NodeFiles, answers: Mapping[str, str], journals: Journals) -> bool:
    if mistake.answers:
        return all(_is_one_of(answers.get(name, ""), wrong) for name, wrong in mistake.answers.items())
    if mistake.pressed is not None:
        return _was_pressed(mistake.pressed, journals)
    if mistake.seen is not None:
        return _is_seen(mistake.seen, report.lesson, files)
    return bool(changed(report.lesson.lab.files, files)) and _behaves_like(mistake, report)


def _is_one_of(answer: str, wrong: tuple[str, ...]) -> bool:
    return normal(answer) in [normal(one) for one in wrong]


def _was_pressed(pressed: Pressed, journals: Journals) -> bool:
    return any(
        entry.node == pressed.node and fits_glob(str(entry.action), pressed.action)
        for entry in journals.get(pressed.run, ())
    )


def _is_seen(seen: Seen, lesson: Lesson, files: NodeFiles) -> bool:
    before, after = dict(paths(lesson.lab.files)), dict(paths(files))
    return any(
        fits_glob(line, seen.line)
        for name, content in after.items()
        if fits_glob(name, seen.file)
        for line in added_lines(before.get(name, b""), content)
    )


def _behaves_like(mistake: Mistake, report: Report) -> bool:
    """Whether the run that the check looks at goes over the wire as it does with the mistake's files."""
    lesson = report.lesson
    check = next(check for check in lesson.checks if check.id == mistake.fails)
    lab = lesson.lab_for(check.run, overlaid(lesson.lab.files, mistake.files))
    run = Run(lab, lab.runs[check.run], report.seed)
    run.run()
    return run.digest() == digest(report.played[check.run].recording)
