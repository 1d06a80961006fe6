"""How busy the server is: what `status` says of its sessions, at most, per second, and in the last five minutes."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from voiplab.sim.moment import Moment, seconds

SECOND: Final = seconds(1)
FIVE_MINUTES: Final = 300
"""In seconds."""


@dataclass(slots=True)
class Second:
    """`number` is that of the second; `begun` the sessions that began in it, `most` how many there were at a time."""

    number: int
    begun: int = 0
    most: int = 0


class Load:
    """Of the past only the last five minutes are kept, second by second."""

    def __init__(self) -> None:
        self.sessions = 0
        self.peak = 0
        self.peak_rate = 0
        self._seconds: deque[Second] = deque()

    def begins(self, now: Moment, there: int) -> None:
        """One session more: now there are so many."""
        self.sessions += 1
        self.peak = max(self.peak, there)
        second = self._second(now, there)
        second.begun += 1
        self.peak_rate = max(self.peak_rate, second.begun)

    def ends(self, now: Moment, there: int) -> None:
        """One session less: now there are so many."""
        self._second(now, there + 1)

    def rate(self, now: Moment) -> int:
        """Sessions that began in the last whole second."""
        return next((second.begun for second in self._seconds if second.number == now // SECOND - 1), 0)

    def recent_rate(self, now: Moment) -> int:
        """The most in one second of the last five minutes."""
        return max((second.begun for second in self._recent(now)), default=0)

    def recent_peak(self, now: Moment, there: int) -> int:
        """The most at a time in the last five minutes; now there are so many."""
        return max([there, *(second.most for second in self._recent(now))])

    def _recent(self, now: Moment) -> list[Second]:
        return [second for second in self._seconds if second.number > now // SECOND - FIVE_MINUTES]

    def _second(self, now: Moment, there: int) -> Second:
        number = now // SECOND
        if not self._seconds or self._seconds[-1].number != number:
            self._seconds.append(Second(number))
            while self._seconds[0].number <= number - FIVE_MINUTES:
                self._seconds.popleft()
        second = self._seconds[-1]
        second.most = max(second.most, there)
        return second
