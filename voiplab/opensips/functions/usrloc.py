"""usrloc: the tables of contacts of a running server, and the timer that takes expired contacts out of them."""

from typing import TYPE_CHECKING

from voiplab.opensips.usrloc.location import Location, Settings
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import seconds

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_LABELS = 1 << 14


class Tables:
    """One for each name that the script gives to save() and its like."""

    def __init__(self, server: "Server") -> None:
        self._host = server.host
        self._chance = server.host.chance("contact id")
        self.settings = Settings.of(server.configuration)
        self._started = server.started
        self.tables: dict[str, Location] = {}

    def table(self, name: str) -> Location:
        found = self.tables.get(name)
        if found is None:
            if not self.tables:
                self._sleep()
            found = self.tables[name] = Location(name, self.settings, lambda: self._chance.below(_LABELS))
        return found

    @property
    def now(self) -> int:
        return self._host.calendar.unix(self._host.now)

    def _sleep(self) -> None:
        """The timer counts from the start of the server."""
        interval = seconds(self.settings.timer_interval)
        if interval > 0:
            age = self._host.now - self._started
            self._host.after(interval - age % interval, self._wake, Pace.BACKGROUND)

    def _wake(self) -> None:
        for table in self.tables.values():
            table.expire(self.now)
        self._sleep()
