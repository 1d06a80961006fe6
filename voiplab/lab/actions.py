"""What a person does in a lab, beside the node that it is done to; each has one text form, which scripts and journals use."""

from enum import Enum

from voiplab.lab.impairing import LINK, Impair, parse_impair
from voiplab.lab.node import ImpossibleAction
from voiplab.sip.value import value


@value(frozen=True, slots=False)
class NodeAction:
    """A key of a phone, or a command of a server's console, in the node's own words."""

    text: str

    def __str__(self) -> str:
        return self.text


@value(frozen=True, slots=False)
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


WhatToDo = NodeAction | Edit | Cable | Impair


def action(text: str) -> WhatToDo:
    """From a script's words. What a node cannot do, it says itself when it is asked. ImpossibleAction for a link."""
    words = " ".join(text.split())
    for cable in Cable:
        if words == cable.value:
            return cable
    if words.split(" ", 1)[0] == LINK:
        try:
            return parse_impair(words)
        except ValueError as wrong:
            raise ImpossibleAction(str(wrong)) from None
    return NodeAction(words)
