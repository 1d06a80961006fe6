"""The lab's own date and zone at moment 0: Date headers, time conditions, log stamps, time-based ids."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from voiplab.sim.moment import Moment

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Calendar:
    """The date at moment 0, with its zone."""

    begins: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def at(self, moment: Moment) -> datetime:
        return self.begins + timedelta(microseconds=moment)

    def unix(self, moment: Moment) -> int:
        """Whole seconds since 1970, as session ids and stamps use them."""
        return int(self.at(moment).timestamp())

    def sip_date(self, moment: Moment) -> str:
        """RFC 3261 section 20.17: always GMT, English whatever the locale."""
        gmt = self.at(moment).astimezone(UTC)
        return f"{_DAYS[gmt.weekday()]}, {gmt.day:02d} {_MONTHS[gmt.month - 1]} {gmt.year} {gmt:%H:%M:%S} GMT"
