"""What the product says of a file, line by line, and where to go from one trouble to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Final

from voiplab.text.harmless import harmless
from voiplab.text.remark import Effect, Remark

MARKS: Final[Mapping[Effect, str]] = {
    Effect.ERROR: "!",
    Effect.NOT_SIMULATED: "x",
    Effect.IGNORED_THERE: "?",
    Effect.NO_EFFECT_HERE: "-",
    Effect.IN_FORCE: " ",
}
"""In the margin; of several the first of these."""

TROUBLE: Final = (Effect.ERROR, Effect.NOT_SIMULATED, Effect.IGNORED_THERE)
REFUSED: Final = (Effect.ERROR, Effect.NOT_SIMULATED)
_WEIGHT: Final = {effect: place for place, effect in enumerate(MARKS)}


@dataclass(frozen=True)
class Findings:
    """`elsewhere`: what is refused in other files of the node. Lines count from 1."""

    lines: Mapping[int, Sequence[Remark]] = field(default_factory=dict)
    elsewhere: Sequence[Remark] = ()

    @classmethod
    def of(cls, path: str, remarks: Sequence[Remark]) -> "Findings":
        lines: dict[int, list[Remark]] = {}
        for remark in sorted(remarks, key=lambda one: (_WEIGHT[one.effect], one.place)):
            if remark.place.file == path:
                lines.setdefault(remark.place.line, []).append(remark)
        refused = [one for one in remarks if one.effect in REFUSED and one.place.file != path]
        return cls(lines, refused)

    def effect(self, line: int) -> Effect | None:
        """The gravest."""
        here = self.lines.get(line)
        return None if here is None else here[0].effect

    def says(self, line: int) -> str:
        """All of it, in one line of text."""
        parts = groupby(self.lines.get(line, ()), key=lambda one: one.effect)
        return " | ".join(
            f"{effect.value}: {'; '.join(harmless(one.says, 500) for one in same)}" for effect, same in parts
        )

    @cached_property
    def troubles(self) -> Sequence[int]:
        """The lines that somebody should look at, from the first on."""
        return sorted(line for line, remarks in self.lines.items() if remarks[0].effect in TROUBLE)

    def next(self, line: int, by: int) -> int | None:
        """The next trouble after (1) or before (-1) a line, and from the last one to the first."""
        ahead = [one for one in self.troubles if (one - line) * by > 0]
        around = ahead or self.troubles
        return around[0 if by > 0 else -1] if around else None

    @cached_property
    def summary(self) -> str:
        """`1 error, 2 ignored there`; of other files the first that is refused."""
        counts = [
            f"{number} {effect.value}{'s' if effect is Effect.ERROR and number > 1 else ''}"
            for effect in TROUBLE
            if (number := sum(remarks[0].effect is effect for remarks in self.lines.values()))
        ]
        if self.elsewhere:
            counts.append(f"in {harmless(str(self.elsewhere[0]), 200)}")
        return ", ".join(counts)
