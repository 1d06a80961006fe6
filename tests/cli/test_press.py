"""`voiplab press`: a student acts in a run, sees what follows, and is graded by it."""

from json import loads
from pathlib import Path

import pytest

from tests.cli.command import Said, voiplab
from tests.cli.test_keyboard import typed_at_a_terminal
from tests.course.operated_lesson import write
from tests.course.small_lesson import write as write_small

SEED = 7


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    assert voiplab("start", write(tmp_path), tmp_path / "mine", "--seed", SEED).code == 0
    return tmp_path / "mine"


def press(mine: Path, *words: object) -> Said:
    return voiplab("press", "--of", mine, *words)


def journal(mine: Path) -> list[str]:
    path = mine / "journal/yours.yaml"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line for line in lines if not line.startswith("#")]


def test_what_is_pressed_is_done_and_kept_and_what_follows_is_drawn(mine: Path) -> None:
    said = press(mine, "alice", "dial", "bob")
    assert said.code == 0
    assert "* dial bob" in said.out
    assert "INVITE" in said.out
    assert "200 OK (BYE)" in said.out
    assert "bob shows: rings: alice" in said.out
    assert "Kept in journal/yours.yaml" in said.err
    assert journal(mine) == ["- {at: 0s, step: 0, alice: dial bob}"]


def test_the_ladder_begins_with_what_was_pressed_and_has_the_numbers_of_the_whole_run(mine: Path) -> None:
    press(mine, "alice", "dial", "bob")
    said = press(mine, "bob", "dial", "alice", "--after", "1m")
    first_row = next(line for line in said.out.splitlines() if "INVITE" in line)
    assert "dial bob" not in said.out
    number, at, *_ = first_row.split()
    assert at == "60.000"
    shown = voiplab("run", mine, "--run", "yours", "--show", number.strip("ab"))
    assert shown.out.startswith(f"message {number.strip('ab')}, 60.000000 s, UDP, bob")


def test_an_earlier_moment_comes_before_what_was_done_already(mine: Path) -> None:
    press(mine, "alice", "dial", "bob", "--at", "2s")
    said = press(mine, "bob", "dnd", "on", "--at", "1s")
    assert [line.split(", step")[0] for line in journal(mine)] == ["- {at: 1s", "- {at: 2s"]
    assert "480 Temporarily Unavailable" in said.out


def test_without_a_node_the_journal_is_shown_and_undo_takes_the_last_one_back(mine: Path) -> None:
    assert press(mine).out == "yours: you dial at Alice's telephone\n  nothing done so far\n"
    press(mine, "alice", "dial", "bob", "--at", "2s")
    press(mine, "bob", "answer", "--after", "500ms")
    assert press(mine).out.splitlines()[1:] == ["  2s    alice  dial bob", "  2.5s  bob    answer"]
    assert press(mine, "--undo").out == "taken back in the run yours: 2.5s, bob: answer\n"
    press(mine, "--undo")
    assert press(mine, "--undo").err.endswith("Error: nothing was done by hand in the run yours\n")
    assert not (mine / "journal/yours.yaml").exists()


def test_run_and_check_do_again_what_was_done_by_hand(mine: Path) -> None:
    assert "INVITE" not in voiplab("run", mine, "--run", "yours").out
    press(mine, "alice", "dial", "bob")
    ran = voiplab("run", mine, "--run", "yours")
    assert "* dial bob" in ran.out
    assert "With what you did by hand: journal/yours.yaml" in ran.err
    assert "[x] Bob answers." in voiplab("check", mine).out
    assert "+ 1 0.000" in voiplab("run", mine, "--run", "yours", "--against", "start").out
    assert voiplab("run", mine, "--run", "yours", "--against", "solution").code == 0


def test_a_usual_mistake_by_hand_is_told_in_its_own_sentence(mine: Path) -> None:
    press(mine, "alice", "dial", "alice")
    assert "perhaps: Alice calls herself." in voiplab("check", mine).out
    [mistake] = loads(voiplab("check", mine, "--json").out)["mistakes"]
    assert mistake["name"] == "herself"


def test_the_solution_by_hand_can_be_played_and_is_told(mine: Path) -> None:
    assert "* dial bob" in voiplab("run", mine, "--run", "yours", "--solution").out
    assert "* dial alice" in voiplab("run", mine, "--run", "yours", "--mistake", "herself").out
    assert "+- {at: 1s, step: 0, alice: dial bob}" in voiplab("solution", mine, "--yes").out


def test_reset_keeps_the_journal_aside(mine: Path) -> None:
    press(mine, "alice", "dial", "bob")
    assert voiplab("reset", mine, "--file", "journal/yours.yaml").out == "journal/yours.yaml\n"
    assert journal(mine) == []
    press(mine, "alice", "dial", "alice")
    assert voiplab("reset", mine).out == "journal/yours.yaml\n"
    assert "dial bob" in (mine / ".voiplab/kept/1/journal/yours.yaml").read_text(encoding="utf-8")
    assert "dial alice" in (mine / ".voiplab/kept/2/journal/yours.yaml").read_text(encoding="utf-8")


def test_a_console_shows_the_run_with_what_was_done_in_it_and_keeps_nothing(mine: Path) -> None:
    press(mine, "alice", "dial", "bob", "--at", "1s")
    said = voiplab("console", "bob", "--of", mine, "--run", "yours", "--at", "1500ms", "answer")
    assert said.code == 0
    assert len(journal(mine)) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("alice", "sing"), "'sing' is nothing that a phone can do; it can register"),
        (("carol", "answer"), "no node is called carol; there are alice, bob"),
        (
            ("alice", "dial", "bob", "--run", "your"),
            "no run that is operated by hand is called your; did you mean yours?",
        ),
        (
            ("alice", "dial", "bob", "--run", "before"),
            "no run that is operated by hand is called before; there are yours",
        ),
        (("alice", "dial", "bob", "--at", "1s", "--after", "1s"), "--at and --after exclude each other"),
        (("alice", "dial", "bob", "--at", "301s"), "the run yours ends after 300s at the latest"),
        (("alice", "--undo"), "--undo takes back what was done last, and does nothing more"),
    ],
)
def test_what_cannot_be_done_is_said_and_not_kept(mine: Path, words: tuple[str, ...], says: str) -> None:
    said = press(mine, *words)
    assert said.code == 2
    assert f"Error: {says}" in said.err
    assert journal(mine) == []


def test_a_broken_journal_is_said_with_its_line_and_left_alone(mine: Path) -> None:
    press(mine, "alice", "dial", "bob")
    path = mine / "journal/yours.yaml"
    broken = path.read_bytes() + b"- {at: 2s, bop: answer}\n"
    path.write_bytes(broken)
    line = broken.count(b"\n")
    for said in (press(mine, "bob", "answer"), voiplab("check", mine), voiplab("run", mine, "--run", "yours")):
        assert said.code == 4
        assert said.err.startswith(f"Error: journal/yours.yaml:{line}: no node of the run yours is called bop")
    assert path.read_bytes() == broken


def test_a_lesson_in_which_nobody_acts_says_so(tmp_path: Path) -> None:
    voiplab("start", write_small(tmp_path), tmp_path / "mine")
    assert "in ring nothing is done by hand, its runs play by themselves" in press(tmp_path / "mine").err
    assert press(tmp_path / "mine", "alice", "answer").code == 2
    assert "what you do is kept in a workspace" in press(tmp_path / "ring", "alice", "answer").err


def test_start_says_in_which_runs_one_acts(tmp_path: Path) -> None:
    said = voiplab("start", write(tmp_path), tmp_path / "mine")
    assert "In these runs it is you who acts, with `voiplab press`:\n  yours\n" in said.err


def test_at_a_terminal_keys_are_asked_for_and_tab_finishes_them(mine: Path) -> None:
    pytest.importorskip("readline")
    shown = typed_at_a_terminal(["press", "alice", "--of", str(mine)], b"di\tbob\nha\t\t\n/exit\n")
    assert "> dial bob" in shown
    assert "bob shows: rings" in shown
    assert [line.split(", ")[-1] for line in journal(mine)] == ["alice: dial bob}", "alice: hang up}"]
