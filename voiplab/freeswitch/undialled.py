"""What of a dial string the server would do and this one does not: other endpoints, some variables, several strings at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from voiplab.freeswitch.dialplan.dial_string import ENTERPRISE, DialString
from voiplab.freeswitch.settings import is_true
from voiplab.freeswitch.variables import OF_CALLER, refuse
from voiplab.text.place import NotSimulated, Place

SIMULATED: Final = ("user", "sofia", "error")
ELSEWHERE: Final = ("loopback", "group", "pickup", "null", "rtp", "modem", "verto", "rtc")
"""Endpoints that the server's modules bring along."""


def refuse_dialled(strings: Sequence[DialString], place: Place) -> None:
    """NotSimulated, for the first thing of that kind in a dial string of that line."""
    for refused in refusals(strings, place):
        raise refused


def refusals(strings: Sequence[DialString], place: Place) -> Iterator[NotSimulated]:
    if len(strings) > 1:
        yield NotSimulated(place, f"several dial strings at once, with {ENTERPRISE}")
    legs = [leg for string in strings for attempt in string.attempts for leg in attempt]
    for variables in [*(string.variables for string in strings), *(leg.variables for leg in legs)]:
        yield from _refused(variables, place)
    for leg in legs:
        if leg.endpoint in ELSEWHERE:
            yield NotSimulated(place, f"{leg.endpoint}/ in a dial string")


def _refused(variables: Mapping[str, str], place: Place) -> Iterator[NotSimulated]:
    for name, value in variables.items():
        if name in OF_CALLER and is_true(value):
            yield NotSimulated(place, f"{name} in a dial string: set it before")
        try:
            refuse(name, value, place)
        except NotSimulated as undone:
            yield undone
