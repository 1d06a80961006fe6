"""A command imports what it needs and nothing else: large libraries are met where their work begins."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

LIBRARIES = [
    "asyncio",
    "dpkt",
    "importlib.metadata",
    "lark",
    "logging",
    "lxml",
    "networkx",
    "pydantic",
    "regex",
    "textual",
    "yaml",
]

REPORT = """
import json, sys
from voiplab.cli.main import run
run(sys.argv[1:])
print(json.dumps(sorted(sys.modules)))
"""


def imported(*arguments: str, cwd: Path | None = None) -> Sequence[str]:
    """The modules in memory when a command has ended."""
    command = [sys.executable, "-c", REPORT, *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    modules = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(modules, list)
    return modules


def test_the_probe_sees_what_was_imported() -> None:
    assert {"click", "voiplab.cli.main", "json"} <= set(imported("--help"))


def test_help_needs_click_and_no_other_library() -> None:
    assert [name for name in LIBRARIES if name in imported("--help")] == []


def test_help_imports_no_part_of_voiplab_but_the_commands_themselves() -> None:
    parts = {name.split(".")[1] for name in imported("--help") if name.startswith("voiplab.")}
    assert parts == {"cli"}


@pytest.mark.parametrize("command", ["list", "locate"])
def test_what_runs_no_lab_needs_no_grammar_no_capture_and_no_screen(command: str) -> None:
    unneeded = ["asyncio", "dpkt", "lark", "textual"]
    assert [name for name in unneeded if name in imported(command)] == []


ENDING = """
import atexit, gc, sys
from voiplab.cli.main import main
atexit.register(lambda: print(gc.get_freeze_count()))
main()
"""


def test_what_is_in_memory_at_the_end_is_not_searched_for_cycles() -> None:
    command = [sys.executable, "-c", ENDING, "locate"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout.splitlines()[-1]) > 10_000
