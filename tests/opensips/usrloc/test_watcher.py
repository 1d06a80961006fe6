"""Whoever watches a table is told of each contact that comes, changes and goes, and of nothing else."""

from dataclasses import replace

from voiplab.opensips.usrloc.contact import Contact
from voiplab.opensips.usrloc.location import Location, Settings

HOME = Contact("sip:alice@10.0.0.1", 0, 100, 0, "call", 1, "agent", 0, 0, None)
WORK = replace(HOME, uri="sip:alice@10.0.0.2", expires=50)


class Watcher:
    def __init__(self) -> None:
        self.told: list[str] = []

    def bound(self, aor: str, contact: Contact) -> None:
        self.told.append(f"{aor} at {contact.uri} until {contact.expires}")

    def unbound(self, aor: str, contact: Contact) -> None:
        self.told.append(f"{aor} not at {contact.uri}")


def table() -> tuple[Location, list[str]]:
    """With two contacts of alice, of which the watcher has heard already."""
    watcher = Watcher()
    location = Location("location", Settings(), lambda: 0, watcher)
    record = location.new_record("alice")
    record.insert(HOME)
    record.insert(WORK)
    assert watcher.told == ["alice at sip:alice@10.0.0.1 until 100", "alice at sip:alice@10.0.0.2 until 50"]
    watcher.told.clear()
    return location, watcher.told


def test_a_contact_that_is_refreshed_is_told_with_its_new_end() -> None:
    location, told = table()
    record = location.record("alice")
    assert record is not None
    old = record.contacts[0]
    record.update(old, replace(old, expires=200))
    assert told == [f"alice at {old.uri} until 200"]


def test_a_contact_that_is_spelt_otherwise_is_another_one() -> None:
    location, told = table()
    record = location.record("alice")
    assert record is not None
    old = record.contacts[0]
    record.update(old, replace(old, uri=f"{old.uri}:5060"))
    assert told == [f"alice not at {old.uri}", f"alice at {old.uri}:5060 until {old.expires}"]


def test_what_expires_is_told_when_the_server_sees_it() -> None:
    location, told = table()
    location.expire(60)
    assert told == ["alice not at sip:alice@10.0.0.2"]
    location.expire(60)
    assert len(told) == 1


def test_a_record_that_is_deleted_takes_its_contacts_with_it() -> None:
    location, told = table()
    location.delete("alice")
    location.delete("alice")
    assert sorted(told) == ["alice not at sip:alice@10.0.0.1", "alice not at sip:alice@10.0.0.2"]
