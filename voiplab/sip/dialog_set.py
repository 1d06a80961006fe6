"""The dialogs that one INVITE makes: a fork makes one for each To tag (RFC 3261 sections 12.1.2 and 13.2.2.4)."""

from voiplab.sip.dialog import Dialog, State, makes_dialog
from voiplab.sip.message import Request, Response


class DialogSet:
    """Of the caller's side. Dialogs are found by the tag of who answered, in the order of their first response."""

    def __init__(self, invite: Request) -> None:
        self.invite = invite
        self.dialogs: dict[str, Dialog] = {}

    def receive(self, response: Response) -> Dialog | None:
        """Take a 1xx or 2xx in; its dialog, if it has one."""
        if not makes_dialog(response):
            return None
        tag = response.to_tag or ""
        if tag not in self.dialogs:
            self.dialogs[tag] = Dialog.as_uac(self.invite, response)
        dialog = self.dialogs[tag]
        if response.status >= 200:
            dialog.confirm(response)
        else:
            dialog.refresh(response)
        return dialog

    def settle(self) -> list[Dialog]:
        """Nothing more comes: a failure, or 64*T1 after the first 2xx. The dialogs that are still early end; these are they."""
        early = [dialog for dialog in self.dialogs.values() if dialog.state is State.EARLY]
        for dialog in early:
            dialog.fail()
        return early
