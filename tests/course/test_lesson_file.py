"""A lesson from its folder, and what is said of a wrong one."""

from pathlib import Path

import pytest

from tests.course.small_lesson import LESSON, write
from voiplab.course.lesson import ExerciseKind, Seen
from voiplab.course.lesson_file import read_lesson
from voiplab.sim.moment import ms
from voiplab.text.place import ConfigError, Place


def refusal(folder: Path, was: str, becomes: str) -> str:
    assert was in LESSON
    with pytest.raises(ConfigError) as caught:
        read_lesson(write(folder, **{"lesson.yaml": LESSON.replace(was, becomes, 1)}))
    return str(caught.value)


def line(text: str) -> int:
    """In which line of the lesson this stands first."""
    return LESSON[: LESSON.index(text)].count("\n") + 1


def test_a_lesson_is_what_its_folder_holds(tmp_path: Path) -> None:
    lesson = read_lesson(write(tmp_path))
    assert (lesson.id, lesson.title, lesson.level, lesson.minutes, lesson.version) == ("ring", "Ring reliably", 1, 5, 1)
    assert lesson.brief.startswith("# Ring reliably\n")
    assert list(lesson.lab.runs) == ["call", "refused"]
    assert lesson.edits == ("bob/phone.ini",)
    assert list(lesson.solution) == ["bob"]
    assert (lesson.moment.run, lesson.moment.at) == ("call", ms(1500))


def test_each_check_belongs_to_an_exercise_and_looks_at_a_run(tmp_path: Path) -> None:
    ring, number = read_lesson(write(tmp_path)).exercises
    assert (ring.kind, number.kind) == (ExerciseKind.CONFIGURE, ExerciseKind.OBSERVE)
    assert [(check.id, check.run, check.points, check.after) for check in ring.checks] == [
        ("reliable", "call", 2, ()),
        ("acknowledged", "call", 1, ("reliable",)),
        ("refused", "refused", 1, ("reliable",)),
    ]
    assert [check.question.question for check in number.checks if check.question is not None] == ["rseq"]


def test_a_mistake_is_files_or_answers_and_how_it_is_recognised(tmp_path: Path) -> None:
    misspelt, demand, header = read_lesson(write(tmp_path)).mistakes
    assert (misspelt.name, misspelt.fails, misspelt.seen) == ("misspelt", "reliable", Seen("bob/phone.ini", "100rel=*"))
    assert list(demand.files) == ["bob"]
    assert header.answers == {"rseq": ("RSeq", "CSeq")}


def test_a_mistake_with_which_a_node_does_not_start_says_where_and_how_it_is_refused(tmp_path: Path) -> None:
    [emptied] = read_lesson(write(tmp_path)).false_starts
    assert (emptied.name, emptied.at, emptied.error) == ("emptied", Place("bob/phone.ini", 1), "*user*")
    assert list(emptied.files) == ["bob"]


@pytest.mark.parametrize(
    ("was", "becomes", "stands", "says"),
    [
        ("level: 1", "level: high", "level", "a whole number is expected"),
        ("level: 1", "levl: 1", "level", "`levl` is no key here; did you mean level?"),
        ("[bob/phone.ini]", "[bob/phone.in]", "edits", "there is no file bob/phone.in; did you mean bob/phone.ini?"),
        ("run: call, at", "run: cal, at", "moment", "no run is called cal; did you mean call?"),
        ("at: 1500ms", "at: later", "moment", "`later` is no time"),
        ("run: refused", "run: refuse", "run: refused", "no run is called refuse; did you mean refused?"),
        (
            "kind: observe",
            "kind: look",
            "kind: observe",
            "'observe' or 'answer' is expected",
        ),
        ("Write 100rel_as_callee=supported.", "", "hints", "at least 3 is expected here"),
        (
            "after: [reliable]",
            "after: [relible]",
            "id: acknowledged",
            "no check above is called relible; did you mean",
        ),
        ("id: acknowledged", "id: reliable", "id: acknowledged", "a check is called reliable already"),
        ("fails: rseq", "fails: rsec", "fails: rseq", "no check is called rsec; did you mean rseq?"),
        ("answers: {rseq:", "answers: {seq:", "answers", "no question is called seq"),
        ("    fails: reliable\n    says: That", "    says: That", "misspelt:", "it needs `fails` or `refused`"),
        ("    refused: {at", "    fails: rseq\n    refused: {at", "emptied:", "who does not start fails no check"),
        ('"bob/phone.ini:1"', "bob/phone.ini", "refused: {at", "a file and a line are expected"),
        (
            "is: $rseq",
            "is: $rsec",
            'steps: ["180 from bob, RSeq as $rseq"]\n',
            "`$rsec` in `$rsec` is captured by no step",
        ),
        ("count: {message", "counts: {message", "count: {message", "`counts` is no key here; did you mean count?"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(
    tmp_path: Path, was: str, becomes: str, stands: str, says: str
) -> None:
    sentence = refusal(tmp_path, was, becomes)
    assert sentence.startswith("ring/lesson.yaml:")
    assert says in sentence
    assert abs(int(sentence.split(":")[1]) - line(stands)) <= 3


def test_a_mistake_without_files_and_answers_is_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="this mistake changes nothing"):
        read_lesson(write(tmp_path, **{"mistakes/only-on-demand/bob/phone.ini": None}))


def test_a_mistake_that_is_refused_without_files_is_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no folder mistakes/emptied"):
        read_lesson(write(tmp_path, **{"mistakes/emptied/bob/phone.ini": None}))


def test_a_lesson_without_a_brief_is_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"ring/brief\.md:1: this file is missing"):
        read_lesson(write(tmp_path, **{"brief.md": None}))


def test_a_folder_of_files_that_is_no_node_s_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="the folder files/carol belongs to no node"):
        read_lesson(write(tmp_path, **{"files/carol/phone.ini": ""}))


def test_where_a_node_does_not_start_nothing_is_done_by_hand(tmp_path: Path) -> None:
    journal = {"mistakes/emptied/journal/call.yaml": "- {at: 1s, alice: answer}\n"}
    with pytest.raises(ConfigError, match="nothing is done by hand where a node does not start"):
        read_lesson(write(tmp_path, **journal))
