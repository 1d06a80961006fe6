"""The five classes of remarks, for a place."""

from voiplab.text.place import Place
from voiplab.text.remark import Effect, Remark


def in_force(place: Place, says: str) -> Remark:
    return Remark(place, Effect.IN_FORCE, says)


def ignored(place: Place, says: str) -> Remark:
    return Remark(place, Effect.IGNORED_THERE, says)


def no_effect(place: Place, says: str) -> Remark:
    return Remark(place, Effect.NO_EFFECT_HERE, says)


def not_simulated(place: Place, says: str) -> Remark:
    return Remark(place, Effect.NOT_SIMULATED, says)


def error(place: Place, says: str) -> Remark:
    return Remark(place, Effect.ERROR, says)
