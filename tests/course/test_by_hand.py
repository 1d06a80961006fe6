"""What an author has somebody do by hand: read, done, and proved."""

from pathlib import Path

import pytest

from tests.course.operated_lesson import FILES, LESSON, write
from voiplab.course.by_hand import journals_by_hand
from voiplab.course.grading import grade
from voiplab.course.lesson import Pressed
from voiplab.course.lesson_file import read_lesson
from voiplab.course.recognising import recognised
from voiplab.course.right_answers import right_answers
from voiplab.course.verify import lint, verify
from voiplab.lab.actions import NodeAction
from voiplab.lab.run import Entry
from voiplab.sim.moment import seconds
from voiplab.text.place import ConfigError

DIALS = Entry(0, seconds(1), "alice", NodeAction("dial bob"))
JOURNAL = "solution/journal/yours.yaml"
WRONG = "mistakes/herself/journal/yours.yaml"


def problems(folder: Path, **changes: str | None) -> list[str]:
    return [str(problem) for problem in verify(read_lesson(write(folder, **changes)))]


def refusal(folder: Path, **changes: str | None) -> str:
    with pytest.raises(ConfigError) as refused:
        read_lesson(write(folder, **changes))
    return str(refused.value)


def changed(was: str, becomes: str) -> str:
    assert was in LESSON
    return LESSON.replace(was, becomes, 1)


def test_a_lesson_that_is_operated_holds_what_it_promises(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


def test_the_runs_of_exercises_to_operate_are_operated_and_no_others(tmp_path: Path) -> None:
    lesson = read_lesson(write(tmp_path))
    assert lesson.operated == ("yours",)
    assert list(lesson.solution) == []
    assert lesson.mistakes[0].pressed == Pressed("yours", "alice", "dial alice*")


def test_without_anything_done_an_exercise_to_operate_is_open_and_with_the_journal_it_is_done(tmp_path: Path) -> None:
    lesson = read_lesson(write(tmp_path))
    files = lesson.lab.files
    assert not grade(lesson, files, {}, 1).verdict("dialled").is_passed
    journals = {"yours": [DIALS]}
    answers = right_answers(lesson, grade(lesson, files, {}, 1, journals=journals).played)
    assert grade(lesson, files, answers, 1, journals=journals).is_passed


def test_a_mistake_by_hand_is_recognised_by_what_was_pressed(tmp_path: Path) -> None:
    lesson = read_lesson(write(tmp_path))
    for node, words, names in (
        ("alice", "dial alice", ["herself"]),
        ("alice", "dial carol", []),
        ("bob", "dial alice", []),
    ):
        journals = {"yours": [DIALS._replace(node=node, action=NodeAction(words))]}
        report = grade(lesson, lesson.lab.files, {}, 1, journals=journals)
        assert [mistake.name for mistake in recognised(report, lesson.lab.files, {}, journals)] == names


READING = """\
- {at: 1s, alice: dial bob}
- at: 60s
  reads: ["INVITE from alice, From.tag as $tag", "200 for INVITE from bob to alice, Contact.uri as $there"]
  alice: dial $there
"""


def test_what_differs_from_seed_to_seed_is_read_when_the_moment_has_come(tmp_path: Path) -> None:
    lesson = read_lesson(write(tmp_path, **{JOURNAL: READING}))
    journal = journals_by_hand(lesson, lesson.by_hand, lesson.lab.files, 1)["yours"]
    assert [(entry.at, str(entry.action)) for entry in journal] == [
        (seconds(1), "dial bob"),
        (seconds(60), "dial sip:bob@10.0.0.2:5060"),
    ]


def test_what_was_not_sent_by_then_cannot_be_read(tmp_path: Path) -> None:
    early = READING.replace("at: 60s", "at: 1500ms")
    lesson = read_lesson(write(tmp_path, **{JOURNAL: early}))
    with pytest.raises(ConfigError) as refused:
        journals_by_hand(lesson, lesson.by_hand, lesson.lab.files, 1)
    assert str(refused.value) == (
        f"dial/{JOURNAL}:2: nothing was sent by then that fits `200 for INVITE from bob to alice, Contact.uri as $there`"
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (JOURNAL, "- {at: 1s, alice: dial $x}\n", f"dial/{JOURNAL}:1: `$x` is captured by nothing in `reads`"),
        (JOURNAL, "- {at: 1s, carol: answer}\n", f"dial/{JOURNAL}:1: no node of the run yours is called carol"),
        (
            JOURNAL,
            "- {at: 1s, reads: [180 from], alice: answer}\n",
            f"dial/{JOURNAL}:1: '180 from', column 9: expected",
        ),
        (
            "solution/journal/your.yaml",
            "",
            "dial/solution/journal/your.yaml:1: no run is called your; did you mean yours?",
        ),
        (WRONG, "- {at: soon, alice: dial alice}\n", f"dial/{WRONG}:1: `soon` is no time"),
    ],
)
def test_what_is_wrong_in_a_journal_is_said_with_its_line(tmp_path: Path, name: str, content: str, says: str) -> None:
    assert refusal(tmp_path, **{name: content}).startswith(says)


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("    pressed: {run: yours, node: alice,", "    pressed: {run: your, node: alice,", "no run is called your"),
        ("    pressed: {run: yours, node: alice,", "    pressed: {run: yours, node: alic,", "no node is called alic"),
        (
            '    pressed: {run: yours, node: alice, action: "dial alice*"}\n',
            "",
            "what is done wrong by hand is recognised by",
        ),
        (
            "    bob: {kind: phone, model: plain-rfc}\n",
            "    bob: {kind: phone, model: plain-rfc}\n    journal: {kind: phone, model: plain-rfc, host: alice}\n",
            "the folder journal of a workspace is no node's",
        ),
    ],
)
def test_what_a_lesson_says_of_its_journals_has_to_fit(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    assert says in refusal(tmp_path, **{"lesson.yaml": changed(was, becomes)})


def test_a_run_that_is_operated_needs_a_solution(tmp_path: Path) -> None:
    found = lint(read_lesson(write(tmp_path, **{JOURNAL: None})))
    assert [problem.says for problem in found] == [
        f"the solution does nothing in the run yours, which is operated: there is no {JOURNAL}"
    ]


def test_a_journal_of_a_run_that_nobody_operates_is_found(tmp_path: Path) -> None:
    extra = {"solution/journal/before.yaml": FILES[JOURNAL], "mistakes/herself/journal/before.yaml": FILES[WRONG]}
    found = lint(read_lesson(write(tmp_path, **extra)))
    assert [problem.says for problem in found] == [
        "solution/journal/before.yaml is of a run that no exercise of the kind operate is about",
        "mistakes/herself/journal/before.yaml is of a run that no exercise of the kind operate is about",
    ]


def test_a_solution_by_hand_that_does_not_pass_is_found(tmp_path: Path) -> None:
    found = problems(tmp_path, **{JOURNAL: "- {at: 1s, alice: dial carol}\n"})
    assert any("the solution does not pass dialled" in problem for problem in found)


def test_a_mistake_by_hand_that_passes_is_found(tmp_path: Path) -> None:
    found = problems(tmp_path, **{WRONG: FILES[JOURNAL]})
    line = LESSON[: LESSON.index("  herself:")].count("\n") + 1
    assert found == [f"dial/lesson.yaml:{line}: the mistake herself was to fail dialled, which is passed"]
