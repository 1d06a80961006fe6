"""Scripted faults: lose, delay or double the n-th packet of a kind on its way from one node to another."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from voiplab.net.packet import Packet
from voiplab.rtp.flow import Flow
from voiplab.sim.moment import Duration
from voiplab.sip.errors import Malformed
from voiplab.sip.matching import Pattern
from voiplab.sip.message import Request, Response, parse
from voiplab.sip.value import value


class Damage(Enum):
    LOSE = "lose"
    DELAY = "delay"
    DUPLICATE = "duplicate"


EVERY: Final = 1_000_000_000


@value(frozen=True, slots=False)
class Fault:
    """`pattern` says which messages are meant, on which way; the `first` ones after `skip` are damaged.

    A copy of a message counts like any other: that is how *the first two PRACKs* are lost.
    """

    damage: Damage
    pattern: Pattern
    first: int = EVERY
    skip: int = 0
    by: Duration = 0

    @property
    def reason(self) -> str:
        return f"lost by the script of this run ({self.pattern})"


@dataclass
class Faults:
    """The faults of a run and how often each pattern was seen."""

    scripted: Sequence[Fault] = ()
    seen: dict[int, int] = field(default_factory=dict)

    def strike(self, packet: Packet, sender: str, receiver: str) -> Sequence[Fault]:
        """The faults that hit this packet."""
        if not self.scripted or isinstance(packet.payload, Flow):
            return ()
        message = _message(packet.payload)
        return [
            fault
            for number, fault in enumerate(self.scripted)
            if message is not None and self._hits(number, fault, message, sender, receiver)
        ]

    def _hits(self, number: int, fault: Fault, message: Request | Response, sender: str, receiver: str) -> bool:
        if not fault.pattern.matches(message, sender, receiver):
            return False
        count = self.seen[number] = self.seen.get(number, 0) + 1
        return fault.skip < count <= fault.skip + fault.first


def _message(payload: bytes) -> Request | Response | None:
    try:
        return parse(payload)
    except Malformed:
        return None
