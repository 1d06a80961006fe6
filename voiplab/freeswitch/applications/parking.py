"""valet_park: mod_valet_parking, calls that wait in a numbered place until somebody dials its number."""

from typing import Final

from voiplab.freeswitch.applications.steps import (
    FetchOldest,
    HangUp,
    ParkAnywhere,
    ParkIn,
    Pressed,
    Read,
    Reason,
    Steps,
    WriteLog,
)
from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.separate import separate
from voiplab.freeswitch.settings import number

USAGE: Final = WriteLog(
    "err", "Usage: <lotname> <extension>|[ask [<min>] [<max>] [<to>] [<prompt>]|auto [in|out] [min] [max]]"
)
FIRST_ASKED: Final = "ivr/ivr-enter_ext_pound.wav"
LONGEST_NUMBER: Final = 11
PATIENCE: Final = 10_000
"""Milliseconds until the first key."""


def valet_park(data: str) -> Steps:
    """valet_park <lot> <slot> | <lot> auto in|out <min> <max> | <lot> ask [<min> [<max> [<timeout ms> [<prompt>]]]]"""
    lot, what, *more = [*separate(data, " ", 6), "", ""]
    match [what.lower(), *(word.lower() for word in more if word)]:
        case ["auto", "in", least, most, *_]:
            yield ParkAnywhere(lot, number(least), number(most))
        case ["auto", "out", least, most, *_]:
            yield FetchOldest(lot, number(least), number(most))
        case ["" | "auto", *_]:
            yield USAGE
        case ["ask", *_]:
            yield from _ask(lot, *[*more, "", "", "", ""][:4])
        case _:
            yield ParkIn(lot, what)


def _ask(lot: str, least: str, most: str, timeout: str, prompt: str) -> Steps:
    """Until enough was pressed."""
    wanted = Read(
        least=max(number(least), 1),
        most=number(most) or LONGEST_NUMBER,
        file=prompt or FIRST_ASKED,
        name="",
        timeout=number(timeout) or PATIENCE,
        terminators="#",
        digit_timeout=0,
    )
    pressed: Pressed = yield wanted
    while pressed.reason is Reason.FAILURE and pressed.was_asked:
        pressed = yield wanted
    if pressed.was_asked:
        yield ParkIn(lot, pressed.digits)
    else:
        yield HangUp(Cause.DESTINATION_OUT_OF_ORDER)
