"""The files of a node, read once into a value. A node opens no file, so an include outside of its folder cannot exist."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from voiplab.text.place import ConfigError, Files, Place

MOST_FILES: Final = 500
MOST_OCTETS: Final = 1_048_576
"""Of one file."""
DEEPEST: Final = 8


def node_files(folder: Path) -> Files:
    """All files below a folder, in the order of their paths; hidden ones and editors' copies (`internal.xml~`) are left out."""
    found = {path.relative_to(folder).as_posix(): _content(folder, path) for path in _walk(folder, DEEPEST)}
    if len(found) > MOST_FILES:
        raise ConfigError(Place(folder.name, 1), f"at most {MOST_FILES} files are expected, and there are {len(found)}")
    return found


def _walk(folder: Path, levels: int) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.endswith("~"):
            continue
        if path.is_symlink():
            raise ConfigError(Place(path.name, 1), "a file is expected, not a link to another one")
        if path.is_file():
            yield path
        elif path.is_dir() and levels > 0:
            yield from _walk(path, levels - 1)
        else:
            raise ConfigError(Place(path.name, 1), f"a file is expected, at most {DEEPEST} folders deep")


def _content(folder: Path, path: Path) -> bytes:
    name = path.relative_to(folder).as_posix()
    octets = path.stat().st_size
    if octets > MOST_OCTETS:
        raise ConfigError(Place(name, 1), f"at most {MOST_OCTETS} bytes are expected, and the file has {octets}")
    try:
        return path.read_bytes()
    except PermissionError:
        raise ConfigError(Place(name, 1), "the file may not be read") from None
