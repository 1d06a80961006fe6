"""CPU time of contestants who take turns (A B A B ...), so that whatever else the machine does falls on all of them."""

from collections.abc import Callable, Sequence
from os import environ
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from subprocess import DEVNULL, PIPE, run
from time import process_time
from typing import Final

KILOBYTE: Final = 1024
"""In which Linux counts it."""

SURROUNDINGS = {name: value for name, value in environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Of measured processes: with the bytecode that an installation has after its first start."""


def cpu_seconds(work: Callable[[], object]) -> float:
    """User and system time of one go; the collector stays on."""
    begun = process_time()
    work()
    return process_time() - begun


def child_cpu_seconds(command: Sequence[str], codes: Sequence[int] = (0,)) -> float:
    """User and system time of a whole process, which has to end with one of these exit codes."""
    before = getrusage(RUSAGE_CHILDREN)
    done = run(command, check=False, stdout=DEVNULL, stderr=PIPE, text=True, env=SURROUNDINGS)
    after = getrusage(RUSAGE_CHILDREN)
    if done.returncode not in codes:
        raise RuntimeError(f"{' '.join(command)[:200]} ended with {done.returncode}: {done.stderr}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def largest_size() -> int:
    """Of this process so far, in bytes of real memory."""
    return getrusage(RUSAGE_SELF).ru_maxrss * KILOBYTE


def taking_turns(rounds: int, *contestants: Callable[[], float]) -> list[float]:
    """The median figure of each contestant; a round before the first one warms everything up."""
    for contestant in contestants:
        contestant()
    measured = [[contestant() for contestant in contestants] for _ in range(rounds)]
    return [median(column) for column in zip(*measured, strict=True)]
