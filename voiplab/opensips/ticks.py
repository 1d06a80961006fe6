"""When the timers of OpenSIPS fire: its own processes look at them every 100 ms and every second, counted from the start.

As in the recordings: an INVITE is repeated after 0.50 to 0.60 s and then after whole tenths; an fr_timeout of 3 s ends up to
half a second before or after its time, always at the same fraction of a second.
"""

from typing import Final

from voiplab.net.host import Host
from voiplab.sim.moment import Duration, ms, seconds
from voiplab.sip.timer import Timer

FAST: Final = ms(100)
SLOW: Final = seconds(1)
LAG: Final = ms(515)
"""One process counts the seconds, another looks at the timers, so much later (0.50 to 0.53 s in the recordings)."""

REPETITIONS: Final = frozenset((Timer.A, Timer.E, Timer.G))
"""What is looked at ten times in a second."""


class Ticks:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._start = host.now

    def wait(self, timer: Timer, after: Duration) -> Duration:
        """How long it takes until a timer that was set for `after` is seen to be due.

        One of no length, of a transaction over TCP (RFC 3261 section 17), is waited for by nobody.
        """
        if not after:
            return 0
        return self.fast(after) if timer in REPETITIONS else self.slow(after)

    @property
    def count(self) -> int:
        """How many whole seconds there have been since the start."""
        return (self._host.now - self._start) // SLOW

    def whole(self, count: int) -> Duration:
        """Until so many more of them have begun: what counts by itself, without the other process's lag."""
        age = self._host.now - self._start
        return (age // SLOW + count) * SLOW - age

    def fast(self, after: Duration) -> Duration:
        age = self._host.now - self._start
        due = age + after
        return -(-due // FAST) * FAST - age

    def slow(self, after: Duration) -> Duration:
        """A wait of no whole seconds counts as the next longer one."""
        age = self._host.now - self._start
        counted = (age + LAG) // SLOW
        return (counted - -after // SLOW) * SLOW - age
