"""The usual mistakes of a lesson: what `lesson.yaml` says of each, and the files and journals that lie below `mistakes/`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import Field

from voiplab.course.by_hand_file import JOURNAL, read_by_hand
from voiplab.course.lesson import FalseStart, Mistake, NodeFiles, Pressed, Seen
from voiplab.lab.lab import Lab
from voiplab.lab.opening import files_by_node
from voiplab.text.document import Document
from voiplab.text.document import Path as Way
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Place
from voiplab.text.schema import Schema, Written

MISTAKES: Final = "mistakes"
MOST_DIGITS: Final = 6
"""Of the number of a line."""


class SeenEntry(Schema):
    file: str
    line: str


class PressedEntry(Schema):
    """`action` may have wildcards."""

    run: str
    node: str
    action: str


class RefusedEntry(Schema):
    """`at`: file and line where the node stops, `opensips/opensips.cfg:31`. `error`: what it says, with wildcards."""

    at: str
    error: str


class MistakeEntry(Schema):
    """`fails` is the check that must fail, `refused` how a node refuses to start: one of the two.

    `seen`, `pressed` or `answers` (one, or several wrong ones) tell how it is recognised.
    """

    fails: str | None = None
    refused: RefusedEntry | None = None
    says: str
    seen: SeenEntry | None = None
    pressed: PressedEntry | None = None
    answers: dict[str, Written | tuple[Written, ...]] = Field(default_factory=dict)


def changed_files(folder: Path) -> NodeFiles:
    """Of each node; the journals beside them are no node's."""
    return {node: files for node, files in files_by_node(folder).items() if node != JOURNAL}


def read_mistakes(document: Document, entries: Mapping[str, MistakeEntry], folder: Path, lab: Lab) -> Iterator[Mistake]:
    """Those that fail a check. `folder` is that of the lesson. ConfigError with file and line for whatever is wrong."""
    for name, entry in entries.items():
        if entry.refused is not None:
            continue
        files = changed_files(folder / MISTAKES / name)
        by_hand = read_by_hand(folder / MISTAKES / name, f"{folder.name}/{MISTAKES}/{name}", lab)
        place = document.key(("mistakes", name))
        if entry.fails is None:
            raise ConfigError(place, "this mistake has no consequence: it needs `fails` or `refused`")
        if not files and not by_hand and not entry.answers:
            raise ConfigError(place, f"this mistake changes nothing: neither a folder {MISTAKES}/{name} nor `answers`")
        if by_hand and entry.pressed is None:
            raise ConfigError(place, "what is done wrong by hand is recognised by `pressed`")
        answers = {name: (given,) if isinstance(given, str) else given for name, given in entry.answers.items()}
        yield Mistake(
            name,
            entry.fails,
            entry.says,
            files,
            by_hand,
            answers,
            _seen(entry),
            _pressed(document, name, entry, lab),
            place,
        )


def read_false_starts(document: Document, entries: Mapping[str, MistakeEntry], folder: Path) -> Iterator[FalseStart]:
    """Those with which a node does not start. ConfigError."""
    for name, entry in entries.items():
        if entry.refused is None:
            continue
        files = changed_files(folder / MISTAKES / name)
        place = document.key(("mistakes", name))
        if entry.fails is not None or entry.answers or entry.pressed:
            says = "who does not start fails no check: `refused` is without `fails`, `answers` and `pressed`"
            raise ConfigError(place, says)
        if (folder / MISTAKES / name / JOURNAL).exists():
            raise ConfigError(
                place, f"nothing is done by hand where a node does not start: {MISTAKES}/{name}/{JOURNAL}"
            )
        if not files:
            raise ConfigError(place, f"this mistake changes nothing: there is no folder {MISTAKES}/{name}")
        at = _place_named(document, ("mistakes", name, "refused", "at"), entry.refused.at)
        yield FalseStart(name, at, entry.refused.error, entry.says, files, _seen(entry), place)


def _place_named(document: Document, way: Way, text: str) -> Place:
    file, _, line = text.rpartition(":")
    if not file or not line.isdecimal() or len(line) > MOST_DIGITS:
        raise ConfigError(document.place(way), f"a file and a line are expected, {text} is not like opensips.cfg:31")
    return Place(file, int(line))


def _pressed(document: Document, mistake: str, entry: MistakeEntry, lab: Lab) -> Pressed | None:
    if entry.pressed is None:
        return None
    for key, name, known in (("run", entry.pressed.run, lab.runs), ("node", entry.pressed.node, lab.nodes)):
        if name not in known:
            place = document.place(("mistakes", mistake, "pressed", key))
            raise ConfigError(place, f"no {key} is called {name}{did_you_mean(name, known)}")
    return Pressed(entry.pressed.run, entry.pressed.node, entry.pressed.action)


def _seen(entry: MistakeEntry) -> Seen | None:
    return None if entry.seen is None else Seen(entry.seen.file, entry.seen.line)
