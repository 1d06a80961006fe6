"""The Contact header of a 200: all contacts of the record that are valid, and their GRUUs when they were asked for."""

from collections.abc import Iterator, Sequence

from voiplab.opensips.configuration import Listener
from voiplab.opensips.gruu import bare, public_gruu, temporary_gruu
from voiplab.opensips.registrar.settings import Settings
from voiplab.opensips.usrloc.contact import Contact
from voiplab.opensips.usrloc.q_value import write_q
from voiplab.sip.value import value


@value(frozen=True, slots=True)
class Gruus:
    """Asked for by this REGISTER: then every contact with an instance gets them."""

    aor: str
    use_domain: bool
    socket: Listener
    """Of this REGISTER, for contacts without one."""


def contact_line(contacts: Sequence[Contact], settings: Settings, now: int, gruus: Gruus | None) -> str | None:
    """None when there is no contact."""
    texts = ["".join(_contact(contact, settings, now, gruus)) for contact in contacts]
    return f"Contact: {', '.join(texts)}" if texts else None


def _contact(contact: Contact, settings: Settings, now: int, gruus: Gruus | None) -> Iterator[str]:
    yield f"<{contact.uri}>"
    if q := write_q(contact.q):
        yield f";q={q}"
    yield f";expires={contact.expires - now}"
    if contact.received:
        yield f';{settings.received_param}="{contact.received}"'
    if gruus is not None and contact.instance:
        socket = contact.socket or gruus.socket
        public = public_gruu(gruus.aor, contact.instance, socket, use_domain=gruus.use_domain)
        hidden = temporary_gruu(gruus.aor, contact.instance, contact.call_id, socket, now, settings.gruu_secret)
        yield f';pub-gruu="{public}";temp-gruu="{hidden}";+sip.instance="{bare(contact.instance)}"'
