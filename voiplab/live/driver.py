"""The loop of a live lab: it waits for sockets and for what is due, and hands both to the run, in the order of the clock.

A selector and `recvfrom` instead of asyncio's transports: those cost four times as much for each datagram.
"""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from voiplab.lab.run import Run
from voiplab.live.clock import WallClock
from voiplab.live.edge import LiveEdge
from voiplab.live.limits import LATE, STEPS_AT_ONCE
from voiplab.live.sockets import Watch
from voiplab.sim.moment import Moment
from voiplab.text.place import ConfigError

SECOND: Final = 1_000_000


class Driver:
    """`after_each` is called once per turn of the loop, when something may have happened: whoever shows it writes it then."""

    def __init__(
        self, run: Run, edge: LiveEdge, watch: Watch, clock: WallClock, after_each: Callable[[], None]
    ) -> None:
        self.run = run
        self.clock = clock
        self._edge = edge
        self._watch = watch
        self._after_each = after_each
        self._is_over = False

    def stop(self) -> None:
        """End after this turn."""
        self._is_over = True

    def go(self, until: Moment | None = None, trouble: Callable[[ConfigError], None] = lambda _: None) -> None:
        """Until `stop`, ctrl-c, SIGTERM, or a moment. `trouble` hears what a node refuses meanwhile."""
        with self._interruptible():
            while not self._is_over and (until is None or self.clock.now() < until):
                try:
                    self._turn(until)
                except ConfigError as refused:
                    trouble(refused)

    def _turn(self, until: Moment | None) -> None:
        self._watch.wait(self._patience(until))
        self._catch_up()
        self._edge.media.go_on(self.clock.now())
        self._after_each()

    def _patience(self, until: Moment | None) -> float | None:
        """Seconds until something is due; sockets get their turn even when the run is late."""
        due = [
            moment
            for moment in (self.run.kernel.next_moment(), self._edge.media.next_due(), until)
            if moment is not None
        ]
        return max(0, min(due) - self.clock.now()) / SECOND if due else None

    def _catch_up(self) -> None:
        """Everything that is due by now; when there is too much of it, the sockets wait until the run is nearly on time."""
        kernel = self.run.kernel
        while True:
            for _ in range(STEPS_AT_ONCE):
                upcoming = kernel.next_moment()
                if upcoming is None or upcoming > self.clock.now():
                    return
                self.run.step()
            if self.clock.now() - kernel.now < LATE or self._is_over:
                return

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Signals end the loop between two turns, and never in the middle of one."""
        wakes, woken = socket.socketpair()
        for end in (wakes, woken):
            end.setblocking(False)
        self._watch.add(wakes, lambda _events: _drain(wakes))
        before = {number: signal.signal(number, self._signalled) for number in (signal.SIGINT, signal.SIGTERM)}
        wakeup = signal.set_wakeup_fd(woken.fileno())
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            self._watch.close(wakes)
            woken.close()

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._is_over = True


def _drain(sock: socket.socket) -> None:
    sock.recv(64)
