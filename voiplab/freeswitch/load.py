"""How busy the server is: what `status` says of its sessions, at most, per second, and in the last five minutes."""

from collections.abc import Iterator
from typing import Final

from voiplab.sim.moment import Moment, seconds

SECOND: Final = seconds(1)
FIVE_MINUTES: Final = 300
"""In seconds."""


class Load:
    """The last five minutes go round in a ring, a place for each second: they need no more room after years than at once."""

    def __init__(self) -> None:
        self.sessions = 0
        self.peak = 0
        self.peak_rate = 0
        self._second = [-1] * FIVE_MINUTES
        self._begun = [0] * FIVE_MINUTES
        """How many sessions began in that second, and how many there were at a time."""
        self._most = [0] * FIVE_MINUTES

    def begins(self, now: Moment, there: int) -> None:
        """One session more: now there are so many."""
        place = self._place(now, there)
        self._begun[place] += 1
        self.sessions += 1
        self.peak = max(self.peak, there)
        self.peak_rate = max(self.peak_rate, self._begun[place])

    def ends(self, now: Moment, there: int) -> None:
        """One session less: now there are so many."""
        self._place(now, there + 1)

    def rate(self, now: Moment) -> int:
        """Sessions that began in the last whole second."""
        before = now // SECOND - 1
        place = before % FIVE_MINUTES
        return self._begun[place] if self._second[place] == before else 0

    def recent_rate(self, now: Moment) -> int:
        """The most in one second of the last five minutes."""
        return max((self._begun[place] for place in self._recent(now)), default=0)

    def recent_peak(self, now: Moment, there: int) -> int:
        """The most at a time in the last five minutes; now there are so many."""
        return max([there, *(self._most[place] for place in self._recent(now))])

    def _recent(self, now: Moment) -> Iterator[int]:
        oldest = now // SECOND - FIVE_MINUTES
        return (place for place, second in enumerate(self._second) if second > oldest)

    def _place(self, now: Moment, there: int) -> int:
        second = now // SECOND
        place = second % FIVE_MINUTES
        if self._second[place] != second:
            self._second[place], self._begun[place], self._most[place] = second, 0, 0
        self._most[place] = max(self._most[place], there)
        return place
