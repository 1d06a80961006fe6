"""The contacts of one address of record, in their order. After urecord.c and ucontact.c."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from itertools import pairwise
from typing import Final, Protocol

from voiplab.opensips.usrloc.contact import Contact
from voiplab.opensips.usrloc.core_hash import core_hash
from voiplab.sip.equivalence import equivalent
from voiplab.sip.errors import Malformed
from voiplab.sip.uri import Uri

_CONTACT_BITS: Final = 14
_LABEL_BITS: Final = 32


class Matching(Enum):
    """When a contact is one that is registered already; the value is that of `matching_mode`."""

    CONTACT = 0
    CONTACT_AND_CALL_ID = 1


class Order(Enum):
    """The value is that of `desc_time_order`."""

    BY_Q = 0
    NEWEST_FIRST = 1


class Age(Enum):
    """Of a REGISTER beside the one that is known of its Call-ID."""

    NEWER = "newer"
    REPEATED = "repeated within cseq_delay"
    OLD = "old"

    __hash__ = object.__hash__


class Watcher(Protocol):
    """Who is told what becomes of the contacts."""

    def bound(self, aor: str, contact: Contact) -> None: ...

    def unbound(self, aor: str, contact: Contact) -> None: ...


class Nobody:
    def bound(self, aor: str, contact: Contact) -> None:
        """Nobody wants to know."""

    unbound = bound


NOBODY: Final = Nobody()


class Record:
    def __init__(self, aor: str, label: int, first: int, order: Order, watcher: Watcher = NOBODY) -> None:
        """`label` and `first` are the parts of a ContactID that count records of a slot and contacts of a record."""
        self.aor = aor
        self.contacts: list[Contact] = []
        self._order = order
        self._watcher = watcher
        self._ids = (core_hash(aor) & 0xFFFF) << _LABEL_BITS + _CONTACT_BITS | label << _CONTACT_BITS
        self._next = first

    def valid(self, now: int) -> list[Contact]:
        return [contact for contact in self.contacts if contact.is_valid(now)]

    def find(self, uri: str, call_id: str, matching: Matching) -> Contact | None:
        """By URI, as RFC 3261 compares them; with the Call-ID too they are compared as they are spelt."""
        if matching is Matching.CONTACT:
            return next((contact for contact in self.contacts if is_same(contact.uri, uri)), None)
        alike = (contact for contact in self.contacts if contact.call_id == call_id and contact.uri == uri)
        return next(alike, None)

    def with_parameter(self, name: str, wanted: str) -> Contact | None:
        """The contact whose URI has this parameter with this value."""
        ends = (f";{name}={wanted}", f";{name}={wanted};")
        for contact in self.contacts:
            if contact.uri.endswith(ends[0]) or ends[1] in contact.uri:
                return contact
        return None

    def insert(self, contact: Contact) -> None:
        contact = replace(contact, id=self._ids | self._next)
        self._next = self._next + 1 & (1 << _CONTACT_BITS) - 1
        at = 0
        if self._order is Order.BY_Q:
            at = next((at for at, one in enumerate(self.contacts) if one.q < contact.q), len(self.contacts))
        self.contacts.insert(at, contact)
        self._watcher.bound(self.aor, contact)

    def update(self, old: Contact, new: Contact) -> None:
        """The id stays, and so does the place as long as the order allows it."""
        at = self.contacts.index(old)
        new = replace(new, id=old.id)
        self.contacts[at] = new
        if old.uri != new.uri:
            self._watcher.unbound(self.aor, old)
        self._watcher.bound(self.aor, new)
        if self._order is Order.NEWEST_FIRST:
            self.contacts.insert(0, self.contacts.pop(at))
        elif not self._is_in_order(at):
            del self.contacts[at]
            # The server looks from the highest q on for one that is not smaller: what becomes more urgent goes behind the
            # less urgent ones.
            place = next((at for at, one in enumerate(self.contacts) if one.q >= new.q), len(self.contacts))
            self.contacts.insert(place, new)

    def _is_in_order(self, at: int) -> bool:
        around = [contact.q for contact in self.contacts[max(at - 1, 0) : at + 2]]
        return all(first >= second for first, second in pairwise(around))

    def remove(self, contact: Contact) -> None:
        self.contacts.remove(contact)
        self._watcher.unbound(self.aor, contact)

    def keep(self, kept: Sequence[Contact]) -> None:
        """All others go."""
        for contact in [one for one in self.contacts if one not in kept]:
            self.remove(contact)


def is_same(one: str, other: str) -> bool:
    """Whether two texts are the same URI."""
    if one == other:
        return True
    try:
        return equivalent(Uri.parse(one), Uri.parse(other))
    except Malformed:
        return False


def age(known: Contact, call_id: str, cseq: int, now: int, cseq_delay: int) -> Age:
    if known.call_id != call_id or cseq > known.cseq:
        return Age.NEWER
    repeated = cseq == known.cseq and known.modified + cseq_delay > now
    return Age.REPEATED if repeated else Age.OLD
