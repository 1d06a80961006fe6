"""How long something takes at best: what is slow only now and then is the machine's fault, or the collector's."""

from collections.abc import Callable
from time import process_time
from typing import Final

TRIES: Final = 4


def quickest(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of a few tries."""
    return min(_seconds(work) for _ in range(TRIES))


def _seconds(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun
