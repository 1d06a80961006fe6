"""lookup(): the R-URI becomes the best contact of its address of record, and the others branches. After lib/reg/lookup.c."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from voiplab.opensips.gruu import bare
from voiplab.opensips.log import LogLine, error
from voiplab.opensips.methods import bit
from voiplab.opensips.patterns import Patience
from voiplab.opensips.received import MOST_FURTHER, Received, Target
from voiplab.opensips.registrar.address_of_record import Wanted, wanted
from voiplab.opensips.registrar.faults import Refused
from voiplab.opensips.registrar.lookup_flags import LookupFlags
from voiplab.opensips.registrar.settings import Settings
from voiplab.opensips.usrloc.contact import Contact
from voiplab.opensips.usrloc.location import Location
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr

FOUND: Final = 1
NOBODY: Final = -1
OTHER_METHODS: Final = -2
FAILED: Final = -3


@dataclass(slots=True)
class Looking:
    """One call of lookup(), and what it has to say in the log."""

    location: Location
    settings: Settings
    flags: LookupFlags
    received: Received
    now: int
    log: list[LogLine]
    patience: Patience
    is_uri_taken: bool = False

    def look(self, address: str | None) -> int:
        """`address`: a URI that counts in place of the R-URI. Returns what lookup() does."""
        branches: Sequence[Target] = ()
        if self.flags.with_branches:
            branches = tuple(self.received.further)
            self.received.further.clear()
        self.is_uri_taken = self.flags.keeps_uri
        code = NOBODY
        for uri in (address or self.received.uri, *(branch.uri for branch in branches)):
            try:
                sought = wanted(uri, self.settings, use_domain=self.location.settings.use_domain)
            except Refused:
                self.log.append(error("core:lookup", "failed to extract address of record"))
                return FAILED
            record = self.location.record(sought.aor) if sought is not None else None
            if sought is None or record is None:
                return NOBODY
            code, chosen = self._choose(record.contacts, sought, code)
            for contact in chosen:
                self._push(contact)
                if self.flags.only_first:
                    return FOUND
        return FOUND if self.is_uri_taken else code

    def _choose(self, contacts: Sequence[Contact], sought: Wanted, code: int) -> tuple[int, Sequence[Contact]]:
        chosen: list[Contact] = []
        for contact in contacts:
            if not contact.is_valid(self.now):
                continue
            if code < 0:
                # The last one that is passed over decides between "nobody" and "other methods".
                code = NOBODY if self._takes_method(contact) else OTHER_METHODS
            if self._takes_method(contact) and self._is_meant(contact, sought):
                code = FOUND
                chosen.append(contact)
                if sought.instance:
                    break
        return code, chosen

    def _takes_method(self, contact: Contact) -> bool:
        return not self.flags.by_method or bool(contact.methods & bit(self.received.method))

    def _is_meant(self, contact: Contact, sought: Wanted) -> bool:
        if self.flags.agent is not None and not self.flags.agent.matches(contact.user_agent, self.patience):
            return False
        if sought.instance and bare(contact.instance) != sought.instance:
            return False
        return not sought.call_id or contact.call_id == sought.call_id

    def _push(self, contact: Contact) -> None:
        """Path goes before Received: the last element before the phone knows the way through its NAT."""
        next_hop = _first_of(contact.path) or contact.received or None
        flags = dict.fromkeys(contact.branch_flags, 1)
        target = Target(contact.uri, next_hop, contact.socket, contact.q, flags, contact.path or None)
        if not self.is_uri_taken:
            if next_hop is None:
                target = replace(target, next_hop=self.received.next_hop)
            self.received.target = target
            self.is_uri_taken = True
        elif len(self.received.further) < MOST_FURTHER:
            self.received.further.append(target)
        else:
            self.log.append(error("core:append_branch", "max nr of branches exceeded"))


def _first_of(path: str) -> str:
    return next(_uris(path), "")


def _uris(path: str) -> Iterator[str]:
    if not path:
        return
    try:
        addresses = NameAddr.parse_list(path)
    except Malformed:
        return
    for address in addresses:
        yield str(address.uri)
