"""How one element speaks: what it writes, how often it repeats itself, and the tokens that it makes up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from voiplab.net.address import Address
from voiplab.net.packet import Transport
from voiplab.recording.events import EventId
from voiplab.sim.chance import Chance
from voiplab.sip.layout import Layout
from voiplab.sip.reliable import first_rseq
from voiplab.sip.transaction.timing import Timing

Token = Callable[[Chance], str]


@dataclass(frozen=True)
class Manner:
    """Data of a phone's profile or of a server. Sofia omits the port of its Via when it is 5060: hence `via`, a function."""

    layout: Layout
    timing: Timing
    branch: Token
    tag: Token
    via: Callable[[Transport, Address, str], str]
    tcp_above: int | None = None
    """Requests of more bytes go by TCP (RFC 3261 section 18.1.1 says 1300); None: the product never changes over."""
    rseq: Callable[[Chance], int] = first_rseq
    """The first RSeq of an INVITE: products do not use all that RFC 3262 allows."""
    origins: Mapping[str, EventId] = field(default_factory=dict)
    """Which setting made a constant header what it is."""


def rport_first(transport: Transport, at: Address, branch: str) -> str:
    """`SIP/2.0/UDP 10.0.0.5:5060;rport;branch=...`, as pjsip writes it."""
    return f"SIP/2.0/{transport.value} {at};rport;branch={branch}"


def rport_last(transport: Transport, at: Address, branch: str) -> str:
    return f"SIP/2.0/{transport.value} {at};branch={branch};rport"


def plain(transport: Transport, at: Address, branch: str) -> str:
    return f"SIP/2.0/{transport.value} {at};branch={branch}"
