"""How fast the lab's time goes, measured in that of the person who looks: the one place where the wall clock is read.

It decides how long somebody waits, and never what happens: the same things happen in the same order at every speed.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Final

from voiplab.sim.moment import Duration, Moment

Clock = Callable[[], float]
"""Seconds that only grow: `time.perf_counter`, or a test's own."""

clock: Final[Clock] = perf_counter
"""The one that people look at."""

SPEEDS: Final = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0, 1000.0)
USUAL: Final = SPEEDS.index(10.0)
PATIENCE: Final = 0.7
"""So many seconds of silence somebody is ready to look at; what is longer is skipped."""


class Pace:
    """A speed, and the pair of moments, outside and in the lab, from which it counts."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._place = USUAL
        self._outside = clock()
        self._inside: Moment = 0

    @property
    def speed(self) -> float:
        return SPEEDS[self._place]

    def __str__(self) -> str:
        return f"{self.speed:g}x"

    def change(self, by: int) -> None:
        """So many steps faster, or slower."""
        now = self.due()
        self._place = min(max(self._place + by, 0), len(SPEEDS) - 1)
        self.start(now)

    def start(self, moment: Moment) -> None:
        """From here on, now."""
        self._outside = self._clock()
        self._inside = moment

    def due(self) -> Moment:
        """How far the lab may have come."""
        return self._inside + int((self._clock() - self._outside) * self.speed * 1_000_000)

    def skip_to(self, moment: Moment) -> bool:
        """When nothing happens until then for longer than anybody wants to wait: go there. Whether it did."""
        too_long: Duration = int(PATIENCE * self.speed * 1_000_000)
        if moment - self.due() <= too_long:
            return False
        self.start(moment)
        return True
