"""What a message has to do with a dialog: which one a script is asked about when it is asked about one."""

from dataclasses import dataclass
from typing import Final

from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.received import Received
from voiplab.opensips.script.context import Context

KEPT: Final = "dialog"
"""Under this name a message knows what it belongs to."""


@dataclass(slots=True)
class Belonging:
    dialog: Dialog | None = None
    towards: int | None = None
    """The number of the leg that the request goes to; None for replies."""
    lifetime: int = 0
    """What `$DLG_timeout` was set to before there was a dialog."""
    aside: "tuple[Dialog | None, int | None] | None" = None
    """What it was before load_dialog_ctx()."""

    def set_aside(self, other: Dialog) -> None:
        self.aside = self.dialog, self.towards
        self.dialog, self.towards = other, None

    def bring_back(self) -> bool:
        """False: nothing was set aside."""
        if self.aside is None:
            return False
        (self.dialog, self.towards), self.aside = self.aside, None
        return True


def belonging(message: Received) -> Belonging:
    found = message.kept.setdefault(KEPT, Belonging())
    assert isinstance(found, Belonging), "nobody else keeps anything under this name"
    return found


def here(context: Context) -> Belonging:
    """Of the message; of a reply, of the request that it answers."""
    own = context.received.kept.get(KEPT)
    if own is None and context.received.request is None and context.transaction is not None:
        known = belonging(context.transaction.request)
        context.received.kept[KEPT] = Belonging(known.dialog)
    return belonging(context.received)


def dialog_of(context: Context) -> Dialog | None:
    return here(context).dialog
