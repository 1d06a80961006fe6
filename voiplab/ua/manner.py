"""How one element speaks: what it writes, how often it repeats itself, and the tokens that it makes up."""

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Final

from voiplab.net.address import Address
from voiplab.net.packet import Transport
from voiplab.recording.events import EventId
from voiplab.sim.chance import Chance
from voiplab.sip.draft import Draft
from voiplab.sip.headers.via import Via
from voiplab.sip.layout import Layout
from voiplab.sip.message import Message
from voiplab.sip.phrases import phrase_of
from voiplab.sip.reliable import first_rseq
from voiplab.sip.transaction.timing import Timing
from voiplab.sip.value import value

MOST_ORIGINS: Final = 256

Token = Callable[[Chance], str]


def as_learned(via: Via, _source: Address) -> Via:
    """As the RFCs have it."""
    return via


def rfc_bad_request(_request: Message) -> str:
    return phrase_of(400)


@value(frozen=True, slots=False)
class Manner:
    """Data of a phone's profile or of a server. Sofia omits the port of its Via when it is 5060: hence `via`, a function."""

    layout: Layout
    timing: Timing
    branch: Token
    tag: Token
    via: Callable[[Transport, Address, str], str]
    tcp_above: int | None = None
    """Requests of more bytes go by TCP (RFC 3261 section 18.1.1 says 1300); None: the product never changes over."""
    answered: Callable[[Via, Address], Via] = as_learned
    """The topmost Via of its responses: from that with `received` and `rport` in it, and from where the request came."""
    rseq: Callable[[Chance], int] = first_rseq
    """The first RSeq of an INVITE: products do not use all that RFC 3262 allows."""
    heeds_unreachable: bool = False
    """Whether an INVITE to a closed port fails at once. Most stacks never look at ICMP, and repeat it."""
    bad_request: Callable[[Message], str] = rfc_bad_request
    """The phrase of the 400 to a request with a header that cannot be read."""
    merged: str = phrase_of(482)
    """The phrase of the 482 to a request that has come here by another way already (RFC 3261 section 8.2.2.2)."""
    origins: Mapping[str, EventId] = field(default_factory=dict)
    """Which setting made a constant header what it is."""
    _known_origins: dict[tuple[tuple[str, EventId], ...], Mapping[str, EventId]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """A recording keeps the origins of every message, and those of most come from the same settings."""

    def origins_of(self, draft: Draft) -> Mapping[str, EventId]:
        """Which settings and lines made the headers of a message what they are."""
        if not draft.origins:
            return self.origins
        own = tuple(draft.origins.items())
        known = self._known_origins.get(own)
        if known is None:
            if len(self._known_origins) == MOST_ORIGINS:
                self._known_origins.clear()
            known = self._known_origins[own] = {**self.origins, **draft.origins}
        return known


def rport_first(transport: Transport, at: Address, branch: str) -> str:
    """`SIP/2.0/UDP 10.0.0.5:5060;rport;branch=...`, as pjsip writes it."""
    return f"SIP/2.0/{transport.value} {at};rport;branch={branch}"


def rport_last(transport: Transport, at: Address, branch: str) -> str:
    return f"SIP/2.0/{transport.value} {at};branch={branch};rport"


def plain(transport: Transport, at: Address, branch: str) -> str:
    return f"SIP/2.0/{transport.value} {at};branch={branch}"


def always_received(via: Via, source: Address) -> Via:
    """As pjsip answers: `rport`, `received` whether it tells anything new or not, `branch`, all others."""
    known = dict(via.with_param("received", source.ip).params)
    first = [(name, known.pop(name)) for name in ("rport", "received", "branch") if name in known]
    return replace(via, params=(*first, *known.items()))
