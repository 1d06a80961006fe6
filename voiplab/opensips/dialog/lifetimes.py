"""How long a dialog may last: in the server's seconds, from the 200 on."""

from typing import TYPE_CHECKING

from voiplab.opensips.counters import Counters
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.ending import LIFETIME, RACE, Endings
from voiplab.opensips.dialog.flags import Flag
from voiplab.opensips.dialog.occasion import Occasion
from voiplab.opensips.dialog.script_route import run_armed
from voiplab.opensips.dialog.state import State
from voiplab.opensips.dialog.timers import Timer, Timers
from voiplab.sim.kernel import Pace

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


class Lifetimes:
    def __init__(self, server: "Server") -> None:
        self._server = server
        self.default = server.number("dialog", "default_timeout")
        self._is_chosen = bool(server.configuration.given("dialog", "default_timeout"))

    def begin(self, dialog: Dialog) -> None:
        """Or begin again, with what `lifetime` says now."""
        server = self._server
        dialog.ends = server.ticks.count + dialog.lifetime
        # A run does not wait half a day for the end of a call, unless the script has said how long calls may last.
        is_awaited = self._is_chosen or dialog.lifetime != self.default
        pace = Pace.FOREGROUND if is_awaited else Pace.BACKGROUND
        server.part(Timers).arm(dialog, Timer.LIFETIME, dialog.lifetime, lambda: self._is_over(dialog), pace)

    def left(self, dialog: Dialog) -> int:
        """In seconds."""
        if dialog.state is State.ENDED:
            return 0
        return dialog.lifetime if dialog.ends is None else dialog.ends - self._server.ticks.count

    def _is_over(self, dialog: Dialog) -> None:
        server = self._server
        dialog.ends = None
        run_armed(server, dialog, Occasion.TIMEOUT)
        if dialog.ends is not None or not dialog.state.is_up:
            return  # the route has given it more time, or has ended it
        server.part(Counters).count("dialog:expired_dialogs")
        endings = server.part(Endings)
        if Flag.BYE_ON_TIMEOUT in dialog.flags:
            race = dialog.was_cancelled and Flag.END_ON_RACE in dialog.flags
            dialog.reason(RACE if race else LIFETIME)
            endings.end(dialog)
        else:
            endings.is_over(dialog)
