"""What happens next: a queue ordered by (moment, turn), and the cause of what is being handled.

Two things at the same moment happen in the order in which they were asked for. A cancelled appointment costs nothing later:
its entry leaves the table at once, and the queue is rebuilt when more than half of it is dead.
"""

from collections.abc import Callable
from enum import Enum
from heapq import heapify, heappop, heappush
from typing import Final, TypeAlias

from voiplab.sim.moment import Duration, Moment

_TURN_BITS: Final = 32  # a ticket is moment << 32 | turn: four thousand million appointments, beyond every run's limit
_SMALL_QUEUE: Final = 64  # below this a rebuild is not worth it


class Pace(Enum):
    FOREGROUND = "a run goes on for it"
    BACKGROUND = "refreshes, keep-alives, expiries: alone they do not keep a run going"

    __hash__ = object.__hash__


_FOREGROUND: Final = Pace.FOREGROUND
_Appointment: TypeAlias = tuple[Callable[[], None], int | None, int | None, Pace]
"""What to do, its cause and its line. A bare tuple, because one is made for everything that happens."""


class Kernel:
    """One run's clock. `cause` and `line` are event ids of the recording; whatever is scheduled inherits them."""

    __slots__ = ("_appointments", "_background", "_cancelled", "_queue", "_turn", "cause", "line", "now")

    def __init__(self) -> None:
        self.now: Moment = 0
        self.cause: int | None = None
        self.line: int | None = None
        self._turn = 0
        self._cancelled = 0
        self._queue: list[int] = []
        self._appointments: dict[int, _Appointment] = {}
        self._background = 0  # of the appointments

    def after(self, delay: Duration, act: Callable[[], None], pace: Pace = _FOREGROUND) -> int:
        """Make an appointment; the ticket cancels it. A negative delay is a bug of the caller."""
        if delay < 0:
            raise ValueError(f"an appointment {-delay} us in the past")
        self._turn = turn = self._turn + 1
        ticket = (self.now + delay) << _TURN_BITS | turn
        if pace is not _FOREGROUND:
            self._background += 1
        self._appointments[ticket] = (act, self.cause, self.line, pace)
        heappush(self._queue, ticket)
        return ticket

    def cancel(self, ticket: int) -> None:
        """Forget the appointment at once; unknown or past tickets do nothing."""
        gone = self._appointments.pop(ticket, None)
        if gone is None:
            return
        self._cancelled += 1
        if gone[3] is not _FOREGROUND:
            self._background -= 1
        if len(self._queue) > _SMALL_QUEUE and len(self._queue) > 2 * len(self._appointments):
            self._queue[:] = self._appointments
            heapify(self._queue)

    @property
    def steps(self) -> int:
        """How many appointments were handled: all that were made, without those that were cancelled or are still to come."""
        return self._turn - self._cancelled - len(self._appointments)

    @property
    def pending(self) -> int:
        """Appointments still to come, of both paces."""
        return len(self._appointments)

    @property
    def is_idle(self) -> bool:
        """Nothing is left that a run goes on for."""
        return len(self._appointments) == self._background

    def next_moment(self) -> Moment | None:
        while self._queue and self._queue[0] not in self._appointments:
            heappop(self._queue)
        return self._queue[0] >> _TURN_BITS if self._queue else None

    def step(self) -> bool:
        """Handle one appointment; False when none is left."""
        queue = self._queue
        while queue:
            ticket = heappop(queue)
            try:
                act, self.cause, self.line, pace = self._appointments.pop(ticket)
            except KeyError:
                continue  # it was cancelled
            if pace is not _FOREGROUND:
                self._background -= 1
            self.now = ticket >> _TURN_BITS
            act()
            self.cause = self.line = None
            return True
        return False

    def run_until(self, moment: Moment) -> None:
        """Handle all that is due up to and including `moment`, then stand there."""
        while (upcoming := self.next_moment()) is not None and upcoming <= moment:
            self.step()
        self.now = max(self.now, moment)

    def run_until_idle(self, limit: Moment) -> bool:
        """Go on while a foreground appointment is left; False when `limit` came first."""
        while not self.is_idle:
            upcoming = self.next_moment()
            if upcoming is None or upcoming > limit:
                self.now = max(self.now, limit)
                return False
            self.step()
        return True
