"""The bindings of a profile: the table that `sofia status profile X reg` shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.recording.events import Moved
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import Duration, Moment
from voiplab.sip.uri import Uri


@dataclass(frozen=True, slots=True)
class Binding:
    """One contact of one user. `contact` is the URI as text, `expires` the end of the negotiated time."""

    user: str
    domain: str
    contact: str
    call_id: str
    agent: str
    source: Address
    transport: str
    expires: Moment
    auth_user: str
    realm: str
    grace: Duration
    """How long a row outlives the negotiated time: sip-expires-late-margin, a minute by default."""

    @property
    def uri(self) -> Uri:
        return Uri.parse(self.contact)

    @property
    def row_ends(self) -> Moment:
        return self.expires + self.grace


Row = tuple[str, str, str, str]
"""Profile, user, domain, contact."""


class Registrations:
    """In the order in which the rows were written. `core` is the server's table of all profiles, in the same order."""

    def __init__(self, host: Host, profile: str, core: dict[Row, Binding]) -> None:
        self._host = host
        self._profile = profile
        self._core = core
        self._rows: dict[tuple[str, str, str], Binding] = {}
        self._timers: dict[tuple[str, str, str], int] = {}

    def __iter__(self) -> Iterator[Binding]:
        return iter(list(self._rows.values()))

    def __len__(self) -> int:
        return len(self._rows)

    def of(self, user: str, domain: str) -> list[Binding]:
        return [row for row in self._rows.values() if (row.user, row.domain) == (user, domain)]

    def write(self, binding: Binding, *, keep_others: bool) -> None:
        """Without `keep_others` (multiple-registrations) a user has one contact: the new one takes the place of the old."""
        if not keep_others:
            for row in self.of(binding.user, binding.domain):
                if row.contact != binding.contact:
                    self.remove(row)
        key = (binding.user, binding.domain, binding.contact)
        self._forget(key)
        self._rows[key] = self._core[(self._profile, *key)] = binding
        self._host.note(Moved(f"{binding.user}@{binding.domain}", "binding", "", binding.contact, binding.call_id))
        self._timers[key] = self._host.after(
            binding.row_ends - self._host.now, lambda: self.remove(binding), Pace.BACKGROUND
        )

    def remove(self, binding: Binding) -> None:
        key = (binding.user, binding.domain, binding.contact)
        if key in self._rows:
            self._forget(key)
            self._host.note(Moved(f"{binding.user}@{binding.domain}", "binding", binding.contact, "", binding.call_id))

    def _forget(self, key: tuple[str, str, str]) -> None:
        self._rows.pop(key, None)
        self._core.pop((self._profile, *key), None)
        ticket = self._timers.pop(key, None)
        if ticket is not None:
            self._host.cancel(ticket)
