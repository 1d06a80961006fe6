"""A student's folder: made once, read often, and never written into but where it is asked for."""

from pathlib import Path

import pytest

from tests.course.small_lesson import OFF, write
from voiplab.course.lesson_file import read_lesson
from voiplab.course.saving import save
from voiplab.course.starting import answer_sheet, first_files
from voiplab.course.workspace import (
    Marker,
    NotEmpty,
    Progress,
    Workspace,
    around,
    begin,
    open_workspace,
    read_answers,
    seed_of,
)
from voiplab.text import yaml
from voiplab.text.place import ConfigError

MARKER = Marker(lesson="ring", version=1, seed=7)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return begin(tmp_path / "mine", MARKER, first_files(read_lesson(write(tmp_path))))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_it_has_the_brief_the_questions_and_the_files_of_each_node(workspace: Workspace) -> None:
    assert list(workspace.student_files()) == ["alice/phone.ini", "answers.yaml", "bob/phone.ini", "brief.md"]
    assert workspace.path("bob/phone.ini").read_text(encoding="utf-8") == OFF


def test_it_is_known_by_its_marker_from_everywhere_inside(workspace: Workspace) -> None:
    assert open_workspace(workspace.folder) == workspace
    inside = around(workspace.folder / "bob")
    assert inside is not None
    assert inside.marker == MARKER
    assert around(workspace.folder.parent) is None


def test_it_is_not_made_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotEmpty):
        begin(tmp_path, MARKER, [("notes.txt", b"yours")])
    assert contents(tmp_path) == {"notes.txt": b"mine"}


def test_progress_is_kept(workspace: Workspace) -> None:
    assert workspace.progress == Progress()
    workspace.record(Progress(hints={"ring": 2}, checks=3, passed=("ring",)))
    assert workspace.progress == Progress(hints={"ring": 2}, checks=3, passed=("ring",))


def test_a_marker_that_somebody_spoilt_is_said_with_its_line(workspace: Workspace) -> None:
    (workspace.folder / ".voiplab" / "workspace.yaml").write_text(
        "lesson: ring\nversion: 1\nseed: x\n", encoding="utf-8"
    )
    with pytest.raises(ConfigError, match=r"\.voiplab/workspace\.yaml:3: a whole number is expected"):
        open_workspace(workspace.folder)


def test_a_file_that_is_put_back_is_kept_aside(workspace: Workspace) -> None:
    workspace.path("bob/phone.ini").write_bytes(b"mine")
    workspace.path("bob/extra.ini").write_bytes(b"more of mine")
    kept = workspace.next_kept()
    workspace.put_back("bob/phone.ini", OFF.encode(), kept)
    workspace.put_back("bob/extra.ini", None, kept)
    assert workspace.path("bob/phone.ini").read_bytes() == OFF.encode()
    assert contents(kept) == {"bob/extra.ini": b"more of mine", "bob/phone.ini": b"mine"}
    assert workspace.next_kept().name == "2"


def test_saving_leaves_nothing_behind_but_the_file(tmp_path: Path) -> None:
    save(tmp_path / "deep" / "file.yaml", b"one")
    save(tmp_path / "deep" / "file.yaml", b"two")
    assert contents(tmp_path) == {"deep/file.yaml": b"two"}


def test_a_name_has_the_same_seed_everywhere_and_another_one_for_each_lesson() -> None:
    assert seed_of("prack-enable", "Ada") == 610_354
    assert seed_of("prack-loss", "Ada") != seed_of("prack-enable", "Ada") != seed_of("prack-enable", "Grace")


def test_the_answer_sheet_is_yaml_with_an_empty_answer_for_each_question(tmp_path: Path) -> None:
    sheet = answer_sheet(read_lesson(write(tmp_path)))
    assert "# observe (run call): Which RSeq has Bob's 180?\nrseq:\n" in sheet
    assert yaml.read("answers.yaml", sheet.encode()).value == {"rseq": None}


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("rseq: 1001", "1001"),
        ("rseq: 1 2 INVITE", "1 2 INVITE"),
        ("rseq: 0.5", "0.5"),
        ("rseq: '0.50'", "0.50"),
        ("rseq: 0700", "0700"),
        ("rseq: no", "no"),
    ],
)
def test_an_answer_is_taken_as_it_was_written(workspace: Workspace, written: str, answer: str) -> None:
    workspace.path("answers.yaml").write_text(written, encoding="utf-8")
    assert read_answers(workspace.folder, ["rseq"]) == {"rseq": answer}


def test_what_is_not_answered_is_no_answer(workspace: Workspace) -> None:
    assert read_answers(workspace.folder, ["rseq"]) == {}
    workspace.path("answers.yaml").unlink()
    assert read_answers(workspace.folder, ["rseq"]) == {}


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("rsec: 7", "answers.yaml:1: no question is called rsec; did you mean rseq?"),
        ("# hm\nrseq: [1, 2]", "answers.yaml:2: one answer on one line is expected"),
        ("just text", "answers.yaml:1: `question: answer` is expected, one per line"),
        ("rseq: a: b", "answers.yaml:1: one `key: value` per line is expected"),
        ("rseq: 1\nrseq: 2", "answers.yaml:2: `rseq` stands here for the second time"),
    ],
)
def test_a_wrong_answer_sheet_is_said_with_its_line(workspace: Workspace, written: str, says: str) -> None:
    workspace.path("answers.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_answers(workspace.folder, ["rseq"])
    assert str(caught.value).startswith(says)
