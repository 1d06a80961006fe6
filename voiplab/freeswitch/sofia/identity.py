"""Who calls, as an INVITE says it: From, and what overrules it (sofia.c): Remote-Party-ID, P-Asserted-Identity,
P-Preferred-Identity, Privacy. How much of that may be shown, and in which header leg B is told."""

from enum import Enum
from typing import Final, NamedTuple

from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.message import Request
from voiplab.sip.params import value_of

NOBODY: Final = "unknown"
"""A caller without a user in From."""


class Told(Enum):
    """The variable sip_cid_type: where leg B reads who calls."""

    REMOTE_PARTY = "rpid"
    ASSERTED = "pid"

    __hash__ = object.__hash__


class Identity(NamedTuple):
    """`told` is None when nothing but From says who calls."""

    name: str
    number: str
    told: Told | None = None
    hides_name: bool = False
    hides_number: bool = False
    is_screened: bool = True


def of(request: Request) -> Identity:
    caller = request.from_
    found = Identity(caller.display or caller.uri.username or NOBODY, caller.uri.username)
    party = _address(request, "Remote-Party-ID")
    if party is not None:
        found = _overruled(found, party, Told.REMOTE_PARTY)._replace(
            hides_name=_privacy(party) in ("yes", "full", "name"),
            hides_number=_privacy(party) in ("yes", "full", "number"),
            is_screened=(value_of(party.params, "screen") or "").lower() != "no",
        )
    for header in ("P-Asserted-Identity", "P-Preferred-Identity"):
        identity = _address(request, header)
        if identity is not None:
            found = _overruled(found, identity, Told.ASSERTED)
    if "id" in (request.get("Privacy") or "").replace(" ", "").split(";"):
        found = found._replace(hides_name=True, hides_number=True)
    return found


def _overruled(found: Identity, by: NameAddr, told: Told) -> Identity:
    return found._replace(name=by.display or found.name, number=by.uri.username or found.number, told=told)


def _privacy(party: NameAddr) -> str:
    return (value_of(party.params, "privacy") or "").lower()


def _address(request: Request, header: str) -> NameAddr | None:
    """The first one; one that cannot be read is as good as none."""
    text = request.get(header)
    try:
        return None if text is None else NameAddr.parse_list(text)[0]
    except Malformed:
        return None
