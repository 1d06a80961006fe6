"""What happens next: a queue ordered by (moment, turn), and the cause of what is being handled.

Two things at the same moment happen in the order in which they were asked for. A cancelled appointment costs nothing later:
its entry leaves the table at once, and the queue is rebuilt when more than half of it is dead.
"""

from collections.abc import Callable
from enum import Enum
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from voiplab.sim.moment import Duration, Moment

_TURN_BITS = 40  # a key is moment << 40 | turn: 10^12 appointments per run
_SMALL_QUEUE = 64  # below this a rebuild is not worth it


class Pace(Enum):
    FOREGROUND = "a run goes on for it"
    BACKGROUND = "refreshes, keep-alives, expiries: alone they do not keep a run going"

    __hash__ = object.__hash__


class Appointment(NamedTuple):
    act: Callable[[], None]
    cause: int | None
    line: int | None
    pace: Pace


class Kernel:
    """One run's clock. `cause` and `line` are event ids of the recording; whatever is scheduled inherits them."""

    def __init__(self) -> None:
        self.now: Moment = 0
        self.steps = 0
        self.cause: int | None = None
        self.line: int | None = None
        self._turn = 0
        self._queue: list[int] = []
        self._appointments: dict[int, Appointment] = {}
        self._foreground = 0

    def after(self, delay: Duration, act: Callable[[], None], pace: Pace = Pace.FOREGROUND) -> int:
        """Make an appointment; the ticket cancels it. A negative delay is a bug of the caller."""
        if delay < 0:
            raise ValueError(f"an appointment {-delay} us in the past")
        self._turn += 1
        ticket = (self.now + delay) << _TURN_BITS | self._turn
        self._appointments[ticket] = Appointment(act, self.cause, self.line, pace)
        if pace is Pace.FOREGROUND:
            self._foreground += 1
        heappush(self._queue, ticket)
        return ticket

    def cancel(self, ticket: int) -> None:
        """Forget the appointment at once; unknown or past tickets do nothing."""
        gone = self._appointments.pop(ticket, None)
        if gone is None:
            return
        if gone.pace is Pace.FOREGROUND:
            self._foreground -= 1
        if len(self._queue) > _SMALL_QUEUE and len(self._queue) > 2 * len(self._appointments):
            self._queue = list(self._appointments)
            heapify(self._queue)

    @property
    def pending(self) -> int:
        """Appointments still to come, of both paces."""
        return len(self._appointments)

    def next_moment(self) -> Moment | None:
        while self._queue and self._queue[0] not in self._appointments:
            heappop(self._queue)
        return self._queue[0] >> _TURN_BITS if self._queue else None

    def step(self) -> bool:
        """Handle one appointment; False when none is left."""
        while self._queue:
            ticket = heappop(self._queue)
            due = self._appointments.pop(ticket, None)
            if due is None:
                continue
            if due.pace is Pace.FOREGROUND:
                self._foreground -= 1
            self.now = ticket >> _TURN_BITS
            self.steps += 1
            self.cause = due.cause
            self.line = due.line
            due.act()
            self.cause = self.line = None
            return True
        return False

    def run_until(self, moment: Moment) -> None:
        """Handle all that is due up to and including `moment`, then stand there."""
        while (upcoming := self.next_moment()) is not None and upcoming <= moment:
            self.step()
        self.now = max(self.now, moment)

    @property
    def is_idle(self) -> bool:
        return self._foreground == 0

    def run_until_idle(self, limit: Moment) -> bool:
        """Go on while a foreground appointment is left; False when `limit` came first."""
        while not self.is_idle:
            upcoming = self.next_moment()
            if upcoming is None or upcoming > limit:
                self.now = max(self.now, limit)
                return False
            self.step()
        return True
