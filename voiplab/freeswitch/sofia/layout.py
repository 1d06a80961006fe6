"""How FreeSWITCH 1.10 (sofia-sip 1.13) writes a message.

Its headers always stand in one order; what differs between messages is which of the constant headers they have.
Both tables are read off the recordings of tests/golden/freeswitch.
"""

from collections.abc import Mapping
from typing import Final

from voiplab.sip.layout import OTHERS, Layout

USER_AGENT: Final = "FreeSWITCH-mod_sofia/1.10.12-release+git~20240802T210227Z~a88d069d6f~64bit"

ALLOW_EVENTS: Final = (
    "talk, hold, conference, presence, as-feature-event, dialog, line-seize, call-info, sla, "
    "include-session-description, presence.winfo, message-summary, refer"
)

ORDER: Final = (
    "Via", "Route", "Record-Route", "Max-Forwards", "From", "To", "Call-ID", "CSeq", "Contact", "RSeq", "RAck",
    "Call-Info", "Expires", "Date", "Retry-After", "Timestamp", "User-Agent", "Accept", "Allow", "Require", "Supported",
    "Unsupported", "Event", "Allow-Events", "Subscription-State", "Session-Expires", "Min-SE", "Refer-To", "Referred-By",
    "Privacy", "Content-Type", "Content-Disposition", "WWW-Authenticate", "Proxy-Authenticate", "Reason", "SIP-ETag",
    "Content-Length", OTHERS, "X-FS-Support", "Alert-Info", "Remote-Party-ID", "P-Asserted-Identity", "P-Preferred-Identity",
)  # fmt: skip

CONSTANTS: Final = frozenset({"User-Agent", "Allow", "Supported", "Allow-Events", "X-FS-Support"})

SILENT: Final[frozenset[str]] = frozenset()
NAMED: Final = frozenset({"User-Agent"})
CAPABLE: Final = NAMED | {"Allow", "Supported"}
EVENTFUL: Final = CAPABLE | {"Allow-Events"}
INVITING: Final = EVENTFUL | {"X-FS-Support"}

PRESENT: Final[Mapping[str, frozenset[str]]] = {
    # requests
    "INVITE": INVITING,
    "INVITE again": CAPABLE | {"X-FS-Support"},
    "INVITE back": CAPABLE,
    "NOTIFY": EVENTFUL,
    "ACK": SILENT,
    "CANCEL": SILENT,
    "*": CAPABLE,  # BYE, PRACK, ...
    # replies
    "100 INVITE": NAMED,
    "400 * stack": SILENT,
    "482 * stack": SILENT,
    "505 * stack": SILENT,
    "4xx * stack": CAPABLE,
    "5xx * stack": CAPABLE,
    "200 INVITE again": CAPABLE,
    "200 BYE crossed": SILENT,
    "* INVITE": EVENTFUL,
    "* OPTIONS": EVENTFUL,
    "* PUBLISH": EVENTFUL,
    "* SUBSCRIBE": EVENTFUL,
    "* REFER": EVENTFUL,
    "* NOTIFY": EVENTFUL,
    "* CANCEL": SILENT,
    "481 PRACK": SILENT,
    "400 PRACK": SILENT,
    "* *": CAPABLE,  # BYE, INFO, MESSAGE, PRACK, REGISTER, UPDATE, unknown methods
}
"""Which constant headers a kind of message has; the most specific kind decides (see `Layout`).

`stack`: sofia answers by itself, before there is a channel. `again`: a re-INVITE, and the reply to one. `back`: a re-INVITE to
whoever has called. `crossed`: the reply to a BYE that crosses ours.
"""


def allowed(*, offers_100rel: bool, manages_presence: bool) -> tuple[str, ...]:
    """The methods of a profile, in the order of its Allow."""
    methods = ["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "MESSAGE", "INFO", "UPDATE", "REGISTER", "REFER"]
    methods += ["PRACK"] if offers_100rel else []
    methods += ["NOTIFY"]
    methods += ["PUBLISH", "SUBSCRIBE"] if manages_presence else []
    return tuple(methods)


def layout(*, offers_100rel: bool, manages_presence: bool, user_agent: str = "") -> Layout:
    """The layout of a profile: its Allow, Supported and User-Agent depend on its parameters."""
    methods = allowed(offers_100rel=offers_100rel, manages_presence=manages_presence)
    return Layout(
        orders={
            kind: tuple(name for name in ORDER if name not in CONSTANTS or name in present)
            for kind, present in PRESENT.items()
        },
        constants={
            "User-Agent": user_agent or USER_AGENT,
            "Allow": ", ".join(methods),
            "Supported": "100rel, timer, path, replaces" if offers_100rel else "timer, path, replaces",
            "Allow-Events": ALLOW_EVENTS,
            "X-FS-Support": "update_display,send_info",
        },
    )
