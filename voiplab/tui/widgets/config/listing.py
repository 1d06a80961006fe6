"""Which files there are, in the order in which somebody wants them: those that the lesson asks to edit come first."""

from collections.abc import Sequence
from typing import NamedTuple

from voiplab.explain.executed import File
from voiplab.tui.desk.desk import Desk


class Entry(NamedTuple):
    """`is_asked`: the lesson wants it to be edited; `is_changed`: it is not as the lesson had it."""

    file: File
    is_asked: bool
    is_changed: bool

    @property
    def name(self) -> str:
        return f"{self.file.node}/{self.file.path}"

    def __str__(self) -> str:
        shown = f"* {self.name}" if self.is_asked else f"  {self.file.path}"
        return f"{shown}  (changed)" if self.is_changed else shown

    @property
    def group(self) -> str:
        """Under which heading it stands."""
        return "to be edited" if self.is_asked else self.file.node


def listing(desk: Desk) -> Sequence[Entry]:
    asked = () if desk.lesson is None else desk.lesson.edits
    entries = [_entry(desk, File(node, path), asked) for node, path in desk.paths()]
    return sorted(entries, key=lambda entry: _rank(entry, asked))


def _entry(desk: Desk, file: File, asked: Sequence[str]) -> Entry:
    content = desk.files[file.node][file.path]
    return Entry(file, f"{file.node}/{file.path}" in asked, content != desk.at_start(file.node, file.path))


def _rank(entry: Entry, asked: Sequence[str]) -> int:
    """Nodes, and the files of each, stay in their order."""
    return asked.index(entry.name) if entry.is_asked else len(asked)


def named(entries: Sequence[Entry], part: str) -> Sequence[Entry]:
    """Those with all of the words somewhere in their names."""
    words = part.lower().split()
    return [entry for entry in entries if all(word in entry.name.lower() for word in words)]
