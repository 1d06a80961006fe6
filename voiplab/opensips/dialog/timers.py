"""The appointments of dialogs: one for the end of each one's lifetime, one for its next ping."""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from voiplab.opensips.dialog.dialog import Dialog
from voiplab.sim.kernel import Pace

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


class Timer(Enum):
    LIFETIME = "lifetime"
    PING = "ping"

    __hash__ = object.__hash__


class Timers:
    """All are looked at once in each of the server's seconds."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._tickets: dict[tuple[Dialog, Timer], int] = {}

    def arm(self, dialog: Dialog, timer: Timer, after: int, act: Callable[[], None], pace: Pace) -> None:
        """In so many seconds, instead of what it was armed for before."""
        self.disarm(dialog, timer)

        def due() -> None:
            del self._tickets[dialog, timer]
            act()

        wait = self._server.ticks.whole(after)
        self._tickets[dialog, timer] = self._server.host.after(wait, due, pace)

    def disarm(self, dialog: Dialog, timer: Timer) -> None:
        ticket = self._tickets.pop((dialog, timer), None)
        if ticket is not None:
            self._server.host.cancel(ticket)

    def stop(self, dialog: Dialog) -> None:
        """It has ended."""
        dialog.ends = None
        for timer in Timer:
            self.disarm(dialog, timer)
