"""What one line of a configuration does here, for `voiplab config explain` and for warnings."""

from dataclasses import dataclass
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
