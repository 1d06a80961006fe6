"""The bindings of a profile: the table that `sofia status profile X reg` shows."""

from collections.abc import Iterator
from enum import Enum
from functools import partial

from voiplab.freeswitch.settings import is_true
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.recording.events import Bound, Unbound
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import Duration, Moment
from voiplab.sip.uri import Uri
from voiplab.sip.value import value


@value(frozen=True, slots=True)
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


Row = tuple[str, str, str, str, str]
"""Profile, user, domain, contact, Call-ID."""


class Kept(Enum):
    """Which rows of a user stay when it registers again: multiple-registrations."""

    NONE = "false"
    OTHER_CALLS = "call-id"
    OTHER_CONTACTS = "contact"

    __hash__ = object.__hash__

    @classmethod
    def of(cls, value: str) -> "Kept":
        """`true` means `call-id`."""
        if value.lower() == cls.OTHER_CONTACTS.value:
            return cls.OTHER_CONTACTS
        return cls.OTHER_CALLS if value.lower() == cls.OTHER_CALLS.value or is_true(value) else cls.NONE


class Registrations:
    """In the order in which the rows were written. `core` is the server's table of all profiles, in the same order."""

    def __init__(self, host: Host, profile: str, core: dict[Row, Binding]) -> None:
        self._host = host
        self._profile = profile
        self._core = core
        self._rows: dict[tuple[str, str, str, str], Binding] = {}
        self._timers: dict[tuple[str, str, str, str], int] = {}

    def __iter__(self) -> Iterator[Binding]:
        return iter(list(self._rows.values()))

    def __len__(self) -> int:
        return len(self._rows)

    def of(self, user: str, domain: str) -> list[Binding]:
        return [row for row in self._rows.values() if (row.user, row.domain) == (user, domain)]

    def write(self, binding: Binding, kept: Kept) -> None:
        """A new row takes the place of what it is kept from living beside."""
        for row in self.of(binding.user, binding.domain):
            if not _may_stay(row, binding, kept):
                self.remove(row)
        key = _key(binding)
        self._rows[key] = self._core[(self._profile, *key)] = binding
        self._host.note(Bound(f"{binding.user}@{binding.domain}", binding.contact, binding.expires))
        self._timers[key] = self._host.after(
            binding.row_ends - self._host.now, partial(self.remove, binding), Pace.BACKGROUND
        )

    def remove(self, binding: Binding) -> None:
        key = _key(binding)
        if key in self._rows:
            del self._rows[key], self._core[(self._profile, *key)]
            self._host.cancel(self._timers.pop(key))
            self._host.note(Unbound(f"{binding.user}@{binding.domain}", binding.contact))


def _key(binding: Binding) -> tuple[str, str, str, str]:
    return binding.user, binding.domain, binding.contact, binding.call_id


def _may_stay(row: Binding, new: Binding, kept: Kept) -> bool:
    match kept:
        case Kept.NONE:
            return False
        case Kept.OTHER_CALLS:
            return row.call_id != new.call_id
        case Kept.OTHER_CONTACTS:
            return row.contact != new.contact
