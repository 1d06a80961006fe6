"""`*` and another key, which begin an application while two are connected (bind_meta_app; switch_ivr_async.c)."""

from collections.abc import Callable
from enum import Enum
from typing import Final, NamedTuple

from voiplab.sim.moment import Moment, seconds

META: Final = "*"
PATIENCE: Final = seconds(5)
"""From the one key to the other."""


class Side(Enum):
    """Whose keys: those of the channel that has bound them, or of whoever it is connected with."""

    A = "A"
    B = "B"

    __hash__ = object.__hash__


class Bound(NamedTuple):
    """`begin` is told who has pressed."""

    text: str
    is_for_once: bool
    begin: Callable[[Side], None]


class Heard(NamedTuple):
    """What becomes of a key: nothing, if it is none of these; else it is not passed on, and is `bound`, or `missing`."""

    is_meta: bool
    bound: Bound | None = None
    missing: str = ""


NOTHING: Final = Heard(is_meta=False)


class MetaKeys:
    """Of the channel that has bound them."""

    def __init__(self) -> None:
        self._bound: dict[Side, dict[str, Bound]] = {Side.A: {}, Side.B: {}}
        self._began: dict[Side, Moment] = {}

    def bind(self, side: Side, key: str, bound: Bound) -> None:
        self._bound[side][key] = bound

    def hear(self, side: Side, key: str, now: Moment) -> Heard:
        bound = self._bound[side]
        began = self._began.pop(side, None)
        if not bound:
            return NOTHING
        if began is not None and now - began <= PATIENCE:
            return self._second(bound, key)
        if key == META:
            self._began[side] = now
            return Heard(is_meta=True)
        return NOTHING

    def _second(self, bound: dict[str, Bound], key: str) -> Heard:
        found = bound.get(key)
        if found is None:
            return Heard(is_meta=True, missing=key)
        if found.is_for_once:
            del bound[key]
        return Heard(is_meta=True, bound=found)
