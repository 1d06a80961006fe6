"""A table of contacts and the REGISTERs of the recordings: alice on 127.0.0.11, bob on .12, the server on 127.0.0.10."""

from dataclasses import dataclass, field, replace

from voiplab.net.address import Address
from voiplab.opensips.configuration import Listener
from voiplab.opensips.received import Received
from voiplab.opensips.registrar.save import Saved, Saving
from voiplab.opensips.registrar.save_flags import parse_save_flags
from voiplab.opensips.registrar.settings import Settings
from voiplab.opensips.sockets import Way
from voiplab.opensips.usrloc.location import Location
from voiplab.opensips.usrloc.location import Settings as TableSettings
from voiplab.sip.message import parse
from voiplab.text.place import Place

SOCKET = Listener("udp", "127.0.0.10", 5060, Place("opensips.cfg", 1), {})
NOW = 1795391799
"""The second in which the first of them was recorded."""
DESK = "<urn:uuid:00000000-0000-1000-8000-0000000000aa>"
MOBILE = "<urn:uuid:00000000-0000-1000-8000-0000000000bb>"


def received(text: str, source: str = "127.0.0.11:5060") -> Received:
    """A message as it is written in a test, with line ends of its own."""
    head, _, body = text.partition("\n\n")
    raw = (head.strip("\n").replace("\n", "\r\n") + "\r\n\r\n" + body.replace("\n", "\r\n")).encode()
    ip, _, port = source.rpartition(":")
    return Received(parse(raw), Way(SOCKET, Address(ip, int(port))))


def register(
    user: str = "alice",
    source: str = "127.0.0.11",
    *,
    call: str = "",
    cseq: int = 1,
    contact: str | None = "",
    more: str = "",
) -> Received:
    """`contact`: its header, None for none; the default is the phone's own address. `more`: further lines."""
    lines = [
        "REGISTER sip:127.0.0.10 SIP/2.0",
        f"Via: SIP/2.0/UDP {source}:5060;branch=z9hG4bK-7491-1-{cseq}",
        "Max-Forwards: 70",
        f"From: <sip:{user}@127.0.0.10>;tag=7491SIPpTag001",
        f"To: <sip:{user}@127.0.0.10>",
        f"Call-ID: {call or f'1-7493@{source}'}",
        f"CSeq: {cseq} REGISTER",
    ]
    if contact is not None:
        lines.append(f"Contact: {contact or f'<sip:{user}@{source}:5060>'}")
    lines += ["User-Agent: SIPp", *more.splitlines(), "Content-Length: 0"]
    return received("\n".join(lines) + "\n\n", f"{source}:5060")


@dataclass
class Registrar:
    settings: Settings = field(default_factory=Settings)
    table: TableSettings = field(default_factory=TableSettings)
    now: int = NOW

    def __post_init__(self) -> None:
        self.location = Location("location", self.table, lambda: 11386)

    def save(
        self, message: Received, flags: str = "", *, source: str = "", branch_flags: tuple[str, ...] = ()
    ) -> Saved:
        saving = Saving(self.location, self.settings, parse_save_flags(flags), self.now)
        return replace(saving, source=source, branch_flags=branch_flags).save(message)

    def told(self, message: Received, flags: str = "") -> list[str]:
        """Status line and the module's own lines."""
        answer = self.save(message, flags).answer
        assert answer is not None
        return [f"{answer.status} {answer.reason}", *answer.lines]

    def uris(self, aor: str = "alice") -> list[str]:
        record = self.location.record(aor)
        return [] if record is None else [contact.uri for contact in record.contacts]
