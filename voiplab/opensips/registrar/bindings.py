"""What the contacts of one REGISTER do to a record: they are inserted, updated and removed, in their order. After save.c."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from voiplab.opensips.log import Level, LogLine, error
from voiplab.opensips.methods import bits
from voiplab.opensips.parsing import parse_uri
from voiplab.opensips.registrar.asked import Asked
from voiplab.opensips.registrar.faults import Fault, Refused
from voiplab.opensips.registrar.registering import Registering
from voiplab.opensips.registrar.save_flags import PathMode, SaveFlags
from voiplab.opensips.registrar.settings import Settings
from voiplab.opensips.usrloc.contact import MEMORY_ONLY, Contact
from voiplab.opensips.usrloc.location import Location
from voiplab.opensips.usrloc.q_value import parse_q
from voiplab.opensips.usrloc.record import Age, Matching, Record, age
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.params import value_of
from voiplab.sip.reader import unquote
from voiplab.sip.uri import Uri, unescape


@dataclass(frozen=True, slots=True)
class Bindings:
    location: Location
    settings: Settings
    flags: SaveFlags
    registering: Registering
    source: str
    branch_flags: tuple[str, ...]
    now: int

    def insert(self, aor: str, contacts: Sequence[Asked]) -> None:
        """Into a record that is made for them, and that goes again when one is refused. Raises `Refused`."""
        wanted = [(contact, expires) for contact in contacts if (expires := self._expires(contact))]
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
        if self._limit and len(record.contacts) >= self._limit:
            if not self.flags.force:
                says = f"too many contacts ({self._limit}) for AOR <{record.aor}>, max={self._limit}"
                raise Refused(Fault.TOO_MANY, LogLine(Level.INFO, "registrar:insert_contacts", says))
            record.remove(record.contacts[0])
        known = record.find(contact.uri, self.registering.call_id, self._matching)
        if known is None:
            self._add(record, contact, expires)
        else:
            record.update(known, self._contact(contact, expires))

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
        expires = self._expires(contact)
        known = self._known(record, contact)
        if known is None:
            if expires:
                self._make_room(record, len(record.valid(self.now)) + 1, None)
                self._add(record, contact, expires)
            return
        match age(known, self.registering.call_id, self.registering.cseq, self.now, self.location.settings.cseq_delay):
            case Age.OLD:
                raise Refused(Fault.CSEQ, error("registrar:update_contacts", f"invalid cseq for aor <{record.aor}>"))
            case Age.REPEATED:
                return
        if not expires:
            record.remove(known)
            return
        self._make_room(record, len(record.valid(self.now)) + (not known.is_valid(self.now)), known)
        new = self._contact(contact, expires)
        record.update(known, new if new.instance else _with_instance(new, known))

    def _known(self, record: Record, contact: Asked) -> Contact | None:
        if not isinstance(self.flags.matching, str):
            return record.find(contact.uri, self.registering.call_id, self._matching)
        wanted = _parameter(contact.uri, self.flags.matching)
        return None if wanted is None else record.with_parameter(self.flags.matching, wanted)

    @property
    def _matching(self) -> Matching:
        given = self.flags.matching
        return given if isinstance(given, Matching) else self.location.settings.matching

    @property
    def _limit(self) -> int:
        return self.settings.max_contacts if self.flags.max_contacts is None else self.flags.max_contacts

    def _make_room(self, record: Record, count: int, spared: Contact | None) -> None:
        """So that no more than the allowed contacts are valid; the last one in order is the first to go."""
        while self._limit and count > self._limit:
            others = [contact for contact in record.valid(self.now) if contact is not spared]
            if not self.flags.force or not others:
                says = f"too many contacts for AOR <{record.aor}>, max={self._limit}"
                raise Refused(Fault.TOO_MANY, LogLine(Level.INFO, "registrar:update_contacts", says))
            record.remove(others[-1])
            count -= 1

    def _add(self, record: Record, contact: Asked, expires: int) -> None:
        new = self._contact(contact, expires)
        parsed = parse_uri(contact.uri)
        if isinstance(parsed, LogLine):
            # Whoever looks for a contact among others has read its URI before.
            searched = (
                (parsed, error("usrloc:contact_match", "Failed to parse searched URI")) if record.contacts else ()
            )
            raise Refused(Fault.NOT_INSERTED, *searched, parsed, *_not_stored(contact.uri))
        record.insert(new)

    def _contact(self, contact: Asked, expires: int) -> Contact:
        registering = self.registering
        is_path_kept = self.flags.path is not PathMode.UNREAD
        path = registering.path if is_path_kept else ""
        by_path = _received_of(path) if self.flags.path_received else ""
        nat_flag = self.location.settings.nat_flag
        flags = self.branch_flags
        if by_path and nat_flag and nat_flag not in flags:
            flags = (*flags, nat_flag)
        return Contact(
            contact.uri,
            0,
            expires,
            self._q(contact),
            registering.call_id,
            registering.cseq,
            registering.user_agent,
            bits((contact.methods,)) if contact.methods else registering.methods,
            self.now,
            registering.socket,
            by_path or contact.received or self.source,
            path,
            contact.instance,
            MEMORY_ONLY if self.flags.memory_only else 0,
            flags,
        )

    def _q(self, contact: Asked) -> int:
        if not contact.q:
            return self.settings.default_q
        q = parse_q(contact.q)
        if q is None:
            raise Refused(
                Fault.Q,
                error("core:calc_contact_q", f"invalid qvalue ({contact.q}): bad characters"),
                error("core:pack_ci", "failed to calculate q"),
            )
        return q

    def _expires(self, contact: Asked) -> int:
        """When it ends, in seconds since 1970; 0: it is to be removed."""
        seconds = contact.seconds
        if seconds is None:
            header = self.registering.expires
            seconds = self.settings.default_expires if header is None else header
        if not seconds:
            return 0
        least = self.settings.min_expires if self.flags.min_expires is None else self.flags.min_expires
        most = self.settings.max_expires if self.flags.max_expires is None else self.flags.max_expires
        seconds = max(seconds, least)
        return self.now + (min(seconds, most) if most else seconds)


def _with_instance(new: Contact, known: Contact) -> Contact:
    return replace(new, instance=known.instance)


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


def _received_of(path: str) -> str:
    """The `received` of the first Path, as a load balancer in front writes it."""
    try:
        first = NameAddr.parse_list(path)[0] if path else None
    except Malformed:
        return ""
    value = value_of(first.uri.params, "received") if first is not None else None
    return unescape(unquote(value)) if value else ""
