"""What was typed into the form of a link, as actions."""

from collections.abc import Mapping

from voiplab.lab.impairing import TROUBLES, Impair, Way
from voiplab.net.impairment import Impairment
from voiplab.net.topology import Attachment

Form = Mapping[str, str]
"""What stands in the fields of one direction, by the names of TROUBLES; an empty one is none of it."""


def form(one: Impairment) -> Form:
    """As a direction is now."""
    return {name: TROUBLES[name].write(amount) if (amount := getattr(one, name)) else "" for name in TROUBLES}


def changes(end: Attachment, out: Form, into: Form) -> list[Impair]:
    """What has to be done so that the link is like this; nothing when it is. ValueError with a sentence."""
    outwards, inwards = _changed(end.outwards, out), _changed(end.inwards, into)
    if outwards == inwards:
        return [Impair(end.network, Way.BOTH, outwards)] if outwards else []
    ways = ((Way.OUT, outwards), (Way.IN, inwards))
    return [Impair(end.network, way, troubles) for way, troubles in ways if troubles]


def _changed(before: Impairment, typed: Form) -> tuple[tuple[str, int], ...]:
    was = form(before)
    wanted = {name: text.strip() for name, text in typed.items()}
    return tuple(
        (name, TROUBLES[name].read(wanted[name]) if wanted[name] else 0)
        for name in TROUBLES
        if wanted[name] != was[name]
    )
