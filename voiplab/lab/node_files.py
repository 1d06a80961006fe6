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
    """All files below a folder, in the order of their paths; hidden ones and editors' copies (`internal.xml~`) are left out.

    Errors name a file as it stands in the workspace: with the node's folder."""
    paths = list(_walk(folder, Path(folder.name), DEEPEST))
    if len(paths) > MOST_FILES:
        raise ConfigError(Place(folder.name, 1), f"at most {MOST_FILES} files are expected, and there are {len(paths)}")
    names = {path: path.relative_to(folder).as_posix() for path in paths}
    return {name: bounded_content(path, f"{folder.name}/{name}") for path, name in names.items()}


def _walk(folder: Path, called: Path, levels: int) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.endswith("~"):
            continue
        place = Place((called / path.name).as_posix(), 1)
        if path.is_symlink():
            raise ConfigError(place, "a file is expected, not a link to another one")
        if path.is_file():
            yield path
        elif not path.is_dir():
            raise ConfigError(place, "a file is expected, not a pipe or a device")
        elif levels == 0:
            raise ConfigError(place, f"files are expected at most {DEEPEST} folders deep")
        else:
            yield from _walk(path, called / path.name, levels - 1)


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
