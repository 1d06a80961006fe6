"""The timers of one machine on a host, and its changes of state, both recorded."""

from collections.abc import Callable
from functools import partial

from voiplab.net.host import Host
from voiplab.recording.events import Moved, TimerFired, TimerSet, TimerStopped
from voiplab.sim.moment import Duration
from voiplab.sip.timer import Timer


class Timers:
    """The armed timers of one machine; `name` is what a recording calls the machine.

    Only a timer that is armed knows whom it will tell: what is over then goes at once, and waits for no garbage collector.
    """

    __slots__ = ("_armed", "_host", "name")

    def __init__(self, host: Host, name: str) -> None:
        self.name = name
        self._host = host
        self._armed: dict[Timer, int] = {}

    def arm(self, timer: Timer, after: Duration, fire: Callable[[Timer], None]) -> None:
        host = self._host
        before = self._armed.pop(timer, None)
        if before is not None:
            host.cancel(before)
        host.note(TimerSet(self.name, timer.label, after))
        self._armed[timer] = host.after(after, partial(self._due, timer, fire), timer.pace)

    def disarm(self, timer: Timer) -> None:
        ticket = self._armed.pop(timer, None)
        if ticket is not None:
            self._host.cancel(ticket)
            self._host.note(TimerStopped(self.name, timer.label))

    def disarm_all(self) -> None:
        for timer in list(self._armed):
            self.disarm(timer)

    @property
    def armed(self) -> tuple[Timer, ...]:
        return tuple(self._armed)

    def _due(self, timer: Timer, fire: Callable[[Timer], None]) -> None:
        del self._armed[timer]
        self._host.enter(TimerFired(self.name, timer.told))
        fire(timer)


def record_move(host: Host, name: str, kind: str, was: str, now: str, call: str | None = None) -> None:
    """Record a change of state, if it is one."""
    if was != now:
        host.note(Moved(name, kind, was, now, call))
