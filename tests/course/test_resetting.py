"""A workspace is brought back to its start: by the command line and by the screen, which share this."""

from pathlib import Path

from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson import Lesson
from voiplab.course.lesson_file import read_lesson
from voiplab.course.resetting import differing, known, put_back
from voiplab.course.starting import first_files
from voiplab.course.workspace import Marker, Workspace, begin

OPERATED = "gruu-one-device"


def started(folder: Path) -> tuple[Workspace, Lesson]:
    lesson = read_lesson(lesson_folders()[OPERATED])
    marker = Marker(lesson=OPERATED, version=lesson.version, seed=1)
    return begin(folder / "mine", marker, first_files(lesson)), lesson


def journal(workspace: Workspace, lesson: Lesson) -> Path:
    path = workspace.path(f"journal/{lesson.operated[0]}.yaml")
    path.parent.mkdir()
    path.write_text("# nothing\n")
    return path


def test_nothing_differs_in_a_new_workspace(tmp_path: Path) -> None:
    assert differing(*started(tmp_path)) == []


def test_what_was_written_added_taken_away_and_done_by_hand_differs(tmp_path: Path) -> None:
    workspace, lesson = started(tmp_path)
    first, second, *_ = [name for name, _ in first_files(lesson)]
    workspace.path(first).write_text("mine")
    workspace.path(second).unlink()
    workspace.path("notes.txt").write_text("mine")
    done = journal(workspace, lesson).relative_to(workspace.folder).as_posix()
    assert differing(workspace, lesson) == [first, second, done, "notes.txt"]


def test_a_journal_can_be_put_back_by_name_once_there_is_one(tmp_path: Path) -> None:
    workspace, lesson = started(tmp_path)
    before = known(workspace, lesson)
    name = journal(workspace, lesson).relative_to(workspace.folder).as_posix()
    assert known(workspace, lesson) == [*before, name]


def test_what_is_put_back_is_as_it_was_and_what_stood_there_is_kept(tmp_path: Path) -> None:
    workspace, lesson = started(tmp_path)
    (name, content), *_ = first_files(lesson)
    workspace.path(name).write_text("mine")
    done = journal(workspace, lesson)
    kept = put_back(workspace, lesson, differing(workspace, lesson))
    assert workspace.path(name).read_bytes() == content
    assert (kept / name).read_text() == "mine"
    assert not done.exists()
    assert (kept / done.relative_to(workspace.folder)).exists()
    assert differing(workspace, lesson) == []
