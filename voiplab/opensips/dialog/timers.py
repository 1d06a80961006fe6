"""The appointments of dialogs: one for the end of each one's lifetime, one for its next ping."""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from voiplab.opensips.dialog.dialog import Dialog
from voiplab.recording.events import TimerFired, TimerSet, TimerStopped
from voiplab.sim.kernel import Pace

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


class Timer(Enum):
    """The value is what a recording says when it fires."""

    LIFETIME = "lifetime: the call has lasted as long as it may"
    PING = "ping: the ends of the call are asked whether they are still there"

    @property
    def label(self) -> str:
        return self.value.partition(":")[0]

    __hash__ = object.__hash__


class Timers:
    """All are looked at once in each of the server's seconds."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._tickets: dict[tuple[Dialog, Timer], int] = {}

    def arm(self, dialog: Dialog, timer: Timer, after: int, act: Callable[[], None], pace: Pace) -> None:
        """In so many seconds, instead of what it was armed for before."""
        self.disarm(dialog, timer)

        host = self._server.host

        def due() -> None:
            del self._tickets[dialog, timer]
            host.enter(TimerFired(_name(dialog), timer.value))
            act()

        wait = self._server.ticks.whole(after)
        host.note(TimerSet(_name(dialog), timer.label, wait))
        self._tickets[dialog, timer] = host.after(wait, due, pace)

    def disarm(self, dialog: Dialog, timer: Timer) -> None:
        ticket = self._tickets.pop((dialog, timer), None)
        if ticket is not None:
            self._server.host.cancel(ticket)
            self._server.host.note(TimerStopped(_name(dialog), timer.label))

    def stop(self, dialog: Dialog) -> None:
        """It has ended."""
        dialog.ends = None
        for timer in Timer:
            self.disarm(dialog, timer)


def _name(dialog: Dialog) -> str:
    return f"dialog {dialog.id}"
