"""G.711: linear samples of 16 bits to mu-law (PCMU) or A-law (PCMA) and back, by tables made from its definition.

Each value is the middle of an interval of samples; the intervals join at the decision values. Negative samples are measured
by their one's complement, as in the reference code of ITU-T G.191: -1 is the smallest negative value, not zero.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_POSITIVE = 0x80  # the sign bit, set in both laws for what is not negative
_BIAS = 132


@dataclass(frozen=True, slots=True)
class Law:
    """`values` by byte; `decisions` are the magnitudes from which on the next code of `positive` or `negative` is taken."""

    values: tuple[int, ...]
    decisions: tuple[int, ...]
    positive: bytes
    negative: bytes

    @classmethod
    def of(cls, expand: Callable[[int], int]) -> "Law":
        values = tuple(expand(code) for code in range(256))
        positive = bytes(sorted(range(_POSITIVE, 256), key=lambda code: values[code]))
        negative = bytes(code ^ _POSITIVE for code in positive)
        return cls(values, _decisions([values[code] for code in positive]), positive, negative)

    def encode(self, samples: Sequence[int]) -> bytes:
        return bytes(map(self._code, samples))

    def _code(self, sample: int) -> int:
        if sample >= 0:
            return self.positive[bisect_right(self.decisions, sample)]
        return self.negative[bisect_right(self.decisions, ~sample)]

    def decode(self, data: bytes) -> tuple[int, ...]:
        return tuple(self.values[code] for code in data)


def _decisions(values: Sequence[int]) -> tuple[int, ...]:
    """Where the intervals end: as far above each value as the one before ended below it."""
    decisions: list[int] = []
    edge = values[0] - (values[1] - values[0]) // 2
    for value in values[:-1]:
        edge = 2 * value - edge
        decisions.append(edge)
    return tuple(decisions)


def _expand_mu(code: int) -> int:
    inverted = code ^ 0xFF
    magnitude = (((inverted & 0x0F) << 3) + _BIAS << ((inverted >> 4) & 7)) - _BIAS
    return magnitude if code & _POSITIVE else -magnitude


def _expand_a(code: int) -> int:
    inverted = code ^ 0x55  # every second bit, so that silence has edges for the line's clock
    segment = (inverted >> 4) & 7
    step = ((inverted & 0x0F) << 4) + 8
    magnitude = step + 256 << segment - 1 if segment else step
    return magnitude if code & _POSITIVE else -magnitude


MU_LAW: Final = Law.of(_expand_mu)
A_LAW: Final = Law.of(_expand_a)
