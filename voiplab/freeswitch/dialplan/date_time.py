"""Date and time attributes of a condition: `wday="mon-fri" time-of-day="08:00-17:00"`.

After "Time of Day Routing" of the FreeSWITCH documentation, and as the server compares: a range round the end (`hour="22-6"`)
never matches, a list beside a range is not seen, and `dst="false"` never matches at all.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Final

from voiplab.freeswitch.dialplan.channel import Scope
from voiplab.freeswitch.log import Level, LogLine
from voiplab.freeswitch.settings import is_true, number
from voiplab.freeswitch.tree import Node
from voiplab.text.place import NotSimulated

_WEEKDAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_IS_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def date_time_match(node: Node, scope: Scope, log: list[LogLine]) -> bool | None:
    """Whether now is a moment that the attributes name; None when there are none. What they have wrong goes to the log."""
    now = _local(scope)
    outcome: bool | None = None
    for matches in _tests(node, now, log):
        outcome = matches
        if not matches:
            break
    return outcome


def _local(scope: Scope) -> datetime:
    """The server's own time, or that of the zone which the channel's `tod_tz_offset` names in hours."""
    offset = scope.channel.variable("tod_tz_offset") or ""
    if _IS_NUMBER.fullmatch(offset) and abs(number(offset)) < 24:
        return scope.core.now.astimezone(timezone(timedelta(hours=number(offset))))
    if scope.channel.variable("timezone"):
        raise NotSimulated(scope.place, "a date or time condition with the variable timezone")
    return scope.core.now


def _tests(node: Node, now: datetime, log: list[LogLine]) -> Iterator[bool]:
    given = node.attributes
    if "tz-offset" in given:
        hours = (now.utcoffset() or timedelta()) // timedelta(hours=1)
        yield not _IS_NUMBER.fullmatch(given["tz-offset"]) or number(given["tz-offset"]) == hours
    if given.get("dst"):
        yield bool(now.dst()) and is_true(given["dst"])
    if "date-time" in given:
        yield _between_dates(given["date-time"], now)
    for name, current in _NUMBERS.items():
        if name in given:
            yield _in_numbers(given[name], current(now))
    if "wday" in given:
        yield _in_weekdays(given["wday"], now.isoweekday() % 7 + 1, log)
    for name, current in _CLOCK.items():
        if name in given:
            yield _in_numbers(given[name], current(now))
    if "time-of-day" in given:
        yield _in_day(given["time-of-day"], now.hour * 3600 + now.minute * 60 + now.second)


def _day_of_year(now: datetime) -> int:
    return now.timetuple().tm_yday


def _week_of_month(now: datetime) -> int:
    """Weeks begin on Sunday; the first may be short."""
    first_weekday = (now.replace(day=1).isoweekday()) % 7
    return -(-(now.day + first_weekday) // 7)


_NUMBERS: Final[Mapping[str, Callable[[datetime], int]]] = {
    "year": lambda now: now.year,
    "yday": _day_of_year,
    "mon": lambda now: now.month,
    "mday": lambda now: now.day,
    "week": lambda now: (_day_of_year(now) - 1) // 7 + 1,
    "mweek": _week_of_month,
}

_CLOCK: Final[Mapping[str, Callable[[datetime], int]]] = {
    "hour": lambda now: now.hour,
    "minute": lambda now: now.minute,
    "minute-of-day": lambda now: now.hour * 60 + now.minute + 1,  # from 1 to 1440
}


def _in_numbers(text: str, current: int) -> bool:
    if "-" in text:
        first, _, last = text.partition("-")
        return number(first) <= current <= number(last)
    return any(number(part) == current for part in text.split(","))


def _in_weekdays(text: str, current: int, log: list[LogLine]) -> bool:
    """`2-6`, `mon-fri,sun`; Sunday is 1. A blank or any other letter ends the reading."""
    here, first, previous = 0, 0, 0
    while here < len(text):
        token = text[here : here + 3].lower()
        if token[0] == ",":
            first = previous = 0
            here += 1
        elif token[0] == "-":
            first = previous
            here += 1
        elif token[0] in "1234567" or token in _WEEKDAYS:
            day = _WEEKDAYS.index(token) + 1 if token in _WEEKDAYS else int(token[0])
            if day == current if not first else first <= current <= day:
                return True
            first, previous = 0, day
            here += 3 if token in _WEEKDAYS else 1
        else:
            log.append(LogLine(Level.ERR, f"Parse error for [{text}] at position {here} ({text[here : here + 6]})"))
            return False
    return False


def _in_day(text: str, current: int) -> bool:
    """`08:00-17:30` or with seconds; the end does not belong to it."""
    begin, dash, end = text.partition("-")
    if not dash or ":" not in begin or ":" not in end:
        return False
    return _seconds(begin) <= current < _seconds(end)


def _seconds(text: str) -> int:
    hours, minutes, seconds = (*text.split(":"), "0")[:3]
    return number(hours) * 3600 + number(minutes) * 60 + number(seconds)


def _between_dates(text: str, now: datetime) -> bool:
    """`2026-12-24 08:00:00~2026-12-26 12:00:00`, in the server's own zone; the end does not belong to it."""
    begin, tilde, end = text.partition("~")
    moments = [_moment(part) for part in (begin, end)]
    return bool(tilde) and None not in moments and str(moments[0]) <= f"{now:%Y-%m-%d %H:%M:%S}" < str(moments[1])


def _moment(text: str) -> str | None:
    day, blank, clock = text.partition(" ")
    year, month, date = (*day.split("-"), "0", "0")[:3]
    seconds = _seconds(clock)
    if not blank:
        return None
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{number(year):04d}-{number(month):02d}-{number(date):02d} {hours:02d}:{minutes:02d}:{seconds % 60:02d}"
