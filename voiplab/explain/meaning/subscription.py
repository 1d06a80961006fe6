"""Event packages and the state of subscriptions: Event, Allow-Events, Subscription-State (RFC 6665)."""

from collections.abc import Mapping
from typing import Final

from voiplab.explain.meaning.here import Header, Said, Says
from voiplab.sip.headers.named import Named
from voiplab.sip.headers.tokens import parse_tokens

PACKAGES: Final[Mapping[str, str]] = {
    "as-feature-event": "call forwarding and do not disturb kept alike in server and telephone; BroadSoft's, not of an RFC",
    "call-info": "the state of a shared line; BroadSoft's, not of an RFC",
    "check-sync": "a telephone is to fetch its configuration again; a vendors' convention, not of an RFC",
    "conference": "who is in a conference (RFC 4575)",
    "dialog": "which calls an address has: busy lamps (RFC 4235)",
    "hold": "the server puts the telephone's call on hold; BroadSoft's, not of an RFC",
    "include-session-description": "a parameter of the package dialog (RFC 4235 section 3.2), listed as if it were one itself",
    "keep-alive": "only keeps a NAT open; not of an RFC",
    "kpml": "key presses, asked for (RFC 4730)",
    "line-seize": "takes a shared line before dialling; BroadSoft's, not of an RFC",
    "message-summary": "the lamp for messages that wait (RFC 3842)",
    "presence": "whether somebody is there (RFC 3856)",
    "presence.winfo": "who watches somebody's presence (RFC 3857, RFC 3858)",
    "refer": "what became of a REFER (RFC 3515)",
    "reg": "which telephones are registered for an address (RFC 3680)",
    "sla": "the state of a shared line; a vendors' convention, not of an RFC",
    "talk": "the server answers the telephone's call; BroadSoft's, not of an RFC",
    "ua-profile": "where a telephone finds its configuration (RFC 6080)",
}

REASONS: Final[Mapping[str, str]] = {
    "deactivated": "ended by the server: subscribe again at once",
    "probation": "ended by the server: subscribe again later, retry-after says when",
    "rejected": "refused: do not subscribe again",
    "timeout": "nobody renewed it in time",
    "giveup": "whoever had to agree did not do so in time",
    "noresource": "what was watched is not there any more: after a REFER the ordinary end",
    "invariant": "what was watched will never change again",
}
"""RFC 6665 section 4.1.3."""


def allow_events(header: Header) -> Said:
    yield Says("event packages that the sender knows")
    for name in parse_tokens(header.value):
        yield Says(f"{name}: {PACKAGES.get(name, 'not a package that voiplab knows')}")


def event(header: Header) -> Said:
    found = Named.parse(header.value)
    yield Says(f"the package {found.name}: {PACKAGES.get(found.name.lower(), 'not one that voiplab knows')}")
    number = found.param("id")
    if number is not None and found.name.lower() == "refer":
        yield Says(f"id={number}: the CSeq of the REFER that it tells of")
    elif number is not None:
        yield Says(f"id={number}: which of several subscriptions of this dialog")


def subscription_state(header: Header) -> Said:
    found = Named.parse(header.value)
    match found.name.lower():
        case "active":
            yield Says("active: more will be told")
        case "pending":
            yield Says("pending: it is not decided yet whether the subscriber may know")
        case "terminated":
            yield Says("terminated: the last NOTIFY")
        case _:
            yield Says(found.name)
    if (expires := found.param("expires")) is not None:
        yield Says(f"expires={expires}: it ends in {expires} s, unless it is renewed")
    if (why := found.param("reason")) is not None:
        yield Says(f"reason={why}: {REASONS.get(why.lower(), 'not one of RFC 6665')}")
    if (after := found.param("retry-after")) is not None:
        yield Says(f"retry-after={after}: not before so many seconds")
