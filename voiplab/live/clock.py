"""The wall clock as moments of a run: microseconds since it began."""

from time import monotonic_ns
from typing import Final

from voiplab.sim.moment import Moment

NS_PER_US: Final = 1_000


class WallClock:
    """Monotonic: the date of the lab is read once, when it begins."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """The run begins now."""
        self._began = monotonic_ns()

    def now(self) -> Moment:
        return (monotonic_ns() - self._began) // NS_PER_US
