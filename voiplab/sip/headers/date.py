"""Date: RFC 3261 section 20.17; always in GMT."""

import re
from datetime import UTC, datetime
from typing import Final

from voiplab.sip.errors import Malformed
from voiplab.sip.reader import Reader

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#  rfc1123-date = wkday "," SP 2DIGIT SP month SP 4DIGIT SP time SP "GMT"
PARTS: Final = (
    (re.compile("|".join(DAYS)), "a day of the week"),
    (re.compile(", "), "a comma and a space"),
    (re.compile("[0-9]{2}"), "a day of two digits"),
    (re.compile(" "), "a space"),
    (re.compile("|".join(MONTHS)), "a month"),
    (re.compile(" "), "a space"),
    (re.compile("[0-9]{4}"), "a year of four digits"),
    (re.compile(" "), "a space"),
    (re.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}"), "hh:mm:ss"),
    (re.compile(" "), "a space"),
    (re.compile("GMT"), "GMT"),
)


def parse_date(text: str) -> datetime:
    reader = Reader(text)
    _, _, day, _, month, _, year, _, time, _, _ = [reader.take(pattern, expected) for pattern, expected in PARTS]
    reader.end()
    hour, minute, second = (int(part) for part in time.split(":"))
    try:
        return datetime(int(year), MONTHS.index(month) + 1, int(day), hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise Malformed(text, 1, "a date that exists") from None


def write_date(moment: datetime) -> str:
    """In English whatever the locale, which `strftime` would follow."""
    gmt = moment.astimezone(UTC)
    return f"{DAYS[gmt.weekday()]}, {gmt.day:02} {MONTHS[gmt.month - 1]} {gmt.year:04} {gmt:%H:%M:%S} GMT"
