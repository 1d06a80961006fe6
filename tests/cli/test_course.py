"""The way of a student: list, start, check, hint, solution, reset."""

from json import loads
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.command import voiplab
from tests.course.small_lesson import OFF, SOLUTION, write
from voiplab.course.grading import grade
from voiplab.course.lesson import overlaid
from voiplab.course.lesson_file import read_lesson
from voiplab.course.right_answers import right_answers

SEED = 7


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    return write(tmp_path)


@pytest.fixture
def mine(tmp_path: Path, lesson: Path) -> Path:
    assert voiplab("start", lesson, tmp_path / "mine", "--seed", SEED).code == 0
    return tmp_path / "mine"


def solve(lesson: Path, mine: Path) -> None:
    read = read_lesson(lesson)
    played = grade(read, overlaid(read.lab.files, read.solution), {}, SEED).played
    (mine / "bob/phone.ini").write_text(SOLUTION, encoding="utf-8")
    (mine / "answers.yaml").write_text(f"rseq: {right_answers(read, played)['rseq']}\n", encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    """What is the student's own."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and ".voiplab" not in path.parts]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_a_workspace_is_made_and_what_to_do_next_is_said(tmp_path: Path, lesson: Path) -> None:
    said = voiplab("start", lesson, tmp_path / "mine")
    assert (said.code, said.out) == (0, f"{tmp_path / 'mine'}\n")
    assert "voiplab check" in said.err
    assert list(files(tmp_path / "mine")) == ["alice/phone.ini", "answers.yaml", "bob/phone.ini", "brief.md"]


def test_a_folder_that_has_something_in_it_is_left_alone(tmp_path: Path, lesson: Path) -> None:
    said = voiplab("start", lesson, tmp_path)
    assert said.code == 2
    assert "exists and is not empty" in said.err


def test_the_seed_comes_from_the_student_or_else_from_the_folder(tmp_path: Path) -> None:
    seeds = []
    for folder, name in (("a", "Ada"), ("b", "Ada"), ("c", "Grace"), ("d", None)):
        words = ("--student", name) if name is not None else ()
        voiplab("start", "prack-enable", tmp_path / folder, *words)
        seeds.append(loads(voiplab("check", tmp_path / folder, "--json").out)["seed"])
    assert seeds[0] == seeds[1]
    assert len(dict.fromkeys(seeds)) == 3


def test_check_says_what_holds_what_not_yet_and_what_waits(mine: Path) -> None:
    said = voiplab("check", mine)
    assert said.code == 1
    assert said.out.startswith("Ring reliably: 0 of 5 points\n")
    assert "[ ] Bob's 180 is reliable. (not yet, 0 of 2 points)" in said.out
    assert "differs: Require: expected that it lists 100rel, but it is missing" in said.out
    assert "[-] Alice acknowledges it. (not reached, 0 of 1 point)" in said.out


def test_check_passes_with_code_0(lesson: Path, mine: Path) -> None:
    solve(lesson, mine)
    said = voiplab("check", mine)
    assert said.code == 0
    assert said.out.startswith("Ring reliably: 5 of 5 points\n")


def test_check_tells_a_usual_mistake_in_its_own_sentence(mine: Path) -> None:
    (mine / "bob/phone.ini").write_text(f"{OFF}100rel=on\n", encoding="utf-8")
    out = voiplab("check", mine).out
    assert "perhaps: That is not how the key is called." in out
    assert "bob/phone.ini:5: ignored there: `100rel` is not known" in out


def test_check_and_run_leave_the_student_s_files_alone(mine: Path) -> None:
    before = files(mine)
    voiplab("check", mine)
    voiplab("run", mine)
    voiplab("hint", mine)
    assert files(mine) == before


def test_check_speaks_also_where_nothing_can_be_kept(mine: Path) -> None:
    (mine / ".voiplab/.progress.yaml.new").mkdir()  # where the new progress would be written first
    said = voiplab("check", mine)
    assert said.code == 1
    assert said.out.startswith("Ring reliably: 0 of 5 points\n")
    assert "Progress is not kept: Is a directory." in said.err


def test_check_where_no_workspace_is_has_code_3(tmp_path: Path) -> None:
    said = voiplab("check", tmp_path)
    assert said.code == 3
    assert "there is nothing to check" in said.err


def test_check_of_a_file_that_is_refused_has_code_4(mine: Path) -> None:
    (mine / "bob/phone.ini").write_text("[phone]\n", encoding="utf-8")
    said = voiplab("check", mine)
    assert (said.code, said.out) == (4, "")
    assert said.err.startswith("Error: bob/phone.ini:1: ")
    assert "perhaps: The other keys are needed too." in said.err


def test_a_refused_file_that_is_no_usual_mistake_is_left_at_the_product_s_own_words(mine: Path) -> None:
    (mine / "bob/phone.ini").write_text("no section\n", encoding="utf-8")
    for command in ("check", "run"):
        said = voiplab(command, mine)
        assert (said.code, said.out) == (4, "")
        assert said.err.startswith("Error: bob/phone.ini:1: ")
        assert "perhaps" not in said.err


@pytest.mark.parametrize("words", [("run",), ("console", "bob", "answer"), ("live",)])
def test_whoever_plays_it_is_told_of_a_mistake_with_which_nothing_starts(mine: Path, words: tuple[str, ...]) -> None:
    (mine / "bob/phone.ini").write_text("[phone]\n", encoding="utf-8")
    command, *others = words
    said = voiplab(command, *others, *(("--of", mine) if command == "console" else (mine,)))
    assert (said.code, said.out) == (4, "")
    assert "perhaps: The other keys are needed too." in said.err


def test_a_usual_mistake_with_which_nothing_starts_can_be_played(lesson: Path) -> None:
    said = voiplab("run", lesson, "--mistake", "emptied")
    assert said.code == 4
    assert "perhaps: The other keys are needed too." in said.err


def test_check_as_json_has_null_for_what_was_not_reached(mine: Path) -> None:
    said = loads(voiplab("check", mine, "--json").out)
    assert (said["schema"], said["lesson"], said["seed"], said["passed"]) == ("voiplab/check/1", "ring", SEED, False)
    assert [check["passed"] for check in said["checks"]] == [False, None, None, None]
    assert said["checks"][0]["nearest"] == 2


def test_check_as_junit_has_a_failure_and_skipped_ones(mine: Path, tmp_path: Path) -> None:
    voiplab("check", mine, "--junit", tmp_path / "result.xml")
    suite = ElementTree.parse(tmp_path / "result.xml").getroot()[0]
    assert [suite.get(name) for name in ("name", "tests", "failures", "skipped")] == ["ring", "4", "1", "3"]
    assert [[child.tag for child in case] for case in suite] == [["failure"], ["skipped"], ["skipped"], ["skipped"]]


def test_hints_come_one_by_one_and_are_about_what_is_not_passed_yet(mine: Path) -> None:
    assert voiplab("hint", mine).out == "ring: hint 1 of 3\n  1. What does a reliable 180 have?\n"
    assert voiplab("hint", mine).out.endswith("  2. Look into bob/phone.ini.\n")
    assert voiplab("hint", mine, "--about", "number").out.startswith("number: hint 1 of 3\n")
    assert voiplab("hint", mine).out.endswith("  3. Write 100rel_as_callee=supported.\n")
    assert voiplab("hint", mine).out.startswith("ring: hint 3 of 3\n")
    (mine / "bob/phone.ini").write_text(SOLUTION, encoding="utf-8")
    voiplab("check", mine)
    assert voiplab("hint", mine).out.startswith("number: hint 2 of 3\n")
    assert "there are ring, number" in voiplab("hint", mine, "--about", "x").err


def test_the_solution_is_a_difference_and_is_shown_when_it_is_asked_for_twice_or_all_is_passed(
    lesson: Path, mine: Path
) -> None:
    refused = voiplab("solution", mine)
    assert (refused.code, refused.out) == (2, "")
    shown = voiplab("solution", mine, "--yes").out
    assert "-100rel_as_callee=off\n+100rel_as_callee=supported\n" in shown
    solve(lesson, mine)
    voiplab("check", mine)
    assert voiplab("solution", mine).out == shown


def test_reset_brings_back_one_file_or_all_and_keeps_the_old_ones(lesson: Path, mine: Path) -> None:
    start = files(mine)
    solve(lesson, mine)
    (mine / "bob/notes.txt").write_text("mine", encoding="utf-8")
    assert voiplab("reset", mine, "--file", "bob/phone.ini").out == "bob/phone.ini\n"
    assert files(mine)["bob/phone.ini"] == OFF.encode()
    assert voiplab("reset", mine).out == "answers.yaml\nbob/notes.txt\n"
    assert files(mine) == start
    assert (mine / ".voiplab/kept/1/bob/phone.ini").read_text(encoding="utf-8") == SOLUTION
    assert (mine / ".voiplab/kept/2/bob/notes.txt").read_text(encoding="utf-8") == "mine"
    assert voiplab("reset", mine).err == "Everything is as it was at the start.\n"
    assert "did you mean bob/phone.ini?" in voiplab("reset", mine, "--file", "bob/phone.in").err


def test_the_list_shows_lessons_and_the_progress_of_the_workspaces_in_a_folder(tmp_path: Path) -> None:
    voiplab("start", "prack-enable", tmp_path / "mine")
    rows = {row["id"]: row for row in loads(voiplab("list", tmp_path, "--json").out)}
    assert {"prack-420", "prack-enable", "prack-microsip", "prack-loss"} <= set(rows)
    assert list(rows) == sorted(rows, key=lambda name: (rows[name]["level"], name))
    assert (rows["prack-enable"]["workspace"], rows["prack-enable"]["passed"]) == (str(tmp_path / "mine"), [])
    assert rows["prack-420"]["workspace"] is None
    assert f"0 of 6 in {tmp_path / 'mine'}" in voiplab("list", tmp_path).out


def test_a_workspace_of_a_newer_version_is_refused_and_of_an_older_one_mentioned(lesson: Path, mine: Path) -> None:
    text = (lesson / "lesson.yaml").read_text(encoding="utf-8")
    (lesson / "lesson.yaml").write_text(f"version: 2\n{text}", encoding="utf-8")
    assert "made from an earlier version of the lesson" in voiplab("check", mine).err
    marker = mine / ".voiplab/workspace.yaml"
    marker.write_text(marker.read_text(encoding="utf-8").replace("version: 1", "version: 3"), encoding="utf-8")
    said = voiplab("check", mine)
    assert said.code == 4
    assert "made by a newer voiplab" in said.err
