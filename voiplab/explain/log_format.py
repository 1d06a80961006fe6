"""A line of a log as its product writes it, with the lab's own date and time.

Of FreeSWITCH the idle time of the processor and the place in its source are left out, of OpenSIPS the number of the process:
a simulated server has none.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from voiplab.recording.events import Logged

Format = Callable[[datetime, Logged], str]
"""Of the first line; those that follow in one entry have no stamp."""

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _freeswitch(at: datetime, logged: Logged) -> str:
    """The dialplan's own lines have neither stamp nor level."""
    if logged.level == "raw":
        return logged.text
    return f"{at:%Y-%m-%d %H:%M:%S.%f} [{logged.level.upper()}] {logged.text}"


def _opensips(at: datetime, logged: Logged) -> str:
    """The level stands in the line already, but for those of xlog()."""
    return f"{_MONTHS[at.month - 1]} {at.day:2} {at:%H:%M:%S} {logged.text}"


def _other(at: datetime, logged: Logged) -> str:
    return f"{at:%H:%M:%S}.{at.microsecond // 1000:03} {logged.level}: {logged.text}"


FORMATS: Final[Mapping[str, Format]] = {"freeswitch": _freeswitch, "opensips": _opensips}
"""By the kind of node."""


def format_of(kind: str) -> Format:
    return FORMATS.get(kind, _other)
