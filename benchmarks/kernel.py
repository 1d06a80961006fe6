"""Kernel events against simpy: chains of events, and the timers of SIP of which 95 % are cancelled.

Run it with `python -m benchmarks.kernel`. simpy cannot cancel a timeout: what is cancelled stays in its queue until its moment.
simpy's events carry no cause; ours do.
"""

import sys
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any, Final

import simpy

from benchmarks.figures import Figure, at_least, at_most, table
from benchmarks.timing import cpu_seconds, taking_turns
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import ms, seconds

ROUNDS: Final = 7
EVENTS: Final = 60_000
CHAINS: Final = {1: 1.4, 100: 1.8, 10_000: 2.2}
"""Events pending -> how many times as fast as simpy we have to be."""

TIMERS: Final = {100: 2.0, 10_000: 1.5, 1_000_000: 1.8}
DURATIONS: Final = (ms(500), seconds(1), seconds(2), seconds(4), seconds(5), seconds(32))
CANCELLED: Final = 0.95
BYTES_PER_TIMER: Final = 220


def figures() -> Iterator[Figure]:
    for pending, goal in CHAINS.items():
        ours, theirs = taking_turns(ROUNDS, partial(our_chains, pending), partial(simpy_chains, pending))
        yield at_least(
            f"events, {pending:,} pending ({ours * 1e6:.2f} us, simpy {theirs * 1e6:.2f})", theirs / ours, goal
        )
    for alive, goal in TIMERS.items():
        rounds = ROUNDS if alive < 1_000_000 else 3
        ours, theirs = taking_turns(rounds, partial(our_timers, alive), partial(simpy_timers, alive))
        yield at_least(f"timers, {alive:,} alive ({ours * 1e6:.2f} us, simpy {theirs * 1e6:.2f})", theirs / ours, goal)
    yield at_most("memory of a pending timer", bytes_per_timer(), BYTES_PER_TIMER, "bytes")


def our_chains(pending: int) -> float:
    """Seconds per event."""
    kernel = Kernel()

    def chain(delay: int) -> None:
        def tick() -> None:
            kernel.after(delay, tick)

        tick()

    for number in range(pending):
        chain(1_000 + number)

    def handle() -> None:
        for _ in range(EVENTS):
            kernel.step()

    return cpu_seconds(handle) / EVENTS


def simpy_chains(pending: int) -> float:
    environment = simpy.Environment()

    def chain(delay: int) -> None:
        def tick(_: Any) -> None:
            _callbacks(environment.timeout(delay)).append(tick)

        tick(None)

    for number in range(pending):
        chain(1_000 + number)

    def handle() -> None:
        for _ in range(EVENTS):
            environment.step()

    return cpu_seconds(handle) / EVENTS


def our_timers(alive: int) -> float:
    """Seconds per timer that is set and, mostly, cancelled some 100 ms later."""
    kernel = Kernel()
    plan = _Plan(alive)
    running: deque[int] = deque(kernel.after(plan.duration(), _fired) for _ in range(alive))

    def tick() -> None:
        running.append(kernel.after(plan.duration(), _fired))
        oldest = running.popleft()
        if plan.is_cancelled():
            kernel.cancel(oldest)
        kernel.after(plan.interval, tick)

    kernel.after(plan.interval, tick)
    return cpu_seconds(partial(_until, plan, kernel.step)) / plan.count


def simpy_timers(alive: int) -> float:
    environment = simpy.Environment()
    plan = _Plan(alive)

    def timer() -> simpy.Event:
        timeout = environment.timeout(plan.duration())
        _callbacks(timeout).append(_fired)
        return timeout

    running = deque(timer() for _ in range(alive))

    def tick(_: Any) -> None:
        running.append(timer())
        oldest = running.popleft()
        if plan.is_cancelled() and oldest.callbacks:
            oldest.callbacks.clear()
        _callbacks(environment.timeout(plan.interval)).append(tick)

    _callbacks(environment.timeout(plan.interval)).append(tick)
    return cpu_seconds(partial(_until, plan, environment.step)) / plan.count


class _Plan:
    """The same durations and cancellations for both, drawn beforehand."""

    def __init__(self, alive: int) -> None:
        draw = Random(alive)
        self.count = 40_000 if alive < 1_000_000 else 200_000
        self.interval = max(1, ms(100) // alive)
        self.durations = deque(draw.choice(DURATIONS) for _ in range(alive + self.count))
        self.cancellations = deque(draw.random() < CANCELLED for _ in range(self.count))

    def duration(self) -> int:
        return self.durations.popleft()

    def is_cancelled(self) -> bool:
        return self.cancellations.popleft()


def _until(plan: _Plan, step: Callable[[], object]) -> None:
    while plan.cancellations:
        step()


def _fired(*_: Any) -> None:
    """What a timer does is not measured."""


def _callbacks(event: simpy.Event) -> list[Callable[[simpy.Event], None]]:
    callbacks: list[Callable[[simpy.Event], None]] | None = event.callbacks
    assert callbacks is not None  # none only when it has been handled
    return callbacks


def bytes_per_timer() -> float:
    count = 100_000
    kernel = Kernel()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(count):
        kernel.after(seconds(32), _fired)
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / count


def main() -> int:
    """Print the figures; the exit code says whether all goals are met."""
    measured = list(figures())
    print(table(measured))
    return 0 if all(figure.is_met for figure in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
