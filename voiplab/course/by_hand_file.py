"""What an author has somebody do by hand: journals beside the files of a solution or of a mistake.

solution/journal/<run>.yaml, mistakes/<name>/journal/<run>.yaml: as a student's `journal/<run>.yaml`, which may be copied here.
What differs from seed to seed is read from the run when the moment has come, and put in the place of `$name`:

- at: 1s
  reads: ["200 for REGISTER from opensips to mobile, Contact.temp-gruu as $temp"]
  bob: dial $temp
"""

from pathlib import Path
from typing import Final

from pydantic import ConfigDict

from voiplab.course.checks.parameters import Steps
from voiplab.course.lesson import ByHand, Press
from voiplab.lab.actions import NodeAction
from voiplab.lab.journal_file import journal_entries
from voiplab.lab.lab import Lab
from voiplab.lab.node_files import bounded_content
from voiplab.sip.condition import names_in
from voiplab.text import yaml
from voiplab.text.document import Document
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Place
from voiplab.text.schema import Schema, fit

JOURNAL: Final = "journal"
"""The folder of the journals, here and in a workspace."""


class ReadsEntry(Schema):
    """The other keys of an entry are those of every journal."""

    model_config = ConfigDict(extra="ignore")

    reads: Steps | None = None


def read_by_hand(folder: Path, called: str, lab: Lab) -> ByHand:
    """The journals in `folder`, which errors call `called`. ConfigError with file and line for whatever is wrong."""
    return {path.stem: _presses(path, called, lab) for path in sorted((folder / JOURNAL).glob("*.yaml"))}


def _presses(path: Path, called: str, lab: Lab) -> tuple[Press, ...]:
    name = f"{called}/{JOURNAL}/{path.name}"
    if path.stem not in lab.runs:
        guess = did_you_mean(path.stem, lab.runs) or f"; there are {', '.join(lab.runs)}"
        raise ConfigError(Place(name, 1), f"no run is called {path.stem}{guess}")
    document = yaml.read(name, bounded_content(path, name))
    entries = journal_entries(document, lab, lab.runs[path.stem], beside=("reads",))
    presses = [Press(entry, _reads(document, n), document.place((n,))) for n, entry in enumerate(entries)]
    for press in presses:
        _refuse_unread(press)
    return tuple(sorted(presses, key=lambda press: press.entry.at))


def _reads(document: Document, number: int) -> Steps:
    return fit(ReadsEntry, document, (number,)).reads or ()


def _refuse_unread(press: Press) -> None:
    read = [name for group in press.reads for pattern in group for name in pattern.captures]
    asked = names_in(press.entry.action.text) if isinstance(press.entry.action, NodeAction) else []
    for name in asked:
        if name not in read:
            raise ConfigError(press.place, f"`${name}` is captured by nothing in `reads`")
