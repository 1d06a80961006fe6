"""The configuration that all recordings of FreeSWITCH were made with."""

from pathlib import Path
from typing import Final

from voiplab.text.place import Files

FOLDER: Final = Path(__file__).parent.parent / "golden" / "freeswitch" / "base-config"

BASE: Final[Files] = {
    path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in sorted(FOLDER.rglob("*")) if path.is_file()
}


def changed(files: Files, file: str, old: str, new: str) -> Files:
    """The files with the first `old` in one of them replaced by `new`."""
    text = files[file].decode()
    assert old in text, f"{file} has no {old!r}"
    return {**files, file: text.replace(old, new, 1).encode()}
