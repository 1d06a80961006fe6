"""Pings inside of a dialog: an OPTIONS to each side that create_dialog() names, every `options_ping_interval` seconds.

Who answers with 408 or 481, or not at all, ends the call for both: module documentation of OpenSIPS 3.2, "dialog".
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.ending import PING, Endings
from voiplab.opensips.dialog.flags import PINGS
from voiplab.opensips.dialog.leg import Leg, Pinged
from voiplab.opensips.dialog.requests import Requests
from voiplab.opensips.dialog.timers import Timer, Timers
from voiplab.opensips.tm.branch import Ending
from voiplab.sim.kernel import Pace

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

GONE: Final = (408, 481)


class Pinging:
    def __init__(self, server: "Server") -> None:
        self._server = server
        self._interval = server.number("dialog", "options_ping_interval")

    def begin(self, dialog: Dialog) -> None:
        if self._interval > 0 and any(flag in dialog.flags for flag in PINGS):
            self._appoint(dialog)

    def _appoint(self, dialog: Dialog) -> None:
        timers = self._server.part(Timers)
        timers.arm(dialog, Timer.PING, self._interval, lambda: self._due(dialog), Pace.BACKGROUND)

    def _due(self, dialog: Dialog) -> None:
        if not dialog.state.is_up:
            return
        self._appoint(dialog)
        for flag, towards in zip(PINGS, (0, dialog.callee_number), strict=True):
            leg = dialog.leg(towards)
            if flag in dialog.flags and leg.pinged is Pinged.ALIVE and leg.heard is not None:
                self._ping(dialog, towards, leg, leg.sent or leg.heard)

    def _ping(self, dialog: Dialog, towards: int, leg: Leg, cseq: int) -> None:
        leg.sent = cseq + 1
        leg.pinged = Pinged.PENDING
        told = partial(self._answered, dialog, towards, leg)
        if not self._server.part(Requests).send(dialog, towards, ("OPTIONS", leg.sent, ()), told):
            self._server.error("dialog:dlg_options_routine", f"failed to ping {_side(towards)}")

    def _answered(self, dialog: Dialog, towards: int, leg: Leg, ending: Ending) -> None:
        if ending.reply is not None and ending.status not in GONE:
            leg.pinged = Pinged.ALIVE
            return
        leg.pinged = Pinged.LOST
        why = "481 ping reply" if ending.status == 481 else "ping timeout"
        says = f"terminating dialog due to {why} on {_side(towards)} leg, ci: [{dialog.call_id}]"
        self._server.info("dialog:dlg_handle_seq_reply", says)
        timers = self._server.part(Timers)
        timers.arm(dialog, Timer.PING, 1, lambda: self._give_up(dialog), Pace.FOREGROUND)

    def _give_up(self, dialog: Dialog) -> None:
        """Seen in the next second."""
        if dialog.state.is_up:
            dialog.reason(PING)
            self._server.part(Endings).end(dialog)


def _side(towards: int) -> str:
    return "callee" if towards else "caller"
