"""Times and shares as an author writes them: `500ms`, `1.5s`, `2m`, `1.5%`; and spans of which the seed chooses: `2s..4s`."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from voiplab.net.impairment import MILLION
from voiplab.sim.chance import Chance
from voiplab.sim.moment import Duration, ms
from voiplab.sip.value import value

TIME: Final = re.compile(r"(\d{1,9})(?:\.(\d{1,6}))?(us|ms|s|m|h)", re.ASCII)
UNITS: Final = {"us": 1, "ms": 1_000, "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000}


def duration(text: str) -> Duration:
    """ValueError, with a sentence, when it is none."""
    found = TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"`{text}` is no time; expected something like 500ms, 2s, 1.5s or 2m")
    whole, fraction, unit = found.groups()
    return int(whole) * UNITS[unit] + int((fraction or "").ljust(6, "0")) * UNITS[unit] // 1_000_000


def duration_text(time: Duration) -> str:
    """Exact, in the largest of s, ms and us in which it is a whole number: `duration` reads it again."""
    unit = next(unit for unit in ("s", "ms", "us") if time % UNITS[unit] == 0)
    return f"{time // UNITS[unit]}{unit}"


def share(text: str) -> int:
    """`1.5%` as parts per million. ValueError, with a sentence."""
    try:
        parts = Decimal(text.removesuffix("%")) * MILLION / 100
    except InvalidOperation:
        parts = Decimal(-1)
    if not text.endswith("%") or not parts.is_finite() or not 0 <= parts <= MILLION:
        raise ValueError(f"`{text}` is no share; expected one between 0% and 100%, like 1.5%")
    return int(parts)


def share_text(parts: int) -> str:
    """Of a million: `1.5%`."""
    whole, fraction = divmod(parts, MILLION // 100)
    return f"{whole}.{fraction:04d}".rstrip("0").rstrip(".") + "%"


@value(frozen=True, slots=False)
class Span:
    """A time between two bounds, both included; the seed chooses, in whole milliseconds."""

    least: Duration
    most: Duration

    @classmethod
    def parse(cls, text: str) -> "Span":
        """`2s` or `2s..4s`. ValueError."""
        least, dots, most = text.partition("..")
        span = cls(duration(least), duration(most if dots else least))
        if span.most < span.least:
            raise ValueError(f"`{text}` ends before it begins")
        return span

    def choose(self, chance: Chance) -> Duration:
        steps = (self.most - self.least) // ms(1)
        return self.least + (ms(chance.below(steps + 1)) if steps else 0)


@value(frozen=True, slots=False)
class Count:
    """A number between two bounds, both included; the seed chooses."""

    least: int
    most: int

    @classmethod
    def parse(cls, text: str) -> "Count":
        """`2` or `1..3`. ValueError."""
        least, dots, most = text.partition("..")
        bounds = (least, most if dots else least)
        if not all(bound.strip().isascii() and bound.strip().isdigit() and len(bound) < 9 for bound in bounds):
            raise ValueError(f"`{text}` is no number; expected something like 2 or 1..3")
        count = cls(int(bounds[0]), int(bounds[1]))
        if count.most < count.least:
            raise ValueError(f"`{text}` ends before it begins")
        return count

    def choose(self, chance: Chance) -> int:
        return self.least + (chance.below(self.most - self.least + 1) if self.most > self.least else 0)
