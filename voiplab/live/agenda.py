"""Appointments of the run that are made from outside of it: by the wall clock, which the run is always a little behind."""

from collections.abc import Callable

from voiplab.live.clock import WallClock
from voiplab.sim.kernel import Kernel, Pace
from voiplab.sim.moment import Duration


class Agenda:
    """When nothing was due, the run still stands where something was: a delay that counted from there would be too short."""

    def __init__(self, kernel: Kernel, clock: WallClock) -> None:
        self._kernel = kernel
        self._clock = clock

    def at_once(self, act: Callable[[], None]) -> None:
        """What has just happened out there becomes a step of the run."""
        self._kernel.after(self._behind, act)

    def after(self, delay: Duration, act: Callable[[], None]) -> int:
        """The ticket cancels it."""
        return self._kernel.after(self._behind + delay, act, Pace.BACKGROUND)

    def cancel(self, ticket: int) -> None:
        self._kernel.cancel(ticket)

    @property
    def _behind(self) -> Duration:
        return max(0, self._clock.now() - self._kernel.now)
