"""Exit codes, and one sentence for whatever goes wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import voiplab
from tests.lab.two_phones import LAB, write
from voiplab.cli.exits import ending
from voiplab.cli.main import COMMANDS


@pytest.mark.parametrize("words", [("--help",), ("-h",), ()])
def test_help_teaches_the_first_steps_and_names_every_command(words: tuple[str, ...]) -> None:
    said = voiplab(*words)
    assert said.code == 0
    assert "voiplab start prack-enable" in said.out
    assert [name for name in COMMANDS if f"\n  {name} " not in said.out] == []


@pytest.mark.parametrize("command", [*COMMANDS, "config explain", "lesson verify"])
def test_every_command_has_a_help_with_an_example_that_fits_80_columns(command: str) -> None:
    said = voiplab(*command.split(), "--help")
    assert (said.code, said.err) == (0, "")
    assert max(map(len, said.out.splitlines())) <= 80


def test_a_command_that_does_not_exist_is_guessed() -> None:
    said = voiplab("cheek")
    assert (said.code, said.out) == (2, "")
    assert "voiplab has no command 'cheek'; did you mean check?" in said.err


def test_an_option_that_does_not_exist_is_a_usage_error() -> None:
    assert voiplab("run", "--speed").code == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "prack-enabel"), "no lesson is called prack-enabel; did you mean prack-enable?"),
        (("run", "nowhere.yaml"), "there is no file nowhere.yaml"),
        (("run", "prack-enable", "--run", "cal"), "prack-enable has no run cal; did you mean call?"),
        (
            ("run", "prack-enable", "--mistake", "mispelt"),
            "prack-enable has no mistake mispelt; did you mean misspelt?",
        ),
        (("run", "prack-enable", "--until", "soon"), "`soon` is no time"),
        (("run", "prack-enable", "--why", "99"), "there is no message 99"),
        (
            ("run", "prack-enable", "--against", "yesterday"),
            "--against takes start, solution, a workspace",
        ),
        (("run", "prack-enable", "--solution", "--mistake", "misspelt"), "--solution and --mistake exclude each other"),
        (
            ("console", "freeswich", "status", "--of", "prack-enable"),
            "no node is called freeswich; did you mean freeswitch?",
        ),
        (("console", "bob", "sing", "--of", "prack-enable"), "'sing' is nothing that a phone can do"),
    ],
)
def test_wrong_usage_is_said_in_one_sentence_with_code_2(words: tuple[str, ...], says: str) -> None:
    said = voiplab(*words)
    assert (said.code, said.out) == (2, "")
    assert says in said.err
    assert "Traceback" not in said.err


def test_a_lab_that_cannot_be_read_is_said_with_file_and_line_and_code_4(tmp_path: Path) -> None:
    said = voiplab("run", write(tmp_path, LAB.replace("kind: phone", "kind: fax", 1)))
    assert (said.code, said.out) == (4, "")
    assert said.err == "Error: lab.yaml:3: 'phone', 'freeswitch' or 'opensips' is expected\n"


def test_a_run_that_does_not_end_has_code_6(tmp_path: Path) -> None:
    said = voiplab("run", write(tmp_path, LAB.replace("does: alice calls bob", "limit: 2s")))
    assert (said.code, said.out, said.err) == (6, "", "Error: call was not over after 2 s\n")


def test_an_escape_sequence_in_a_file_never_reaches_the_screen(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "files/bob/phone.ini").write_text("[phone]\nuser=bob\ndomain=\x9b31m\n", encoding="utf-8")
    said = voiplab("run", path)
    assert said.code == 4
    assert "\x9b" not in said.err


def test_a_failure_of_ours_has_code_5(capsys: pytest.CaptureFixture[str]) -> None:
    assert ending(ZeroDivisionError(), debug=True) == 5
    assert "voiplab itself failed (ZeroDivisionError)" in capsys.readouterr().err


def test_no_colours_without_a_terminal_and_the_terminal_s_own_width(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "voiplab", "run", str(write(tmp_path))]
    narrow = subprocess.run(command, capture_output=True, text=True, check=True, env={"COLUMNS": "60"})
    wide = subprocess.run(command, capture_output=True, text=True, check=True, env={"COLUMNS": "130"})
    assert "\x1b" not in narrow.stdout + wide.stdout
    assert max(map(len, narrow.stdout.splitlines())) <= 60
    assert "180 Ringing 100rel RSeq" in wide.stdout
