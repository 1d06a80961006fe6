"""Which headers a message has, and where: the names of its lines, read once per sequence of names.

Messages come with few sequences of names, so that canonical names, compact forms, repetitions and folding need to be looked
at once per sequence and not once per message.
"""

from functools import lru_cache
from typing import Final

from voiplab.sip.names import NAME, key_of
from voiplab.sip.value import value

REMEMBERED_NAMES: Final = 64
"""Longer sequences are an attack or a test; they are not remembered."""

Places = tuple[int, int, int, int, int, int | None]
"""Where the topmost Via, From, To, CSeq and Call-ID stand, and Max-Forwards if there is one."""


@value(frozen=True, slots=True)
class Shape:
    names: tuple[str, ...]
    """As they are spelt."""
    places: dict[str, tuple[int, ...]]
    """From the key of a header to its places in `names`."""
    single: dict[str, int]
    """The same, of those that stand only once."""
    routing: Places | None
    """None when one of them is missing or repeated."""


def shape_of(names: tuple[str, ...]) -> Shape | None:
    """The shape of a message whose header lines begin with these names; None when one of them is no name."""
    return _remembered(names) if len(names) <= REMEMBERED_NAMES else _read(names)


def _read(names: tuple[str, ...]) -> Shape | None:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if NAME.fullmatch(name) is None:
            return None
        places.setdefault(key_of(name), []).append(place)
    single = {key: found[0] for key, found in places.items() if len(found) == 1}
    return Shape(names, {key: tuple(found) for key, found in places.items()}, single, _routing(places, single))


def _routing(places: dict[str, list[int]], single: dict[str, int]) -> Places | None:
    if "via" not in places or ("max-forwards" in places and "max-forwards" not in single):
        return None
    if any(key not in single for key in ("from", "to", "cseq", "call-id")):
        return None
    ends = (single["from"], single["to"], single["cseq"], single["call-id"])
    return places["via"][0], *ends, single.get("max-forwards")


_remembered = lru_cache(maxsize=512)(_read)
