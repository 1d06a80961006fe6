"""What one port says, as RTP packets: each flow from its beginning to its end or change, key presses in between."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from voiplab.net.address import Address
from voiplab.recording.events import Event, EventId
from voiplab.rtp.flow import Flow
from voiplab.rtp.packet import SEQUENCE_END, TIMESTAMP_END, RtpPacket
from voiplab.rtp.packets import CLOCK, LAWS, NoEncoder, Start, Timed, packets
from voiplab.sim.chance import Chance
from voiplab.sim.moment import Moment, ms

PRESS: Final = 7
"""Packets of a key press: 100 ms, the shortest that a phone here sends. The flow does not say how long it is."""


class Said(NamedTuple):
    """An RTP packet that a node sends."""

    at: Moment
    node: str
    source: Address
    target: Address
    packet: RtpPacket
    comments: tuple[str, ...] = ()
    sent: EventId | None = None
    """The event that it is the packet of, if it is the first of a flow."""


@dataclass
class Spurt:
    """What is said to one target without a pause. Without a flow only keys are pressed."""

    target: Address
    begins: Moment
    start: Start
    slot: int = 0
    """How many packets it has had, those of `pressing` among them."""
    flow: Flow | None = None
    keys: deque[Flow] = field(default_factory=deque)
    pressing: deque[Timed] = field(default_factory=deque)
    comments: tuple[str, ...] = ()
    sent: EventId | None = None
    """What its next packet is to have."""

    @property
    def is_over(self) -> bool:
        """The keys have been pressed, and nothing else is said."""
        return self.flow is None and not self.keys and not self.pressing

    def take(self, moment: Moment) -> Timed | None:
        """The next packet, if it is due before that moment."""
        if not self.pressing and self.keys and self._is_due(self.keys[0], moment):
            self.pressing.extend(packets(self.keys.popleft(), self.start, self.begins, PRESS, skip=self.slot))
            self.slot += PRESS
        if self.pressing:
            return self.pressing.popleft() if self.pressing[0].at < moment else None
        if self.flow is None or not self._is_due(self.flow, moment):
            return None
        self.slot += 1
        return next(packets(self.flow, self.start, self.begins, 1, skip=self.slot - 1))

    def _is_due(self, flow: Flow, moment: Moment) -> bool:
        return self.begins + self.slot * ms(flow.ptime) < moment

    def numbers_at(self, moment: Moment) -> Start:
        """Where the next spurt would go on."""
        return later(self.start, self.slot - len(self.pressing), moment - self.begins)


def later(start: Start, count: int, time: Moment) -> Start:
    """RFC 3550 section 5.1: time goes on in a pause, the sequence numbers do not."""
    ticks = time * CLOCK // 1_000_000
    return Start((start.sequence + count) % SEQUENCE_END, (start.timestamp + ticks) % TIMESTAMP_END)


class Voice:
    """All that one port of a node says under one SSRC."""

    def __init__(self, node: str, source: Address, begins: Moment, chance: Chance) -> None:
        self._node = node
        self._source = source
        self._ended = begins
        self._numbers = Start.drawn(chance)
        self._spurt: Spurt | None = None

    @property
    def is_silent(self) -> bool:
        return self._spurt is None

    def take(self, flow: Flow, target: Address, event: Event, comments: tuple[str, ...] = ()) -> None:
        """A flow begins, changes or ends with this event, or a key is pressed. NoEncoder."""
        spurt = self._spurt
        if not flow.content:  # so the end of a flow is told
            if spurt is not None and spurt.target == target:
                self._end(event.at)
            return
        if flow.digit is None and flow.codec not in LAWS:
            self._end(event.at)
            raise NoEncoder(flow.codec)
        if spurt is None or spurt.target != target or spurt.is_over:
            self._end(event.at)
            spurt = self._spurt = Spurt(target, event.at, later(self._numbers, 0, event.at - self._ended))
        if flow.digit is None:
            spurt.flow = flow
        else:
            spurt.keys.append(flow)
        spurt.comments += comments
        spurt.sent = event.id

    def until(self, moment: Moment) -> Iterator[Said]:
        """What is due before that moment."""
        while (spurt := self._spurt) is not None and (timed := spurt.take(moment)) is not None:
            said = Said(timed.at, self._node, self._source, spurt.target, timed.packet, spurt.comments, spurt.sent)
            spurt.comments, spurt.sent = (), None
            yield said

    def _end(self, at: Moment) -> None:
        if self._spurt is not None:
            self._numbers = self._spurt.numbers_at(at)
            self._ended = at
            self._spurt = None
