"""A dialog and the transactions inside of it: they keep it from being forgotten, and some change Contact and session."""

from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.dialogs import Dialogs
from voiplab.opensips.dialog.route_set import body_of, contact_of
from voiplab.opensips.received import Received
from voiplab.opensips.tm.transaction import Transaction
from voiplab.opensips.tm.watcher import Watcher
from voiplab.sip.message import parse


class Holding(Watcher):
    """`towards`: the number of the leg that the request goes to."""

    def __init__(self, dialogs: Dialogs, dialog: Dialog, towards: int) -> None:
        self._dialogs = dialogs
        self._is_held = False
        self.dialog = dialog
        self.target = dialog.leg(towards)
        self.source = dialog.opposite(towards)

    def begun(self, _transaction: Transaction) -> None:
        self._dialogs.hold(self.dialog)
        self._is_held = True

    def forgotten(self) -> None:
        if self._is_held:
            self._is_held = False
            self._dialogs.let_go(self.dialog)


class Renegotiating(Holding):
    """INVITE or UPDATE: what is offered counts when it is answered."""

    _offered: str | None = None
    _passed: str | None = None

    def begun(self, transaction: Transaction) -> None:
        super().begun(transaction)
        self._offered = body_of(transaction.request.message)

    def built(self, payload: bytes) -> None:
        sent = parse(payload)
        self._passed = body_of(sent)
        self.source.contact = contact_of(sent) or self.source.contact

    def leaving(self, status: int, payload: bytes, reply: Received | None) -> None:
        if status != 200 or reply is None:
            return
        sent, answered = parse(payload), body_of(reply.message)
        self.target.contact = contact_of(sent) or self.target.contact
        if self._offered is not None:
            self.source.sdp = self._offered
            self.target.sent_sdp = _changed(self._offered, self._passed)
        if answered is not None:
            self.target.sdp = answered
            self.source.sent_sdp = _changed(answered, body_of(sent))


def _changed(heard: str, sent: str | None) -> str | None:
    return sent if sent != heard else None
