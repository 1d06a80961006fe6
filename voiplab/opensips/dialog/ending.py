"""The server ends a call: BYEs to both sides, the caller first; a call that is not answered is cancelled."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.dialogs import Dialogs
from voiplab.opensips.dialog.flags import PINGS
from voiplab.opensips.dialog.profiles import Profiles
from voiplab.opensips.dialog.requests import Requests
from voiplab.opensips.dialog.state import Event, State
from voiplab.opensips.dialog.timers import Timers
from voiplab.opensips.tm.branch import Ending
from voiplab.opensips.tm.local_requests import Reason

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

LIFETIME: Final = "Lifetime Timeout"
RACE: Final = "SIP Race Condition"
BY_COMMAND: Final = "MI Termination"
PING: Final = "Ping Timeout"


class Endings:
    def __init__(self, server: "Server") -> None:
        self._server = server
        self._dialogs = server.part(Dialogs)

    def end(self, dialog: Dialog, more: Sequence[str] = ()) -> bool:
        """`more`: header lines of the BYEs. False: it could not be done as it was meant."""
        if dialog.state.is_pending:
            return self._cancel(dialog)
        extra = str(self._server.configuration.parameter("dialog", "dlg_extra_hdrs"))
        lines = [line for line in (*extra.split("\r\n"), *more) if line]
        # A BYE may be answered while the next one is being written.
        failed = [towards for towards in (0, dialog.callee_number) if not self._bye(dialog, towards, lines)]
        for _ in failed:
            self.is_over(dialog)
        return not failed

    def _cancel(self, dialog: Dialog) -> bool:
        if dialog.invite is None:
            self._server.error("dialog:dlg_end_dlg", "Initial transaction does not exist any more")
            return False
        for branch in dialog.invite.pending:
            branch.cancel(Reason.REFUSED)
        return True

    def _bye(self, dialog: Dialog, towards: int, lines: Sequence[str]) -> bool:
        cseq = _next_cseq(dialog, towards)
        if cseq is None:
            self._server.error("dialog:build_dlg_t", "invalid cseq")
            return False
        return self._server.part(Requests).send(dialog, towards, ("BYE", cseq, lines), partial(self._answered, dialog))

    def _answered(self, dialog: Dialog, ending: Ending) -> None:
        """By whomever first: with it the dialog has ended."""
        if ending.status >= 200:
            self.is_over(dialog)

    def is_over(self, dialog: Dialog) -> None:
        self._dialogs.move(dialog, Event.BYE, dialog.answered_by)
        self.clear_up(dialog)

    def clear_up(self, dialog: Dialog) -> None:
        """After it has ended, whatever has ended it."""
        if dialog.state is State.ENDED:
            self._server.part(Timers).stop(dialog)
            self._server.part(Profiles).leave_all(dialog)
            self._dialogs.forget_ended(dialog)


def _next_cseq(dialog: Dialog, towards: int) -> int | None:
    """Behind the pings that went there one number is left out: the module counts, and tm counts on."""
    leg = dialog.leg(towards)
    if leg.sent and PINGS[min(towards, 1)] in dialog.flags:
        leg.sent += 1
        return leg.sent + 1
    return None if leg.heard is None else leg.heard + 1
