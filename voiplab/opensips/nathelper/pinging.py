"""NAT pings: every `natping_interval` seconds each contact gets four zero bytes, or a request that it answers.

Module documentation of OpenSIPS 3.2, "nathelper", section "NAT pinging types".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.configuration import Configuration, Listener
from voiplab.opensips.usrloc.contact import Contact
from voiplab.sim.chance import Chance
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.message import Message
from voiplab.sip.uri import Uri
from voiplab.sip.value import value

ZEROS: Final = bytes(4)
_WORD: Final = 1 << 32


@dataclass(frozen=True, slots=True)
class Settings:
    interval: int = 0
    nated_only: bool = False
    nat_flag: str = ""
    request_flag: str = ""
    """Contacts with this flag get a request."""
    from_: str = ""
    method: str = "OPTIONS"

    @classmethod
    def of(cls, configuration: Configuration) -> "Settings":
        def text(name: str) -> str:
            return str(configuration.parameter("nathelper", name))

        nat_flag = str(configuration.parameter("usrloc", "nat_bflag")) if configuration.is_loaded("usrloc") else ""
        return cls(
            configuration.number("nathelper", "natping_interval"),
            bool(configuration.number("nathelper", "ping_nated_only")),
            nat_flag,
            text("sipping_bflag"),
            text("sipping_from"),
            text("sipping_method"),
        )


@value(frozen=True, slots=True)
class Ping:
    """`to` is a URI."""

    payload: bytes
    to: str
    socket: Listener


class Pings:
    def __init__(self, settings: Settings, chance: Chance) -> None:
        self.settings = settings
        self._tag = chance.below(_WORD)
        self._call = f"{chance.below(_WORD):x}"
        self._count = chance.below(_WORD)
        self._branches = chance

    def pings(self, contacts: Sequence[Contact], now: int, age: int) -> Sequence[Ping]:
        """For all contacts that are valid; `age`: whole seconds since the start of the server."""
        return [
            ping for contact in contacts if contact.is_valid(now) and (ping := self._ping(contact, age)) is not None
        ]

    def _ping(self, contact: Contact, age: int) -> Ping | None:
        settings = self.settings
        if settings.nated_only and settings.nat_flag not in contact.branch_flags:
            return None
        to = _next_hop(contact)
        if contact.socket is None or contact.socket.protocol != "udp" or _transport(to) != "udp":
            return None
        wants_request = settings.request_flag in contact.branch_flags and bool(settings.request_flag)
        if wants_request and settings.from_:
            return Ping(self._request(contact, contact.socket, age), to, contact.socket)
        return Ping(ZEROS, to, contact.socket)

    def _request(self, contact: Contact, socket: Listener, age: int) -> bytes:
        settings = self.settings
        lines = [
            f"{settings.method} {contact.uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {socket.host}:{socket.port};branch=z9hG4bK{self._branches.hex(8)}",
            *([f"Route: {contact.path}"] if contact.path else []),
            f"From: {settings.from_};tag={self._tag:x}",
            f"To: {contact.uri}",
            f"Call-ID: {self._call}-{self._count:x}-{age:x}@{socket.host}",
            f"CSeq: 1 {settings.method}",
            "Content-Length: 0",
        ]
        self._tag = (self._tag + 1) % _WORD
        self._count = (self._count + 1) % _WORD
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")

    def is_answer(self, response: Message) -> bool:
        """The script never sees these."""
        call_id = response.get("Call-ID") or ""
        method = (response.get("CSeq") or "").rpartition(" ")[2]
        return (
            len(response.values("Via")) == 1 and method == self.settings.method and call_id.startswith(f"{self._call}-")
        )


def _next_hop(contact: Contact) -> str:
    if contact.path:
        try:
            return str(NameAddr.parse_list(contact.path)[0].uri)
        except Malformed:
            return contact.received or contact.uri
    return contact.received or contact.uri


def _transport(uri: str) -> str | None:
    """None: it cannot be read."""
    try:
        return (Uri.parse(uri).transport or "udp").lower()
    except Malformed:
        return None
