"""Questions to the table of contacts, and remove(). Module documentation of OpenSIPS 3.2, "registrar"."""

from collections.abc import Sequence

from voiplab.opensips.usrloc.contact import Contact
from voiplab.opensips.usrloc.location import Location
from voiplab.sip.errors import Malformed
from voiplab.sip.uri import Uri


def valid_contacts(location: Location, aor: str, now: int) -> Sequence[Contact]:
    record = location.record(aor)
    return record.valid(now) if record is not None else ()


def is_registered(location: Location, aor: str, now: int) -> bool:
    return bool(valid_contacts(location, aor, now))


def is_contact_registered(
    location: Location, aor: str, now: int, contact: str | None = None, call_id: str | None = None
) -> bool:
    """With a contact, a Call-ID or both, as they are spelt."""
    return any(
        contact in (None, one.uri) and call_id in (None, one.call_id) for one in valid_contacts(location, aor, now)
    )


def is_ip_registered(location: Location, aor: str, now: int, ips: Sequence[str]) -> bool:
    """From one of these addresses: that of Received if there is one, otherwise that of the contact."""
    return any(host_of(one.received or one.uri) in ips for one in valid_contacts(location, aor, now))


def remove(
    location: Location, aor: str, contact: str | None = None, next_hop: str | None = None, instance: str | None = None
) -> bool:
    """All contacts that are like this; without conditions the whole record. False: there is no such record."""
    record = location.record(aor)
    if record is None:
        return False
    record.keep([one for one in record.contacts if not _is_like(one, contact, next_hop, instance)])
    location.release(record)
    return True


def _is_like(one: Contact, contact: str | None, next_hop: str | None, instance: str | None) -> bool:
    if contact is not None and one.uri != contact:
        return False
    if next_hop is not None and host_of(one.received or one.uri) != next_hop:
        return False
    return instance is None or one.instance == instance


def host_of(uri: str) -> str:
    """Empty when it cannot be read."""
    try:
        return Uri.parse(uri).host
    except Malformed:
        return ""
