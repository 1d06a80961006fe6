"""save() in an onreply route: another registrar has answered, and what it has granted counts here, too."""

from dataclasses import replace

from voiplab.opensips.received import Received
from voiplab.opensips.registrar.asked import Asked, Star, read_contacts
from voiplab.opensips.registrar.registering import Registering
from voiplab.opensips.registrar.settings import Settings
from voiplab.opensips.usrloc.record import is_same


def as_granted(registering: Registering, reply: Received, settings: Settings) -> Registering:
    """With the first contact only, and for as long as the reply says of it. Raises `Refused` for a reply that cannot be read.

    What asks for the end of a contact, and what the reply says nothing of, stays as it was asked for.
    """
    contacts = registering.contacts
    if isinstance(contacts, Star) or not contacts:
        return replace(registering, contacts=())
    asked = contacts[0]
    lasts = asked.seconds
    if lasts is None:
        lasts = settings.default_expires if registering.expires is None else registering.expires
    theirs = read_contacts(reply.message.values("Contact"))
    if not lasts or isinstance(theirs, Star):
        return registering
    granted = next((one for one in theirs if one.expires and is_same(one.uri, asked.uri)), None)
    if granted is None:
        return registering
    return replace(registering, contacts=(Asked(asked.uri, expires=granted.expires),))
