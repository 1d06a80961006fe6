"""Where a message came from, as a URI, as a Contact, and as a parameter `received`."""

import re
from typing import Final

from voiplab.opensips.received import Received

#  Of each contact: the URI up to its host, host and port, and what follows them.
_CONTACT: Final = re.compile(
    r"""(?P<open><[ \t]*|(?<![^\s,])(?=sips?:))(?P<user>sips?:(?:[^\s<>"@,;]*@)?)(?P<place>\[[^]]*\](?::\d+)?|[^\s<>"@,;?]+)"""
    r"""(?P<rest>[^\s<>"]*)(?P<close>[ \t]*>)?""",
    re.IGNORECASE,
)


def source_uri(received: Received) -> str:
    """What fix_nated_register() keeps: `sip:10.0.0.1:5060`."""
    transport = "" if received.way.listener.protocol == "udp" else f";transport={received.way.listener.protocol}"
    return f"sip:{_place(received)}{transport}"


def _place(received: Received) -> str:
    address = received.way.address
    host = f"[{address.ip}]" if ":" in address.ip else address.ip
    return f"{host}:{address.port}"


def fix_contacts(received: Received, params: str = "") -> bool:
    """fix_nated_contact(): host and port of every contact become those of the sender. False: there is none."""
    found = False
    for start, contact in _contacts(received):
        found = True
        at, end = _span(start, contact, "place")
        received.lumps.replace(at, end, _place(received))
        if params:
            after = _span(start, contact, "rest")[1]
            received.lumps.insert(after, params)
    return found


def add_received(received: Received, *, into_uri: bool) -> bool:
    """add_rcv_param(): to the Contact, or into its URI."""
    found = False
    for start, contact in _contacts(received):
        found = True
        group = "rest" if into_uri or contact["close"] is None else "close"
        received.lumps.insert(_span(start, contact, group)[1], f';received="{source_uri(received)}"')
    return found


def _contacts(received: Received) -> "list[tuple[int, re.Match[str]]]":
    """Each with the place in the buffer where its header's value begins; offsets count bytes."""
    found = []
    for place in received.places("Contact"):
        start, end = received.value_span(place)
        text = received.buffer[start:end].decode("latin-1")
        found += [(start, contact) for contact in _CONTACT.finditer(text)]
    return found


def _span(start: int, contact: "re.Match[str]", group: str) -> tuple[int, int]:
    return start + contact.start(group), start + contact.end(group)
