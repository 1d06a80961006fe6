"""RTP as a ladder shows it: what somebody says to somebody else, from when to when."""

from collections.abc import Sequence
from dataclasses import replace

from voiplab.explain.belonging import Belonging
from voiplab.explain.owners import Destinations
from voiplab.net.address import Address
from voiplab.net.packet import Packet
from voiplab.recording.events import Arrived, Event, EventId, Lost, Sent
from voiplab.rtp.flow import Flow
from voiplab.sim.moment import Moment, ms
from voiplab.sip.value import value


@value(frozen=True, slots=True)
class Stream:
    """A flow of media. `lost`: why its first packet did not arrive; `ends` is None while it goes on.

    `goes_with`: the number of the message because of which it is sent, so far as one is known.
    """

    event: EventId
    at: Moment
    source: str
    target: str
    packet: Packet
    flow: Flow
    goes_with: int | None = None
    has_arrived: bool = False
    lost: str = ""
    ends: Moment | None = None

    @property
    def nodes(self) -> tuple[str, str]:
        return (self.source, self.target)

    @property
    def packets(self) -> int | None:
        """How many it has had; None while it goes on, and for a key press, of which a flow does not tell how long it is."""
        if self.ends is None or self.flow.digit is not None:
            return None
        return -(-(self.ends - self.at) // ms(self.flow.ptime))  # the first one leaves at once


Way = tuple[Address, Address, int]
"""From where to where, and the SSRC."""


class Streams:
    """Of one recording, while it grows."""

    def __init__(self, destinations: Destinations, belonging: Belonging) -> None:
        self._destinations = destinations
        self._belonging = belonging
        self._calls: dict[Way, int | None] = {}
        """The message of the latest stream on each way: a key is pressed in the call that goes on there."""
        self._streams: dict[EventId, Stream] = {}
        self._flowing: dict[Way, EventId] = {}

    def take(self, event: Event) -> Sequence[Stream]:
        """Those that are new or other ones since this event."""
        match event.what:
            case Sent(Packet(payload=Flow() as flow) as packet):
                return self._send(event, packet, flow)
            case Arrived(_, sent) if sent in self._streams and not self._streams[sent].has_arrived:
                return [self._become(replace(self._streams[sent], has_arrived=True, lost=""))]
            case Lost(_, sent, reason) if sent in self._streams and not self._streams[sent].has_arrived:
                return [self._become(replace(self._streams[sent], lost=reason))]
            case _:
                return []

    def moved(self) -> Sequence[Stream]:
        """Those that went to another node than it seemed."""
        return [
            self._become(replace(self._streams[number], target=node)) for number, node in self._destinations.moved()
        ]

    def _send(self, event: Event, packet: Packet, flow: Flow) -> Sequence[Stream]:
        way = packet.source, packet.target, flow.ssrc
        changed: list[Stream] = []
        if flow.digit is None and (before := self._flowing.pop(way, None)) is not None:
            changed.append(self._become(replace(self._streams[before], ends=event.at)))
        if flow.content:  # without, it only tells that the one before has ended
            target = self._destinations.send(event.id, packet.target)
            message = self._calls[way] = self._belonging.of(event) or self._calls.get(way)
            changed.append(self._become(Stream(event.id, event.at, event.node, target, packet, flow, message)))
            if flow.digit is None:
                self._flowing[way] = event.id
        return changed

    def _become(self, stream: Stream) -> Stream:
        self._streams[stream.event] = stream
        return stream
