"""Give mutants to targets until time or number runs out, and keep what breaks the promise."""

import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.fuzz.mutation import mutant
from tests.fuzz.target import Target

PATIENCE: Final = 0.1
"""Seconds of CPU that 64 KiB may take."""
PER_BYTES: Final = 65_536
TRIES: Final = 5
"""A slow run is repeated: only what is slow every time is the reader's fault, and not the machine's."""


@dataclass(frozen=True)
class Failure:
    target: str
    data: bytes
    why: str

    def __str__(self) -> str:
        shown = repr(self.data[:2000])
        return f"{self.target}: {self.why}\n  {len(self.data)} bytes: {shown}"


def fault(target: Target, data: bytes) -> str | None:
    """How the target breaks its promise on this input, if it does."""
    allowed = PATIENCE * target.readings * max(1.0, len(data) / PER_BYTES)
    taken = allowed
    for _ in range(TRIES):
        begin = time.process_time()
        try:
            target.run(data)
        except target.refusals:
            pass
        except Exception:
            return traceback.format_exc(limit=-3)
        taken = time.process_time() - begin
        if taken < allowed:
            return None
    return f"took {taken:.2f} s, which is more than {allowed:.2f} s"


def mutants(targets: Sequence[Target], seed: int) -> Iterator[tuple[Target, bytes]]:
    """Endless; each target in turn."""
    random = Random(seed)
    while True:
        for target in targets:
            yield target, mutant(random, target.seeds)


def fuzz(targets: Sequence[Target], seed: int, goes_on: Callable[[int], bool]) -> tuple[int, list[Failure]]:
    """How many mutants were tried while `goes_on` said so of their number, and which of them broke the promise."""
    failures: list[Failure] = []
    tried = 0
    for target, data in mutants(targets, seed):
        if not goes_on(tried):
            break
        tried += 1
        why = fault(target, data)
        if why is not None:
            failures.append(Failure(target.name, data, why))
    return tried, failures


def for_seconds(seconds: float) -> Callable[[int], bool]:
    end = time.monotonic() + seconds
    return lambda _tried: time.monotonic() < end


def for_number(number: int) -> Callable[[int], bool]:
    return lambda tried: tried < number
