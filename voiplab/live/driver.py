"""The loop of a live lab: it waits for sockets and for what is due, and hands both to the run, in the order of the clock.

A selector and `recvfrom` instead of asyncio's transports: those cost four times as much for each datagram.
"""

from collections.abc import Callable
from typing import Final

from voiplab.lab.ending import LimitReached
from voiplab.lab.run import Run
from voiplab.live.clock import WallClock
from voiplab.live.limits import LATE, STEPS_AT_ONCE
from voiplab.live.watch import Watch
from voiplab.sim.moment import Moment
from voiplab.text.place import ConfigError

SECOND: Final = 1_000_000


class Driver:
    """`after_each` is called once per turn of the loop, when something may have happened: whoever shows it writes it then.

    `trouble` hears what a node refuses meanwhile, and what would have gone on for ever.
    """

    def __init__(
        self,
        run: Run,
        watch: Watch,
        clock: WallClock,
        after_each: Callable[[], None],
        trouble: Callable[[ConfigError | LimitReached], None],
    ) -> None:
        self._run = run
        self._watch = watch
        self._clock = clock
        self._after_each = after_each
        self._trouble = trouble
        self._is_over = False

    def stop(self) -> None:
        """End after this turn."""
        self._is_over = True

    def go(self, until: Moment | None = None) -> None:
        """Until `stop`, or a moment and all that was due by then. Whatever ends it, what has happened is shown."""
        try:
            while not self._is_over and (until is None or self._clock.now() < until):
                self._watch.wait(self._patience(until))
                self._catch_up()
                self._after_each()
            self._catch_up()
        finally:
            self._after_each()

    def _patience(self, until: Moment | None) -> float | None:
        """Seconds until something is due; sockets get their turn even when the run is late."""
        due = [moment for moment in (self._run.kernel.next_moment(), until) if moment is not None]
        return max(0, min(due) - self._clock.now()) / SECOND if due else None

    def _catch_up(self) -> None:
        """Everything that is due by now; when there is too much of it, the sockets wait until the run is nearly on time."""
        kernel = self._run.kernel
        while True:
            for _ in range(STEPS_AT_ONCE):
                upcoming = kernel.next_moment()
                if upcoming is None or upcoming > self._clock.now():
                    return
                self._step()
            if self._clock.now() - kernel.now < LATE or self._is_over:
                return

    def _step(self) -> None:
        try:
            self._run.step()
        except (ConfigError, LimitReached) as refused:
            self._trouble(refused)
