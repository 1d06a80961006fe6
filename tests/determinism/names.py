"""Uses of what differs from run to run: clocks, random numbers, addresses of objects, threads, the locale of the machine."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Final

from tests.determinism.finding import Finding

FORBIDDEN: Final[Mapping[str, str]] = {
    "time": "the wall clock",
    "sched": "the wall clock",
    "datetime.datetime.now": "the wall clock",
    "datetime.datetime.utcnow": "the wall clock",
    "datetime.datetime.today": "the wall clock",
    "datetime.date.today": "the wall clock",
    "random": "unseeded chance",
    "secrets": "unseeded chance",
    "uuid": "unseeded chance",
    "os.urandom": "unseeded chance",
    "os.getrandom": "unseeded chance",
    "os.getpid": "a number of the machine",
    "tempfile": "unseeded chance",
    "threading": "threads",
    "_thread": "threads",
    "concurrent": "threads",
    "multiprocessing": "processes",
    "asyncio": "an event loop on the wall clock",
    "signal": "interruptions",
    "locale": "the locale",
    "gettext": "the locale",
    "zoneinfo": "the zone files of the machine",
    "socket": "the real network",
    "os.environ": "the environment",
    "os.getenv": "the environment",
    "os.getcwd": "the working directory",
    "pathlib.Path.cwd": "the working directory",
    "pathlib.Path.home": "the learner's folders",
    "builtins.id": "the address of an object",
    "builtins.hash": "a hash, which PYTHONHASHSEED changes",
    "builtins.breakpoint": "a debugger",
    "builtins.input": "the keyboard",
    "gc": "the garbage collector",
    "weakref": "the garbage collector",
}

_BUILTINS: Final = tuple(name.removeprefix("builtins.") for name in FORBIDDEN if name.startswith("builtins."))
_LOCAL_NAMES: Final = re.compile(r"%-?[aAbBcxXpZ]")


def forbidden_names(tree: ast.Module) -> Iterator[Finding]:
    """Imports are reported where they stand, names of a module where they are used."""
    imported = _imports(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name in _imported_names(node):
                yield from _finding(node, name)
        elif isinstance(node, ast.Attribute | ast.Name):
            yield from _finding(node, _dotted(node, imported))
        elif isinstance(node, ast.Call):
            yield from _local_time(node)


def _finding(node: ast.stmt | ast.expr, name: str) -> Iterator[Finding]:
    if name in FORBIDDEN:
        yield Finding(node.lineno, f"{name}: {FORBIDDEN[name]}")
    elif isinstance(node, ast.Import | ast.ImportFrom):
        outer = [known for known in FORBIDDEN if name.startswith(f"{known}.")]
        yield from (Finding(node.lineno, f"{name}: {FORBIDDEN[known]}") for known in outer)


def _local_time(call: ast.Call) -> Iterator[Finding]:
    if not isinstance(call.func, ast.Attribute):
        return
    method, given = call.func.attr, len(call.args) + len(call.keywords)
    if (method, given) in (("astimezone", 0), ("fromtimestamp", 1)):
        yield Finding(call.lineno, f"{method} without a zone: the zone of the machine")
    if method == "strftime" and _LOCAL_NAMES.search(ast.unparse(call)):
        yield Finding(call.lineno, "strftime with names of days or months: the locale")


def _imports(tree: ast.Module) -> dict[str, str]:
    """What each name of the module stands for: `now` -> `time.time`; a builtin unless something of that name is bound."""
    bound = {name for node in ast.walk(tree) for name in _bound(node)}
    names = {name: f"builtins.{name}" for name in _BUILTINS if name not in bound}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
            names |= {alias.name.split(".")[0]: alias.name.split(".")[0] for alias in node.names if not alias.asname}
    return names


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.FunctionDef):
        yield node.name


def _imported_names(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [alias.name for alias in node.names]


def _dotted(node: ast.expr, imported: Mapping[str, str]) -> str:
    """`dt.datetime.now` with `import datetime as dt` is `datetime.datetime.now`; what no import explains is nothing."""
    if isinstance(node, ast.Name):
        return imported.get(node.id, "") if isinstance(node.ctx, ast.Load) else ""
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value, imported)
        return f"{before}.{node.attr}" if before else ""
    return ""
