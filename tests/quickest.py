"""How long something takes at best: what is slow only now and then is the machine's fault, or the collector's."""

from collections.abc import Callable
from time import process_time
from typing import Final

TRIES: Final = 4
MORE: Final = 8
TOO_STEEP: Final = 3 * MORE
"""What takes so many times as long for eight times as much grows faster than what it reads; a square would be 64."""


def quickest(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of a few tries."""
    return min(_seconds(work) for _ in range(TRIES))


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times as long eight times as much takes."""
    return quickest(lambda: work(size * MORE)) / quickest(lambda: work(size))


def _seconds(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun
