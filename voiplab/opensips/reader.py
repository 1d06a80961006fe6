"""From the files of one server to the tree of its configuration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.flatten import Source, flatten
from voiplab.opensips.log import LogLine
from voiplab.opensips.parser import parse
from voiplab.opensips.tree import Script
from voiplab.text.place import Files

ROOT: Final = "opensips.cfg"


@dataclass(frozen=True, slots=True)
class Document:
    """The tree, and what the server said while it read."""

    script: Script
    source: Source
    log: Sequence[LogLine]


def read(files: Files) -> Document:
    """Raises `Refused` with all that the server prints, or `NotSimulated`."""
    source = flatten(files, ROOT)
    log: list[LogLine] = []
    script = parse(source, log)
    return Document(script, source, tuple(log))
