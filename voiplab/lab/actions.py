"""What a person does in a lab, beside the node that it is done to; each has one text form, which scripts and journals use."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class NodeAction:
    """A key of a phone, or a command of a server's console, in the node's own words."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Edit:
    """A file of the node is saved; without content it is removed."""

    path: str
    content: bytes | None

    def __str__(self) -> str:
        return f"{'remove' if self.content is None else 'edit'} {self.path}"


class Cable(Enum):
    """The host's network cable."""

    UNPLUG = "unplug"
    PLUG_IN = "plug in"

    def __str__(self) -> str:
        return self.value


WhatToDo = NodeAction | Edit | Cable


def action(text: str) -> WhatToDo:
    """From a script's words. What a node cannot do, it says itself when it is asked."""
    words = " ".join(text.split())
    for cable in Cable:
        if words == cable.value:
            return cable
    return NodeAction(words)
