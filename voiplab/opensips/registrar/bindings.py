"""What the contacts of one REGISTER do to a record: they are inserted, updated and removed, in their order. After save.c."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from voiplab.opensips.log import Level, LogLine, error
from voiplab.opensips.parsing import parse_uri
from voiplab.opensips.registrar.asked import Asked
from voiplab.opensips.registrar.faults import Fault, Refused
from voiplab.opensips.registrar.new_contact import Making
from voiplab.opensips.registrar.save_flags import SaveFlags
from voiplab.opensips.usrloc.contact import Contact
from voiplab.opensips.usrloc.location import Location
from voiplab.opensips.usrloc.record import Age, Matching, Record, age
from voiplab.sip.errors import Malformed
from voiplab.sip.params import value_of
from voiplab.sip.uri import Uri


@dataclass(frozen=True, slots=True)
class Bindings:
    location: Location
    making: Making
    flags: SaveFlags
    limit: int
    """How many valid contacts there may be; 0: as many as like."""
    now: int

    def insert(self, aor: str, contacts: Sequence[Asked]) -> None:
        """Into a record that is made for them, and that goes again when one is refused. Raises `Refused`."""
        wanted = [(contact, expires) for contact in contacts if (expires := self.making.expires(contact))]
        if not wanted:
            return
        record = self.location.new_record(aor)
        try:
            for contact, expires in wanted:
                self._insert_first(record, contact, expires)
        except Refused as refused:
            self.location.delete(aor)
            raise _by("registrar:insert_contacts", refused) from None

    def _insert_first(self, record: Record, contact: Asked, expires: int) -> None:
        if self.limit and len(record.contacts) >= self.limit:
            if not self.flags.force:
                says = f"too many contacts ({self.limit}) for AOR <{record.aor}>, max={self.limit}"
                raise Refused(Fault.TOO_MANY, LogLine(Level.INFO, "registrar:insert_contacts", says))
            record.remove(record.contacts[0])
        known = record.find(contact.uri, self.making.registering.call_id, self._matching)
        if known is None:
            self._add(record, contact, expires)
        else:
            record.update(known, self.making.contact(contact, expires))

    def update(self, record: Record, contacts: Sequence[Asked]) -> None:
        """Raises `Refused`; what was done before stays."""
        try:
            for contact in contacts:
                self._update_one(record, contact)
        except Refused as refused:
            raise _by("registrar:update_contacts", refused) from None
        finally:
            self.location.release(record)

    def _update_one(self, record: Record, contact: Asked) -> None:
        expires = self.making.expires(contact)
        known = self._known(record, contact)
        if known is None:
            if expires:
                self._make_room(record, len(record.valid(self.now)) + 1, None)
                self._add(record, contact, expires)
            return
        registering = self.making.registering
        match age(known, registering.call_id, registering.cseq, self.now, self.location.settings.cseq_delay):
            case Age.OLD:
                raise Refused(Fault.CSEQ, error("registrar:update_contacts", f"invalid cseq for aor <{record.aor}>"))
            case Age.REPEATED:
                return
        if not expires:
            record.remove(known)
            return
        self._make_room(record, len(record.valid(self.now)) + (not known.is_valid(self.now)), known)
        new = self.making.contact(contact, expires)
        record.update(known, new if new.instance else replace(new, instance=known.instance))

    def _known(self, record: Record, contact: Asked) -> Contact | None:
        if not isinstance(self.flags.matching, str):
            return record.find(contact.uri, self.making.registering.call_id, self._matching)
        wanted = _parameter(contact.uri, self.flags.matching)
        return None if wanted is None else record.with_parameter(self.flags.matching, wanted)

    @property
    def _matching(self) -> Matching:
        given = self.flags.matching
        return given if isinstance(given, Matching) else self.location.settings.matching

    def _make_room(self, record: Record, count: int, spared: Contact | None) -> None:
        """So that no more than the allowed contacts are valid; the last one in order is the first to go."""
        while self.limit and count > self.limit:
            others = [contact for contact in record.valid(self.now) if contact is not spared]
            if not self.flags.force or not others:
                says = f"too many contacts for AOR <{record.aor}>, max={self.limit}"
                raise Refused(Fault.TOO_MANY, LogLine(Level.INFO, "registrar:update_contacts", says))
            record.remove(others[-1])
            count -= 1

    def _add(self, record: Record, contact: Asked, expires: int) -> None:
        new = self.making.contact(contact, expires)
        parsed = parse_uri(contact.uri)
        if isinstance(parsed, LogLine):
            # Whoever looks for a contact among others has read its URI before.
            searched = (
                (parsed, error("usrloc:contact_match", "Failed to parse searched URI")) if record.contacts else ()
            )
            raise Refused(Fault.NOT_INSERTED, *searched, parsed, *_not_stored(contact.uri))
        record.insert(new)


def _not_stored(uri: str) -> Sequence[LogLine]:
    return (
        error("usrloc:new_ucontact", f"contact [{uri}] is not valid! Will not store it!"),
        error("usrloc:mem_insert_ucontact", "failed to create new contact"),
        error("usrloc:insert_ucontact", "failed to insert contact"),
    )


_LAST_WORDS: Final[Mapping[Fault, str]] = {
    Fault.NOT_INSERTED: "failed to insert contact",
    Fault.Q: "failed to extract contact info",
}


def _by(origin: str, refused: Refused) -> Refused:
    """With what the function says that has called the ones that refused."""
    says = _LAST_WORDS.get(refused.fault)
    return refused if says is None else Refused(refused.fault, *refused.log, error(origin, says))


def _parameter(uri: str, name: str) -> str | None:
    try:
        return value_of(Uri.parse(uri).params, name.lower())
    except Malformed:
        return None
