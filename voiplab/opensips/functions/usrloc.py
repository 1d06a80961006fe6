"""usrloc: the tables of contacts of a running server, and the timer that takes expired contacts out of them."""

from typing import TYPE_CHECKING, Final

from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.usrloc.contact import Contact
from voiplab.opensips.usrloc.location import Location, Settings
from voiplab.recording.events import Bound, Unbound
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import seconds

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_LABELS: Final = 1 << 14


class Tables:
    """One for each name that the script gives to save() and its like."""

    def __init__(self, server: "Server") -> None:
        self._host = server.host
        self._chance = server.host.chance("contact id")
        self.settings = Settings.of(server.configuration)
        self.tables: dict[str, Location] = {}

    def table(self, name: str) -> Location:
        found = self.tables.get(name)
        if found is None:
            found = self.tables[name] = Location(name, self.settings, self._label, self)
        return found

    def _label(self) -> int:
        return self._chance.below(_LABELS)

    # What a recording is told

    def bound(self, aor: str, contact: Contact) -> None:
        calendar = self._host.calendar
        until = seconds(contact.expires - calendar.unix(0)) if contact.expires else None
        self._host.note(Bound(aor, contact.uri, until))

    def unbound(self, aor: str, contact: Contact) -> None:
        self._host.note(Unbound(aor, contact.uri))

    # Time

    @property
    def now(self) -> int:
        return self._host.calendar.unix(self._host.now)

    def sleep(self) -> None:
        if self.settings.timer_interval > 0:
            self._host.after(seconds(self.settings.timer_interval), self._wake, Pace.BACKGROUND)

    def _wake(self) -> None:
        for table in self.tables.values():
            table.expire(self.now)
        self.sleep()


def _start(server: "Server") -> None:
    server.part(Tables).sleep()


BEHAVIOUR: Final = Behaviour(start=_start)
