"""`${strftime(%Y-%m-%d)}`: C's directives in English, whatever the locale of the machine is."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from voiplab.freeswitch.settings import number
from voiplab.text.place import NotSimulated, Place

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_DIRECTIVE: Final = re.compile(r"%(.?)", re.DOTALL)
_EPOCH: Final = re.compile(r"(\d+)\|(.*)", re.DOTALL | re.ASCII)

_WRITE: Final[Mapping[str, Callable[[datetime], str]]] = {
    "Y": lambda t: f"{t.year}",
    "y": lambda t: f"{t.year % 100:02d}",
    "C": lambda t: f"{t.year // 100:02d}",
    "m": lambda t: f"{t.month:02d}",
    "d": lambda t: f"{t.day:02d}",
    "e": lambda t: f"{t.day:2d}",
    "H": lambda t: f"{t.hour:02d}",
    "I": lambda t: f"{(t.hour - 1) % 12 + 1:02d}",
    "M": lambda t: f"{t.minute:02d}",
    "S": lambda t: f"{t.second:02d}",
    "p": lambda t: "AM" if t.hour < 12 else "PM",
    "A": lambda t: _DAYS[t.weekday()],
    "a": lambda t: _DAYS[t.weekday()][:3],
    "B": lambda t: _MONTHS[t.month - 1],
    "b": lambda t: _MONTHS[t.month - 1][:3],
    "h": lambda t: _MONTHS[t.month - 1][:3],
    "j": lambda t: f"{t.timetuple().tm_yday:03d}",
    "u": lambda t: f"{t.isoweekday()}",
    "w": lambda t: f"{t.isoweekday() % 7}",
    "s": lambda t: f"{int(t.timestamp())}",
    "z": lambda t: f"{t:%z}",
    "D": lambda t: f"{t.month:02d}/{t.day:02d}/{t.year % 100:02d}",
    "F": lambda t: f"{t.year}-{t.month:02d}-{t.day:02d}",
    "R": lambda t: f"{t.hour:02d}:{t.minute:02d}",
    "T": lambda t: f"{t.hour:02d}:{t.minute:02d}:{t.second:02d}",
    "n": lambda _: "\n",
    "t": lambda _: "\t",
    "%": lambda _: "%",
}


def strftime(argument: str, now: datetime, place: Place) -> str:
    """The argument is a format, `%Y-%m-%d %T` when it is empty; seconds since 1970 and a bar may stand before it."""
    if given := _EPOCH.fullmatch(argument):
        now = datetime.fromtimestamp(number(given[1]), now.tzinfo)
        argument = given[2]

    def written(directive: re.Match[str]) -> str:
        write = _WRITE.get(directive[1])
        if write is None:
            raise NotSimulated(place, f"{directive[0]} in strftime({argument})")
        return write(now)

    return _DIRECTIVE.sub(written, argument or "%Y-%m-%d %T")
