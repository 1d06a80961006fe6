"""A route of the script that was armed for a dialog. It gets a message that nobody has sent, which belongs to the dialog."""

from typing import TYPE_CHECKING

from voiplab.opensips.dialog.belonging import belonging
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.occasion import Occasion

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


def run_armed(server: "Server", dialog: Dialog, occasion: Occasion) -> None:
    name = dialog.armed.get(occasion)
    if name is not None:
        context = server.nobodys_context()
        belonging(context.received).dialog = dialog
        server.named_route(name, context)
