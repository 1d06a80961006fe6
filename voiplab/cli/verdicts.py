"""A report of `voiplab check`: as text for a person, and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.cli.screen import paragraph
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.course.grading import Report, Result
from voiplab.course.lesson import Mistake
from voiplab.text.harmless import harmless
from voiplab.text.remark import Remark

MARKS: Final = {Outcome.PASSED: "[x]", Outcome.FAILED: "[ ]", Outcome.NOT_REACHED: "[-]"}
LONGEST: Final = 2_000
"""Of one sentence: nothing that a check says is cut off on purpose."""


def as_text(report: Report, mistakes: Sequence[Mistake], remarks: Sequence[Remark]) -> str:
    lines = [f"{report.lesson.title}: {report.points} of {report.most_points} points"]
    for exercise in report.lesson.exercises:
        lines += ["", f"{exercise.id} ({exercise.kind.value})"]
        for result in report.of(exercise):
            lines += _result(result)
            lines += [_told("perhaps", mistake.says) for mistake in mistakes if mistake.fails == result.check.id]
    if remarks:
        lines += ["", "In your files:", *(paragraph(f"{remark}", "  ") for remark in remarks)]
    return "\n".join(lines)


def _result(result: Result) -> Iterator[str]:
    verdict, most = result.verdict, result.check.points
    points = f"{result.points} of {most} point{'' if most == 1 else 's'}"
    yield paragraph(f"{MARKS[verdict.outcome]} {result.check.says} ({verdict.outcome.value}, {points})", "  ", 4)
    if not verdict.is_passed:
        yield from (_told(name, text) for name, text in reasons(result, verdict) if text)


def reasons(result: Result, verdict: Verdict) -> Iterator[tuple[str, str]]:
    if verdict.outcome is Outcome.FAILED:
        yield "expected" if result.check.question is None else "question", verdict.expected
    yield f"in run {result.check.run}", verdict.why
    yield "differs", verdict.difference
    yield "where", verdict.look.replace("voiplab run --why", f"voiplab run --run {result.check.run} --why")


def _told(name: str, text: str) -> str:
    return paragraph(f"{name}: {harmless(text, LONGEST)}", "      ", 2)


def as_json(report: Report, mistakes: Sequence[Mistake], remarks: Sequence[Remark]) -> dict[str, object]:
    return {
        "schema": "voiplab/check/1",
        "lesson": report.lesson.id,
        "version": report.lesson.version,
        "seed": report.seed,
        "passed": report.is_passed,
        "points": report.points,
        "max_points": report.most_points,
        "checks": [_check_as_json(report, result) for result in report.results],
        "mistakes": [{"name": one.name, "fails": one.fails, "says": one.says} for one in mistakes],
        "remarks": [
            {"file": one.place.file, "line": one.place.line, "class": one.effect.value, "says": one.says}
            for one in remarks
        ],
    }


PASSED: Final = {Outcome.PASSED: True, Outcome.FAILED: False, Outcome.NOT_REACHED: None}


def _check_as_json(report: Report, result: Result) -> dict[str, object]:
    verdict, check = result.verdict, result.check
    messages = report.played[check.run].messages
    numbers = [found.n for event in verdict.evidence if (found := messages.of(event)) is not None]
    nearest = None if verdict.nearest is None else messages.of(verdict.nearest)
    return {
        "id": check.id,
        "exercise": result.exercise.id,
        "run": check.run,
        "passed": PASSED[verdict.outcome],
        "points": result.points,
        "max_points": check.points,
        "says": check.says,
        "expected": verdict.expected,
        "why": verdict.why,
        "evidence": numbers,
        "nearest": None if nearest is None else nearest.n,
        "difference": verdict.difference,
        "look": verdict.look,
    }
