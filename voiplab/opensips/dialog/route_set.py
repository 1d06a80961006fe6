"""What a message says of the way to its sender: Contact, Record-Route, and the body; RFC 3261 section 12.1."""

from collections.abc import Sequence

from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.message import Message


def record_routes(message: Message) -> Sequence[str]:
    """As Route values, in the order of the message."""
    return [str(one) for value in message.values("Record-Route") for one in _addresses(value)]


def contact_of(message: Message) -> str:
    """The URI in Contact; empty when there is none, more than one, or one that cannot be read."""
    found = [one for value in message.values("Contact") for one in _addresses(value)]
    return str(found[0].uri) if len(found) == 1 else ""


def uri_in(message: Message, header: str) -> str:
    """Of From or To; empty when it cannot be read."""
    found = _addresses(message.get(header) or "")
    return str(found[0].uri) if found else ""


def uri_of(route: str) -> str:
    """What stands in the brackets."""
    return route.partition("<")[2].partition(">")[0] or route


def body_of(message: Message) -> str | None:
    """None: it has none."""
    return message.body.decode("utf-8", "replace") if message.body else None


def _addresses(value: str) -> Sequence[NameAddr]:
    try:
        return NameAddr.parse_list(value)
    except Malformed:
        return ()
