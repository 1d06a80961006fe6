"""A console at a terminal: a prompt, and Tab for what may come next."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="only Unix has pseudo terminals")
ASKED = b"sofia sta\tprofile inte\tre\t\nversion\n/exit\n"


def typed_at_a_terminal(words: list[str], keys: bytes) -> str:
    """All that the terminal shows."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "voiplab", *words]
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "200"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        os.write(ours, keys)
        shown = b""
        while piece := _read(ours):
            shown += piece
        os.close(ours)
    assert process.returncode == 0, shown
    return shown.decode()


def _read(terminal: int) -> bytes:
    """Linux ends a terminal with an error when the other side is gone."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


def test_tab_finishes_words_of_the_running_server() -> None:
    pytest.importorskip("readline")
    shown = typed_at_a_terminal(["console", "freeswitch", "--of", "prack-enable"], ASKED)
    assert "> sofia status profile internal reg" in shown
    assert "Call-ID:" in shown  # the registrations of that profile
    assert "FreeSWITCH Version 1.10.12" in shown


def test_where_no_terminal_is_lines_are_read_as_they_come(tmp_path: Path) -> None:
    commands = tmp_path / "commands.txt"
    commands.write_text("version\n\n/exit\nstatus\n", encoding="utf-8")
    with commands.open(encoding="utf-8") as file:
        words = [sys.executable, "-m", "voiplab", "console", "freeswitch", "--of", "prack-enable"]
        said = subprocess.run(words, stdin=file, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("FreeSWITCH Version 1.10.12")
    assert "UP " not in said.stdout
