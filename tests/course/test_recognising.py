"""A usual mistake is told by its own sentence, when what the student wrote or did fits it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.course.small_lesson import LESSON, OFF, SOLUTION, write
from voiplab.course.grading import grade
from voiplab.course.lesson import Lesson, added_lines
from voiplab.course.lesson_file import read_lesson
from voiplab.course.recognising import recognised, recognised_start
from voiplab.text.place import ConfigError, NotSimulated, Place


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    return read_lesson(write(tmp_path))


def mistakes(lesson: Lesson, bob: str, answers: Mapping[str, str] | None = None) -> list[str]:
    files = {**lesson.lab.files, "bob": {"phone.ini": bob.encode()}}
    report = grade(lesson, files, answers or {}, 1)
    return [mistake.name for mistake in recognised(report, files, answers or {})]


def test_the_start_is_no_mistake_although_it_behaves_like_one(lesson: Lesson) -> None:
    assert mistakes(lesson, OFF) == []


def test_a_line_that_the_student_added_gives_it_away(lesson: Lesson) -> None:
    assert mistakes(lesson, f"{OFF}100rel=yes\n") == ["misspelt"]


def test_without_such_a_line_it_is_the_behaviour_on_the_wire_that_has_to_fit(lesson: Lesson) -> None:
    assert mistakes(lesson, OFF.replace("=off", "=on_demand")) == ["only-on-demand"]
    assert mistakes(lesson, OFF.replace("=off", "=off\nuser_agent=Bob's")) == []


def test_a_wrong_answer_fits_in_any_case_and_only_when_its_check_was_reached(lesson: Lesson) -> None:
    assert mistakes(lesson, SOLUTION, {"rseq": " rseq. "}) == ["header-itself"]
    assert mistakes(lesson, SOLUTION, {"rseq": "7"}) == []
    assert mistakes(lesson, OFF, {"rseq": "RSeq"}) == []


def false_start(lesson: Lesson, refused: ConfigError, bob: str = OFF) -> str | None:
    found = recognised_start(lesson, refused, {**lesson.lab.files, "bob": {"phone.ini": bob.encode()}})
    return None if found is None else found.name


def test_who_is_refused_with_the_error_of_a_usual_mistake_has_made_it_whatever_the_line(lesson: Lesson) -> None:
    assert false_start(lesson, ConfigError(Place("bob/phone.ini", 9), "there is no user")) == "emptied"
    assert false_start(lesson, ConfigError(Place("bob/phone.ini", 1), "there is no domain")) is None
    assert false_start(lesson, ConfigError(Place("alice/phone.ini", 1), "there is no user")) is None


def test_what_voiplab_does_not_simulate_is_no_mistake_of_the_student(lesson: Lesson) -> None:
    assert false_start(lesson, NotSimulated(Place("bob/phone.ini", 1), "there is no user")) is None


def test_where_an_error_has_many_causes_a_line_that_the_student_added_tells_them_apart(tmp_path: Path) -> None:
    seen = 'error: "*user*"}\n    seen: {file: bob/phone.ini, line: "usr=*"}'
    lesson = read_lesson(write(tmp_path, **{"lesson.yaml": LESSON.replace('error: "*user*"}', seen)}))
    refused = ConfigError(Place("bob/phone.ini", 1), "there is no user")
    assert false_start(lesson, refused, OFF.replace("user=", "usr=")) == "emptied"
    assert false_start(lesson, refused, OFF.replace("user=", "name=")) is None


def test_a_line_written_twice_was_added_once() -> None:
    assert added_lines(b"a\nb\n", b"a\n  b\nb\n\nc\n") == ["b", "c"]
