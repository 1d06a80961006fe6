"""What is fuzzed: something that reads foreign bytes, and promises a value or a refusal whatever they are."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """`run` may raise `refusals` and nothing else, and a reading takes at most a tenth of a second per 64 KiB."""

    name: str
    run: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    refusals: tuple[type[Exception], ...]
    readings: int = 1
    """How many times `run` reads its input."""
