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
    names = {path.relative_to(folder).as_posix(): path for path in _walk(folder, DEEPEST)}
    found = {name: bounded_content(path, name) for name, path in names.items()}
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


def bounded_content(path: Path, name: str) -> bytes:
    """What stands in a file that somebody wrote; `name` is how errors call it. ConfigError when it is not to be had."""
    try:
        octets = path.stat().st_size
        if octets <= MOST_OCTETS:
            return path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(Place(name, 1), "this file is missing") from None
    except PermissionError:
        raise ConfigError(Place(name, 1), "the file may not be read") from None
    raise ConfigError(Place(name, 1), f"at most {MOST_OCTETS} bytes are expected, and the file has {octets}")
