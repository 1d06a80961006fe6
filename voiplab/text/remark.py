"""What one line of a configuration does here, for `voiplab config explain` and for warnings."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from voiplab.text.place import Place


class Effect(Enum):
    """The class that a line falls into; every directive, key and parameter of every product has one."""

    IN_FORCE = "in force"
    ERROR = "error"  # the real product rejects it too
    IGNORED_THERE = "ignored there"  # the real product skips it without a word: so do we
    NOT_SIMULATED = "not simulated"  # the real product does it, voiplab does not: refused
    NO_EFFECT_HERE = "no effect here"  # harmless in a lab


@dataclass(frozen=True, slots=True)
class Remark:
    place: Place
    effect: Effect
    says: str

    def __str__(self) -> str:
        return f"{self.place}: {self.effect.value}: {self.says}"


def nearest(name: str, known: list[str]) -> str | None:
    """The known name that was probably meant; None when none is near. Case is no difference; ties go to the first listed."""
    spelt = {candidate.lower(): candidate for candidate in reversed(known)}
    found = get_close_matches(name.lower(), list(spelt), n=1, cutoff=0.6)
    return spelt[found[0]] if found else None
