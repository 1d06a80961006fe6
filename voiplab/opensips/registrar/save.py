"""save(): a REGISTER changes the table of contacts and is answered. Module documentation of OpenSIPS 3.2, "registrar"; save.c.

Contacts are taken one after the other: what stands before one that is refused stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.log import LogLine, error
from voiplab.opensips.received import Received
from voiplab.opensips.registrar.address_of_record import address_of_record
from voiplab.opensips.registrar.asked import Star
from voiplab.opensips.registrar.bindings import Bindings
from voiplab.opensips.registrar.contact_text import Gruus, contact_line
from voiplab.opensips.registrar.faults import REASONS, Fault, Refused
from voiplab.opensips.registrar.granted import as_granted
from voiplab.opensips.registrar.new_contact import Making
from voiplab.opensips.registrar.registering import Registering, read_registering
from voiplab.opensips.registrar.save_flags import PathMode, SaveFlags
from voiplab.opensips.registrar.settings import Settings
from voiplab.opensips.usrloc.contact import Contact
from voiplab.opensips.usrloc.location import Location

SAVED: Final = 1
REFUSED: Final = -2


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a REGISTER: `lines` are those of this module, in their order."""

    status: int
    lines: Sequence[str] = ()

    @property
    def reason(self) -> str:
        return REASONS[self.status]


@dataclass(frozen=True, slots=True)
class Saved:
    """`code` is what save() returns; without answer the flag r has held it back."""

    code: int
    answer: Answer | None
    log: Sequence[LogLine] = ()

    @property
    def is_accepted(self) -> bool:
        return self.code == SAVED


@dataclass(frozen=True, slots=True)
class Saving:
    """What one call of save() works with."""

    location: Location
    settings: Settings
    flags: SaveFlags
    now: int
    address: str | None = None
    """A URI that counts in place of To's."""
    source: str = ""
    """The URI of where the REGISTER came from, as fix_nated_register() has left it."""
    branch_flags: tuple[str, ...] = ()
    """Those that are set in this moment."""

    def save(self, received: Received, reply: Received | None = None) -> Saved:
        """`reply`: that of another registrar, which decides how long the contact lasts."""
        try:
            registering = read_registering(received, self.settings)
            if reply is not None:
                registering = as_granted(registering, reply, self.settings)
            aor = self._name(registering)
        except Refused as refused:
            return self._saved(Answer(refused.fault.status, self._complaints(refused.fault)), refused.log)
        try:
            self._apply(aor, registering)
        except Refused as refused:
            told = (*self._told(aor, registering), *self._complaints(refused.fault))
            return self._saved(Answer(refused.fault.status, told), refused.log)
        lines, fault = self._with_path(self._told(aor, registering), registering)
        if fault is not None:
            return self._saved(Answer(fault.status, (*lines, *self._complaints(fault))))
        return self._saved(Answer(200, lines))

    def _name(self, registering: Registering) -> str:
        use_domain = self.location.settings.use_domain
        try:
            name = address_of_record(self.address or registering.to, self.settings, use_domain=use_domain)
        except Refused as refused:
            failed = error("registrar:save_aux", "failed to extract Address Of Record")
            raise Refused(refused.fault, *refused.log, failed) from None
        if not name:
            raise Refused(
                Fault.AOR_UNREADABLE, error("registrar:save_aux", "the AoR URI is missing the 'username' part!")
            )
        return name

    def _apply(self, aor: str, registering: Registering) -> None:
        """Changes the table. Raises `Refused`."""
        if isinstance(registering.contacts, Star):
            self.location.delete(aor)
            return
        if not registering.contacts:
            return
        settings, flags, nat_flag = self.settings, self.flags, self.location.settings.nat_flag
        making = Making(registering, settings, flags, nat_flag, self.source, self.branch_flags, self.now)
        limit = settings.max_contacts if flags.max_contacts is None else flags.max_contacts
        bindings = Bindings(self.location, making, flags, limit, self.now)
        record = self.location.record(aor)
        if record is None:
            bindings.insert(aor, registering.contacts)
        else:
            bindings.update(record, registering.contacts)

    def _told(self, aor: str, registering: Registering) -> Sequence[str]:
        record = self.location.record(aor)
        contacts: Sequence[Contact] = record.valid(self.now) if record is not None else ()
        if self.flags.only_asked and not isinstance(registering.contacts, Star):
            asked = {contact.uri: contact for contact in registering.contacts}
            contacts = [contact for contact in contacts if contact.uri in asked]
        gruus = None
        if registering.wants_gruu and not self.settings.disable_gruu:
            gruus = Gruus(aor, self.location.settings.use_domain, registering.socket)
        line = contact_line(contacts, self.settings, self.now, gruus)
        return () if line is None else (line,)

    def _with_path(self, told: Sequence[str], registering: Registering) -> tuple[Sequence[str], Fault | None]:
        if not registering.path or self.flags.path not in (PathMode.TOLD_IF_SUPPORTED, PathMode.STRICT):
            return told, None
        path = f"Path: {registering.path}"
        if registering.knows_path:
            return (*told, path), None
        if self.flags.path is PathMode.STRICT:
            return (*told, "Unsupported: path", path), Fault.PATH_UNSUPPORTED
        return told, None

    def _complaints(self, fault: Fault) -> Sequence[str]:
        lines = [f"P-Registrar-Error: {fault.value}"]
        if fault.status >= 500 and self.settings.retry_after:
            lines.append(f"Retry-After: {self.settings.retry_after}")
        return lines

    def _saved(self, answer: Answer, log: Sequence[LogLine] = ()) -> Saved:
        code = SAVED if answer.status == 200 else REFUSED
        return Saved(code, answer if self.flags.reply else None, (*self.flags.log, *log))
