"""All runs of a lesson, played on somebody's files."""

from pathlib import Path

import pytest

from tests.course.small_lesson import SOLUTION, write
from voiplab.course.checks.verdict import Outcome
from voiplab.course.grading import Report, grade
from voiplab.course.lesson import Lesson, NodeFiles, overlaid
from voiplab.course.lesson_file import read_lesson
from voiplab.course.right_answers import right_answers
from voiplab.text.place import ConfigError

PASSED, FAILED, NOT_REACHED = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_REACHED


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    return read_lesson(write(tmp_path))


def solved(lesson: Lesson) -> NodeFiles:
    return overlaid(lesson.lab.files, lesson.solution)


def outcomes(report: Report) -> dict[str, Outcome]:
    return {result.check.id: result.verdict.outcome for result in report.results}


def test_the_start_is_unsolved_and_what_waits_for_it_is_not_reached(lesson: Lesson) -> None:
    report = grade(lesson, lesson.lab.files, {}, 1)
    assert outcomes(report) == {
        "reliable": FAILED,
        "acknowledged": NOT_REACHED,
        "refused": NOT_REACHED,
        "rseq": NOT_REACHED,
    }
    assert (report.points, report.most_points, report.is_passed) == (0, 5, False)
    assert report.verdict("acknowledged").why == "First: reliable."


def test_the_solution_passes_and_an_exercise_is_done_when_all_of_its_checks_are(lesson: Lesson) -> None:
    report = grade(lesson, solved(lesson), {}, 1)
    assert outcomes(report) == {"reliable": PASSED, "acknowledged": PASSED, "refused": PASSED, "rseq": FAILED}
    assert [report.is_done(exercise) for exercise in lesson.exercises] == [True, False]
    assert (report.points, report.is_passed) == (4, False)


def test_an_answer_is_right_for_its_own_seed_only(lesson: Lesson) -> None:
    answers = right_answers(lesson, grade(lesson, solved(lesson), {}, 1).played)
    assert list(answers) == ["rseq"]
    assert grade(lesson, solved(lesson), answers, 1).is_passed
    assert not grade(lesson, solved(lesson), answers, 2).is_passed


def test_what_a_node_refuses_ends_the_grading(lesson: Lesson) -> None:
    files = {**solved(lesson), "bob": {"phone.ini": b"[phone]\nuser=bob\n"}}
    with pytest.raises(ConfigError, match=r"bob/phone\.ini:1"):
        grade(lesson, files, {}, 1)


def test_only_runs_that_a_check_looks_at_are_played(lesson: Lesson) -> None:
    assert list(grade(lesson, lesson.lab.files, {}, 1).played) == ["call", "refused"]


def test_a_demonstration_is_played_on_the_files_of_the_start(tmp_path: Path) -> None:
    text = (write(tmp_path) / "lesson.yaml").read_text(encoding="utf-8")
    shown = text.replace("moment:", "demonstrations: [call]\nmoment:")
    lesson = read_lesson(write(tmp_path, **{"lesson.yaml": shown}))
    report = grade(lesson, {**lesson.lab.files, "bob": {"phone.ini": SOLUTION.encode()}}, {}, 1)
    assert outcomes(report)["reliable"] is FAILED
