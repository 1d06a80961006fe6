"""A transfer, as seen by who is sent: REFER is accepted, the call made, and each step told in a NOTIFY (RFC 3515, 2.4.4)."""

from dataclasses import replace
from typing import Final, NamedTuple

from voiplab.phone.setup import Setup
from voiplab.phone.transferring import SIPFRAG
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, Response
from voiplab.sip.phrases import phrase_of
from voiplab.sip.uri import Uri, unescape
from voiplab.ua.client_transaction import Outcome, Silence
from voiplab.ua.leg import Leg, unheard

LASTS: Final = 600
"""Seconds that the subscription would last, as pjsip has it."""
TIMEOUT: Final = 408
ALLOWED: Final = ("Replaces", "Require")
"""Headers of the Refer-To that are taken over; RFC 3261 section 19.1.5 warns of all others."""


class Wanted(NamedTuple):
    """Whom to call, and what the INVITE is to bear."""

    target: str
    fields: tuple[tuple[str, str], ...]


def wanted(refer: Request) -> Wanted | None:
    """What a REFER asks for; None when that cannot be read, or is no SIP address."""
    try:
        address = refer.refer_to
    except Malformed:
        return None
    if address is None or address.uri.scheme != "sip" or not address.uri.host:
        return None
    fields = [(name, unescape(value)) for name, value in address.uri.headers if name in ALLOWED]
    if any("\r" in value or "\n" in value for _, value in fields):
        return None
    referred_by = refer.get("Referred-By")
    if referred_by:
        fields.append(("Referred-By", referred_by.strip()))
    return Wanted(str(_bare(address.uri)), tuple(fields))


def _bare(uri: Uri) -> Uri:
    """Without headers, and without `method`, which says what kind of request is wanted."""
    return replace(uri, headers=(), params=tuple(pair for pair in uri.params if pair[0].lower() != "method"))


class Referral:
    """What the one who asked is told. `leg` is the call in which it was asked."""

    def __init__(self, setup: Setup, leg: Leg) -> None:
        self._setup = setup
        self._leg = leg

    def begins(self) -> None:
        self._notify(100, phrase_of(100), f"active;expires={LASTS}")

    def progressed(self, response: Response) -> None:
        if response.status > 100:
            self._notify(response.status, response.phrase, f"active;expires={LASTS}")

    def ends(self, outcome: Outcome) -> None:
        """With a final response, or none."""
        if isinstance(outcome, Silence):
            self._notify(TIMEOUT, phrase_of(TIMEOUT), "terminated;reason=noresource")
        else:
            self._notify(outcome.status, outcome.phrase, "terminated;reason=noresource")

    def _notify(self, status: int, phrase: str, subscription: str) -> None:
        if self._leg.is_over:
            return
        draft = self._leg.draft("NOTIFY")
        draft.add("Contact", self._setup.addresses.contact)
        draft.add("Event", "refer")
        draft.add("Subscription-State", subscription)
        draft.add("Content-Type", f"{SIPFRAG};version=2.0")
        draft.body = f"SIP/2.0 {status} {phrase}\r\n".encode("utf-8", "surrogateescape")
        self._leg.send(draft, unheard)
