"""The same lab, actions and seed give the same bytes: so nothing in the package may depend on what differs from run to run.

EXCEPTIONS is the table of places that may, each with its reason; `*` stands for all of a module.
"""

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Final

import pytest

from tests.determinism.finding import Finding
from tests.determinism.names import FORBIDDEN, forbidden_names
from tests.determinism.order import SetNames, unordered

PACKAGE: Final = Path(__file__).parent.parent / "voiplab"
MODULES: Final = {str(path.relative_to(PACKAGE)): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES: Final = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}

EXCEPTIONS: Final[Mapping[tuple[str, str], str]] = {
    ("sip/message.py", "builtins.hash"): "a message as a key of tables that are looked up and never walked",
    ("sip/value.py", "builtins.hash"): "values as keys, as dataclasses are",
    (
        "cli/progress.py",
        "time",
    ): "whether a run takes so long that its progress is shown; it changes nothing of the run",
    ("cli/keyboard.py", "builtins.input"): "what somebody types at a console is an action of the journal",
    ("cli/live.py", "datetime"): "a live lab has today's date",
    ("cli/live.py", "secrets"): "and other tags than yesterday's, which real telephones may remember",
    ("cli/live.py", "os.getpid"): "the name of its control socket",
    ("live/clock.py", "time"): "the wall clock is what a live lab is paced by",
    ("live/interruption.py", "signal"): "ctrl-c ends a live lab",
    ("live/places.py", "os.environ"): "where this user's sockets are",
    ("live/places.py", "tempfile"): "where this user's sockets are, when the system names no place",
    **{
        (f"live/{module}.py", "socket"): "the real network"
        for module in (
            "connection",
            "connections",
            "control",
            "datagrams",
            "interruption",
            "edge",
            "media",
            "sockets",
            "watch",
        )
    },
    ("cli/kiosk.py", "os.environ"): "a session of a class is told that it is one",
    ("cli/classroom.py", "asyncio"): "a web server",
    ("cli/classroom.py", "socket"): "a web server",
    ("cli/serve.py", "socket"): "a web server listens",
    ("tui/session_driver.py", "threading"): "a session that hangs is ended; nothing of a run is decided by it",
    ("cli/open.py", "pathlib.Path.cwd"): "workspaces are made where somebody stands",
    ("tui/clipboard.py", "os.environ"): "whether tmux is in between",
    ("tui/desk/memory.py", "os.environ"): "where this user's settings are",
    ("tui/desk/pace.py", "time"): "how long somebody waits for what happens; never what happens",
    ("tui/screens/ways.py", "asyncio"): "the screen stays alive while a run is played in slices",
    ("tui/widgets/config/pane.py", "os.environ"): "which editor is this user's, and whether it may be opened",
    ("tui/widgets/config/external.py", "tempfile"): "where that editor finds the text",
    (
        "freeswitch/dialplan/patterns.py",
        "time",
    ): "slow patterns end a run as a limit, and never decide what happens in it",
    ("opensips/patterns.py", "time"): "as in FreeSWITCH's",
    ("cli/main.py", "gc"): "the thresholds of the collector are set once, before anything runs",
}


def findings(tree: ast.Module, known: SetNames) -> Sequence[Finding]:
    return sorted({*forbidden_names(tree), *unordered(tree, known)})


def known_sets() -> SetNames:
    known = SetNames()
    for tree in TREES.values():
        known.learn(tree)
    return known


KNOWN: Final = known_sets()
FOUND: Final = {name: findings(tree, KNOWN) for name, tree in TREES.items()}


def excuse(module: str, finding: Finding) -> tuple[str, str] | None:
    return next((key for key in EXCEPTIONS if key[0] == module and finding.what.startswith(key[1])), None)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_reads_nothing_that_differs_from_run_to_run(module: str) -> None:
    assert [one for one in FOUND[module] if excuse(module, one) is None] == []


def test_every_exception_is_still_needed() -> None:
    used = {excuse(module, one) for module, found in FOUND.items() for one in found}
    assert sorted(EXCEPTIONS.keys() - used) == []


def lines(snippet: str) -> list[int]:
    tree = ast.parse(dedent(snippet))
    known = SetNames()
    known.learn(tree)
    return [one.line for one in findings(tree, known)]


BAD_NAMES = [
    "import time",
    "import time as clock",
    "from time import monotonic",
    "import random",
    "from random import Random",
    "import secrets",
    "import uuid",
    "import os; os.urandom(8)",
    "from os import urandom",
    "import os as system; system.environ['TZ']",
    "import datetime; datetime.datetime.now()",
    "import datetime as dt; dt.datetime.now(dt.UTC)",
    "from datetime import datetime; datetime.utcnow()",
    "from datetime import datetime as moment; moment.today()",
    "from datetime import date; date.today()",
    "from datetime import datetime; datetime.fromtimestamp(5)",
    "when.astimezone()",
    "when.strftime('%a, %d %b %Y')",
    "import threading",
    "from concurrent.futures import ProcessPoolExecutor",
    "import multiprocessing.pool",
    "import asyncio",
    "import locale",
    "from pathlib import Path; Path.cwd()",
    "id(call)",
    "sorted(calls, key=id)",
    "hash(name) % 8",
]

BAD_ORDERS = [
    "for name in {'a', 'b'}: pass",
    "[name for name in {1, 2}]",
    "{name: 1 for name in set(names)}",
    "list({name for name in names})",
    "tuple(frozenset(names))",
    "', '.join({'a', 'b'})",
    "dict.fromkeys(set(names))",
    "next(iter(set(names)))",
    "[*set(names)]",
    "first, second = {1, 2}",
    "f'{set(names)}'",
    "str(set(names))",
    "for name in set(names) | extra: pass",
    "for name in old.keys() - new.keys(): pass",
    "for name in set(names).union(more): pass",
    "for name in (set(names) if names else ()): pass",
    "found = set(names)\nfound.pop()",
    "found: set[str] = read()\nlist(found)",
    "def draw(names: frozenset[str]) -> None: list(names)",
    "def draw(names: set[str] | None) -> None: print(*names)",
    "def names() -> set[str]: ...\nlist(names())",
    "class A:\n  names: frozenset[str]\nlist(a.names)",
    "class A:\n  def __init__(self) -> None:\n    self.names: set[str] = set()\nlist(a.names)",
    "class A:\n  @property\n  def names(self) -> set[str]: ...\nlist(a.names)",
    "def outer() -> None:\n  found = {1, 2}\n  def inner() -> list[int]: return list(found)",
    "for path in folder.iterdir(): pass",
    "[path.stem for path in folder.glob('*.yaml')]",
    "list(folder.rglob('*'))",
    "import os\nfor name in os.listdir(folder): pass",
    "import os\nfor here, folders, files in os.walk(folder): pass",
]

GOOD = [
    "from datetime import datetime, UTC; datetime.fromtimestamp(5, UTC)",
    "when.astimezone(UTC); when.strftime('%H:%M')",
    "event.id; message.time; self.random(5); call.hash",
    "def below(id: int) -> int: return id",
    "from voiplab.net import random",
    "sorted({1, 2})",
    "sorted(name for name in {1, 2})",
    "sorted(path.stem for path in folder.glob('*.yaml'))",
    "name in {1, 2}",
    "len(set(names)) == len(names)",
    "{name.lower() for name in set(names)}",
    "set(names) <= {1, 2}",
    "any(name.isdigit() for name in set(names))",
    "max(set(names)); min({1, 2}, key=len)",
    "for name in names | more: pass",
    "for name in old.keys(): pass",
    "found = set(names)\ndef other(found: list[str]) -> None: list(found)",
    "names.pop(); list(names)",
    "sorted(found.union(more))",
    "a | b; -c; {1: 2}",
    "for element in root.walk(): pass",
]


@pytest.mark.parametrize("snippet", [*BAD_NAMES, *BAD_ORDERS])
def test_the_walker_sees_what_would_differ(snippet: str) -> None:
    assert lines(snippet)


@pytest.mark.parametrize("snippet", GOOD)
def test_the_walker_lets_pass_what_is_the_same_every_time(snippet: str) -> None:
    assert lines(snippet) == []


def test_an_attribute_is_what_the_classes_of_its_own_module_say() -> None:
    known = SetNames(attributes={"routers"})
    assert findings(ast.parse("list(topology.routers)"), known)
    assert findings(ast.parse("class File:\n  routers: list[str]\nlist(file.routers)"), known) == []


def test_the_line_of_a_finding_is_the_line_of_its_source() -> None:
    assert lines("x = 1\nfor name in sorted(x):\n    id(name)\n    y = {1, 2}\n    list(y)\n") == [3, 5]


def test_every_forbidden_name_is_seen_where_it_is_used() -> None:
    for name in FORBIDDEN:
        module, _, member = name.rpartition(".")
        snippet = f"{member}(x)" if module == "builtins" else f"import {name.split('.')[0]}\n{name}(x)"
        assert lines(snippet), name
