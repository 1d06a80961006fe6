"""A file saved so that a crash or a power cut leaves the old one or the new one, never half of one."""

import os
from pathlib import Path


def save(path: Path, content: bytes) -> None:
    """Write beside it, flush to the disk, put it in place, and flush the folder, where the name stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _flush_folder(path.parent)


def remove(path: Path) -> None:
    """Take a file away for good, if it is there."""
    if path.exists():
        path.unlink()
        _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):  # Windows opens no folders; there the name is safe with the file
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
