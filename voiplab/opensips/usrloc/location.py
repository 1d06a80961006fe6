"""A table of registered contacts: records by address of record. Module documentation of OpenSIPS 3.2, "usrloc".

Records stand in slots by their hash, and in a slot by name: that is the order in which the management interface tells them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from voiplab.opensips.configuration import Configuration
from voiplab.opensips.usrloc.contact import Contact
from voiplab.opensips.usrloc.core_hash import core_hash
from voiplab.opensips.usrloc.record import NOBODY, Matching, Order, Record, Watcher


@dataclass(frozen=True, slots=True)
class Settings:
    use_domain: bool = False
    timer_interval: int = 60
    matching: Matching = Matching.CONTACT
    order: Order = Order.BY_Q
    cseq_delay: int = 20
    nat_flag: str = ""
    hash_size: int = 9
    """As a power of two."""

    @classmethod
    def of(cls, configuration: Configuration) -> "Settings":
        def number(name: str) -> int:
            return configuration.number("usrloc", name)

        return cls(
            bool(number("use_domain")),
            number("timer_interval"),
            Matching.CONTACT_AND_CALL_ID if number("matching_mode") == 1 else Matching.CONTACT,
            Order.NEWEST_FIRST if number("desc_time_order") else Order.BY_Q,
            number("cseq_delay"),
            str(configuration.parameter("usrloc", "nat_bflag")),
            number("hash_size"),
        )


@dataclass(slots=True)
class Location:
    name: str
    settings: Settings
    first_id: Callable[[], int]
    """Where the numbers of a new record's contacts begin, of 14 bits: chance, in the server."""
    watcher: Watcher = NOBODY
    records: dict[str, Record] = field(default_factory=dict)
    expired: int = 0
    """How many contacts the timer has removed."""
    _labels: dict[int, int] = field(default_factory=dict)

    @property
    def slots(self) -> int:
        return 1 << self.settings.hash_size

    @property
    def contact_count(self) -> int:
        return sum(len(record.contacts) for record in self.records.values())

    def record(self, aor: str) -> Record | None:
        return self.records.get(aor)

    def new_record(self, aor: str) -> Record:
        slot = self._slot(aor)
        label = self._labels.get(slot, 0)
        self._labels[slot] = label + 1
        record = self.records[aor] = Record(aor, label, self.first_id(), self.settings.order, self.watcher)
        return record

    def delete(self, aor: str) -> None:
        record = self.records.pop(aor, None)
        if record is not None:
            record.keep(())

    def release(self, record: Record) -> None:
        """A record without contacts goes."""
        if not record.contacts:
            self.delete(record.aor)

    def in_order(self) -> Sequence[Record]:
        return sorted(self.records.values(), key=lambda record: (self._slot(record.aor), record.aor))

    def _slot(self, aor: str) -> int:
        return core_hash(aor) & self.slots - 1

    def expire(self, now: int) -> None:
        """What the timer does every `timer_interval` seconds."""
        for record in list(self.records.values()):
            before = len(record.contacts)
            record.keep(record.valid(now))
            self.expired += before - len(record.contacts)
            self.release(record)

    def contacts(self) -> Sequence[Contact]:
        return [contact for record in self.in_order() for contact in record.contacts]
