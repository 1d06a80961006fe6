"""What the documentation of the modules says, as it was taken down: parameters with defaults, functions with their routes."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

REFERENCE: Final = Path(__file__).parent / "module-reference.md"
_SECTION: Final = re.compile(r"^### (\w+)\n(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_PARAMETER: Final = re.compile(r"^\| `(\w+) ?\(([^)]*)\)[^|]*` \| (.*) \|$", re.MULTILINE)
_FUNCTION: Final = re.compile(r"^\| `(\w+) ?\((.*)\),?` \| (.*) \|$", re.MULTILINE)
_KINDS: Final = re.compile(r"(REQUEST|FAILURE|ONREPLY|REPLY|BRANCH|LOCAL|ERROR|STARTUP|TIMER|EVENT)_ROUTE")


def sections() -> Mapping[str, str]:
    return dict(_SECTION.findall(REFERENCE.read_text(encoding="utf-8")))


def parameters(section: str) -> Mapping[str, tuple[str, str]]:
    """Name to type and what is said of the default."""
    table = section.split("| function |")[0]
    return {name: (kind, says) for name, kind, says in _PARAMETER.findall(table)}


def functions(section: str) -> Mapping[str, Sequence[str]]:
    """Name to the kinds of routes; of some functions none is said."""
    table = section.partition("| function |")[2]
    found: dict[str, Sequence[str]] = {}
    for name, _, routes in _FUNCTION.findall(table):
        found[name] = [kind.replace("REPLY", "ONREPLY").replace("ONON", "ON") for kind in _KINDS.findall(routes)]
    return found
