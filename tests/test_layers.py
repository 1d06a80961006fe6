"""Who may import whom. This table is the first thing to read; a package imports only from itself and those named here."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "voiplab"

PROTOCOL = ("sip", "sdp", "rtp")
GROUND = ("text", "sim", *PROTOCOL, "recording", "net", "ua")

LAYERS: dict[str, tuple[str, ...]] = {
    "text": (),
    "sim": (),
    "sip": ("text", "sim"),
    "sdp": ("text", "sip"),
    "rtp": ("text", "sim"),
    "recording": ("text", "sim", "sip", "rtp", "net"),  # of net only what travels: packet, address
    "net": ("text", "sim", "sip", "rtp", "recording"),
    "ua": ("text", "sim", *PROTOCOL, "recording", "net"),
    "phone": GROUND,
    "freeswitch": GROUND,
    "opensips": GROUND,
    "explain": ("text", "sim", *PROTOCOL, "recording", "net"),
    "lab": (*GROUND, "phone", "freeswitch", "opensips"),
    "capture": ("text", "sim", *PROTOCOL, "recording", "net", "explain"),
    "course": (*GROUND, "explain", "lab"),
    "live": (*GROUND, "explain", "lab", "capture"),
    "tui": (*GROUND, "explain", "lab", "capture", "course", "live"),
    "cli": (*GROUND, "explain", "lab", "capture", "course", "live", "tui"),
}


def imports(path: Path) -> set[str]:
    """The packages of voiplab that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where a name comes from"
            names = [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found.update(name.split(".")[1] for name in names if name.startswith("voiplab."))
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_layer_allows(path: Path) -> None:
    package = path.relative_to(PACKAGE).parts[0]
    assert imports(path) - {package} <= set(LAYERS[package])


def test_every_package_has_its_row() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == set(LAYERS)


def test_phones_and_servers_never_import_each_other() -> None:
    ends = ("phone", "freeswitch", "opensips")
    assert [(one, other) for one in ends for other in ends if one != other and other in LAYERS[one]] == []
