"""What is proved of a lesson; each of these must be found out when it does not hold."""

from pathlib import Path

import pytest

from tests.course.small_lesson import LESSON, OFF, SOLUTION, write
from voiplab.course.lesson_file import read_lesson
from voiplab.course.verify import lint, verify


def problems(folder: Path, **changes: str | None) -> list[str]:
    return [problem.says for problem in verify(read_lesson(write(folder, **changes)))]


def changed(was: str, becomes: str) -> dict[str, str]:
    assert was in LESSON
    return {"lesson.yaml": LESSON.replace(was, becomes, 1)}


def test_a_good_lesson_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


def test_a_lesson_that_begins_solved(tmp_path: Path) -> None:
    assert "exercise ring is done before anybody has begun" in problems(tmp_path, **{"files/bob/phone.ini": SOLUTION})


def test_a_solution_that_does_not_pass(tmp_path: Path) -> None:
    [first, *_] = problems(tmp_path, **{"solution/bob/phone.ini": OFF})
    assert first.startswith("the solution does not pass reliable:")


@pytest.mark.parametrize(("folder", "name"), [("files", "start"), ("solution", "solution")])
def test_a_lesson_with_which_nothing_starts(tmp_path: Path, folder: str, name: str) -> None:
    found = [says for says in problems(tmp_path, **{f"{folder}/bob/phone.ini": "[phone]\n"}) if "refused" in says]
    assert [says.partition(": bob/phone.ini:1: ")[0] for says in found] == [f"the {name} is refused"]


def test_a_solution_that_changes_what_the_student_may_not(tmp_path: Path) -> None:
    edits = changed("edits: [bob/phone.ini]", "edits: [alice/phone.ini]")
    assert "the solution changes bob/phone.ini, which `edits` does not name" in problems(tmp_path, **edits)


def test_a_mistake_that_passes(tmp_path: Path) -> None:
    found = problems(tmp_path, **{"mistakes/misspelt/bob/phone.ini": SOLUTION})
    assert found == ["the mistake misspelt was to fail reliable, which is passed"]


def test_a_mistake_that_nobody_recognises(tmp_path: Path) -> None:
    found = problems(tmp_path, **changed('line: "100rel=*"', 'line: "rel=*"'))
    assert found == ["the mistake misspelt is not recognised: another one fits first, or nothing does"]


def test_a_mistake_that_was_to_fail_a_check_and_is_refused(tmp_path: Path) -> None:
    [found] = problems(tmp_path, **{"mistakes/misspelt/bob/phone.ini": "[phone]\n"})
    assert found.startswith("the mistake misspelt was to fail reliable, and is refused: bob/phone.ini:1: ")


def test_a_mistake_that_was_to_be_refused_and_is_not(tmp_path: Path) -> None:
    found = problems(tmp_path, **{"mistakes/emptied/bob/phone.ini": OFF})
    assert found == ["the mistake emptied was to be refused, and every node starts with it"]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("phone.ini:1", "phone.ini:2"), ("bob/phone.ini:1", "alice/phone.ini:1"), ('"*user*"', '"*usr*"')],
)
def test_a_mistake_that_is_refused_elsewhere_or_otherwise(tmp_path: Path, was: str, becomes: str) -> None:
    [found] = problems(tmp_path, **changed(was, becomes))
    assert found.startswith("the mistake emptied was to be refused at ")


def test_what_voiplab_does_not_simulate_proves_no_mistake(tmp_path: Path) -> None:
    wrong = {"mistakes/emptied/bob/phone.ini": f"{OFF}codecs=FOO\n"}
    [found] = problems(
        tmp_path, **wrong, **changed('"bob/phone.ini:1", error: "*user*"', '"bob/phone.ini:5", error: "*"')
    )
    assert found.startswith("the mistake emptied was to be refused at bob/phone.ini:5")


def test_a_refusal_that_nobody_recognises(tmp_path: Path) -> None:
    seen = 'error: "*user*"}\n    seen: {file: bob/phone.ini, line: "usr=*"}'
    found = problems(tmp_path, **changed('error: "*user*"}', seen))
    assert found == ["the mistake emptied is not recognised: another one fits first, or nothing does"]


def test_answers_that_can_be_copied_from_a_neighbour(tmp_path: Path) -> None:
    found = problems(tmp_path, **changed("is: $rseq", "is: $receiver"))
    assert "the seeds 1 and 2 have the same answers" in found


def test_an_answer_that_comes_from_no_recording(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        **changed('          steps: ["180 from bob, RSeq as $rseq"]\n          is: $rseq', '          is: "7"'),
    )
    assert "no question is answered from the recording" in found


def test_hints_that_say_the_same_twice(tmp_path: Path) -> None:
    found = problems(tmp_path, **changed("It is in the 180., RSeq.", "It is in the 180., It is in the 180."))
    assert found == ["exercise number needs 3 hints, each of which says something else"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("notes.txt", "nobody reads notes.txt"),
        ("mistakes/old/bob/phone.ini", "mistakes/old is no mistake"),
        ("later/phone.ini", "no script saves later/phone.ini"),
        ("files/bob/old.cfg", "nobody reads files/bob/old.cfg"),
    ],
)
def test_a_file_that_nobody_reads(tmp_path: Path, name: str, says: str) -> None:
    assert [problem.says for problem in lint(read_lesson(write(tmp_path, **{name: "x"})))] == [says]
