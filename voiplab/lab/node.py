"""What every node of a lab can do, and what a kind of node is."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final, Protocol, cast

from voiplab.net.host import Host
from voiplab.text.place import Files
from voiplab.text.remark import Remark


class ImpossibleAction(Exception):
    """What somebody asked for can be done with no node of that kind; the message says what can."""


class Node(Protocol):
    """A phone or a server on its host."""

    name: str

    def start(self) -> None: ...

    def perform(self, action: str) -> str:
        """Do what a person asks for; what the person reads then (a console's output), or nothing."""

    def completions(self, typed: str) -> Sequence[str]:
        """The words that the last, unfinished one of an action being typed may become."""

    def replace(self, files: Files) -> None:
        """The files were saved; it takes effect when the product reads them again."""

    def leftovers(self) -> Sequence[str]:
        """Dialogs, transactions, timers and bindings that are still alive."""


class Kind(Protocol):
    """One module-level value, `KIND`, in `kind.py` of each server's package and of `phone`."""

    def build(self, model: str | None, files: Files, host: Host, name: str) -> Node:
        """Read the files and make the node. ConfigError, NotSimulated."""

    def explain(self, model: str | None, files: Files) -> Sequence[Remark]:
        """What each line does here, by the classes of the design."""


KINDS: Final[Mapping[str, str]] = {
    "freeswitch": "voiplab.freeswitch.kind",
    "opensips": "voiplab.opensips.kind",
    "phone": "voiplab.phone.kind",
}


def kind(name: str) -> Kind:
    """Imported when it is met. KeyError for a name that is not in KINDS."""
    return cast(Kind, import_module(KINDS[name]).KIND)
