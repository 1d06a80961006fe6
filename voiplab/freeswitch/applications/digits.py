"""read, play_and_get_digits, flush_dtmf: mod_dptools, keys that the caller presses."""

from typing import Final

from voiplab.freeswitch.applications.steps import (
    ForgetKeys,
    Play,
    Pressed,
    Read,
    Reason,
    Remember,
    Steps,
    Transfer,
    WriteLog,
)
from voiplab.freeswitch.separate import separate
from voiplab.freeswitch.settings import number

NO_ARGUMENTS: Final = WriteLog("err", "No arguments specified.")
LEAST_TIMEOUT: Final = 1_000
POUND: Final = "#"


def read(data: str) -> Steps:
    """read <min> <max> <file> <name> <timeout ms> [<terminators> [<digit timeout ms>]]"""
    if not data:
        yield NO_ARGUMENTS
        return
    least, most, file, name, timeout, terminators, digit_timeout = _words(data, 7)
    least_number = max(number(least), 1)
    yield Read(
        least=least_number,
        most=max(number(most), least_number),
        file=file,
        name=name,
        timeout=max(number(timeout), LEAST_TIMEOUT),
        terminators=terminators or POUND,
        digit_timeout=max(number(digit_timeout), 0),
    )


def play_and_get_digits(data: str) -> Steps:
    """play_and_get_digits <min> <max> <tries> <timeout ms> <terminators> <file> <invalid file> <name> <regex>
    [<digit timeout ms> [<transfer on failure>]]"""
    if not data:
        yield NO_ARGUMENTS
        return
    least, most, tries, timeout, terminators, file, invalid, name, expression, digit_timeout, failure = _words(data, 11)
    least_number = max(number(least), 0)
    wanted = Read(
        least=least_number,
        most=max(number(most), least_number),
        file=file,
        name=name,
        timeout=max(number(timeout), LEAST_TIMEOUT),
        terminators=terminators or POUND,
        digit_timeout=max(number(digit_timeout), 0),
        expression=expression,
    )
    for _ in range(number(tries)):
        yield ForgetKeys()
        pressed: Pressed = yield wanted
        if is_valid(pressed, wanted):
            return
        if pressed.digits:
            yield Remember(f"{name}_invalid", pressed.digits)
        if invalid:
            yield Play(invalid)
    yield Remember(name, None)
    if failure:
        extension, dialplan, context = _words(failure, 3)
        yield Transfer(extension, dialplan, context)


def is_valid(pressed: Pressed, wanted: Read) -> bool:
    """Nothing at all is valid when nothing has to be pressed; what was pressed has to fit."""
    if not pressed.digits:
        return wanted.least == 0
    return pressed.reason is not Reason.FAILURE and pressed.fits


def flush_dtmf(_data: str) -> Steps:
    """What was pressed and nobody has taken is forgotten."""
    yield ForgetKeys()


def _words(data: str, count: int) -> list[str]:
    """The last one gets all that is left."""
    return [*separate(data, " ", count), *[""] * count][:count]
