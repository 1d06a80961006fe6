"""From the files of one server to the tree of its configuration."""

from collections.abc import Mapping, Sequence
from typing import Final

from voiplab.freeswitch import vanilla
from voiplab.freeswitch.log import LogLine
from voiplab.freeswitch.parser import Unreadable, parse
from voiplab.freeswitch.preprocess import Directive, Unset, merge
from voiplab.freeswitch.tree import Node
from voiplab.sip.value import value
from voiplab.text.place import Files, Place

ROOT: Final = "freeswitch.xml"


@value(frozen=True, slots=True)
class Document:
    """The tree, the global variables that the preprocessor has set, and what the log said while it was read."""

    root: Node
    globals: Mapping[str, str]
    log: Sequence[LogLine]
    directives: Sequence[Directive]
    unset: Sequence[Unset]

    def section(self, name: str) -> Node:
        """`configuration`, `dialplan`, `directory`; a section that is not there is empty."""
        return self.root.find("section", "name", name) or Node("section", self.root.place)


def read(files: Files, variables: Mapping[str, str]) -> Document:
    """Raises `Unreadable` with the server's words, or `NotSimulated`. `variables` are the globals set before: see `vanilla`."""
    merged = merge(vanilla.completed(files), ROOT, variables)
    if not merged.text:
        raise Unreadable(Place(ROOT, 1), "Cannot Open log directory or XML Root!")
    return Document(parse(merged), merged.globals, merged.log, merged.directives, merged.unset)
