"""A command imports what it needs and nothing else: large libraries are met where their work begins."""

import json
import os
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


def test_help_needs_nothing_of_what_a_failure_needs() -> None:
    assert [name for name in ("hashlib", "traceback", "voiplab.cli.crash") if name in imported("--help")] == []


@pytest.mark.parametrize("command", ["list", "locate"])
def test_what_runs_no_lab_needs_no_grammar_no_capture_and_no_screen(command: str) -> None:
    unneeded = ["asyncio", "dpkt", "lark", "textual"]
    assert [name for name in unneeded if name in imported(command)] == []


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("start") / "prack-enable"
    subprocess.run(
        [sys.executable, "-m", "voiplab", "start", "prack-enable", str(folder)], check=True, capture_output=True
    )
    return folder


def parts(modules: Sequence[str]) -> set[str]:
    """The packages of voiplab, and those of FreeSWITCH."""
    names = [name.split(".") for name in modules if name.startswith("voiplab.")]
    return {name[1] for name in names} | {
        f"{name[1]}.{name[2]}" for name in names if name[1:2] == ["freeswitch"] and name[2:]
    }


def test_a_check_on_one_lan_needs_no_routes_no_grammar_no_capture_and_no_screen(workspace: Path) -> None:
    modules = imported("check", cwd=workspace)
    assert [name for name in ("asyncio", "dpkt", "lark", "networkx", "textual") if name in modules] == []
    assert {"capture", "live"} & parts(modules) == set()
    assert [
        name for name in ("voiplab.cli.junit", "voiplab.cli.crash", "xml.etree.ElementTree") if name in modules
    ] == []


def test_a_run_in_which_nobody_types_at_the_server_imports_neither_its_console_nor_explanations() -> None:
    assert {"freeswitch.console", "freeswitch.explain"} & parts(imported("run", "prack-enable")) == set()


def test_a_check_in_which_somebody_does_imports_the_console(workspace: Path) -> None:
    assert "freeswitch.console" in parts(imported("check", cwd=workspace))


def test_a_ladder_of_text_imports_no_other_form() -> None:
    forms = [f"voiplab.explain.{form}" for form in ("difference", "html", "mermaid", "svg")]
    assert [name for name in forms if name in imported("run", "prack-enable")] == []
    assert "voiplab.explain.mermaid" in imported("run", "prack-enable", "--ladder", "mermaid")


FIRST_FRAME = """
import asyncio, json, sys
from pathlib import Path
from voiplab.cli.open import _opened
from voiplab.tui.app import VoiplabApp
from voiplab.tui.desk.memory import Memory, config_folder
from voiplab.tui.keymap import FILE, read_preferences

async def draw():
    keys = read_preferences(config_folder() / FILE).keymap
    memory = Memory(Path(sys.argv[1]))
    memory.toured()
    async with VoiplabApp(memory, Path(sys.argv[1]), _opened("prack-enable"), keymap=keys).run_test(size=(120, 40)) as pilot:
        await pilot.pause()

asyncio.run(draw())
print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture(scope="module")
def first_frame(tmp_path_factory: pytest.TempPathFactory) -> Sequence[str]:
    """The modules in memory when a lesson stands on a screen with room for two panes."""
    folder = tmp_path_factory.mktemp("frame")
    command = [sys.executable, "-c", FIRST_FRAME, str(folder)]
    home = {**os.environ, "VOIPLAB_HOME": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=home)
    modules = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(modules, list)
    return modules


def test_the_first_frame_imports_the_panes_that_are_on_it_and_no_others(first_frame: Sequence[str]) -> None:
    panes = [
        name.split(".")[3] for name in first_frame if name.startswith("voiplab.tui.widgets.") and name.endswith(".pane")
    ]
    assert panes == ["ladder", "lesson"]


def test_the_first_frame_reads_no_captures_and_explains_no_message(first_frame: Sequence[str]) -> None:
    assert "capture" not in parts(first_frame)
    assert [name for name in first_frame if name.startswith("voiplab.explain.meaning")] == []


def test_a_brief_is_drawn_without_asking_what_language_its_code_may_be(first_frame: Sequence[str]) -> None:
    """Pygments imports all of its lexers for a guess."""
    assert [name for name in first_frame if name == "pygments.lexers.ml"] == []


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
