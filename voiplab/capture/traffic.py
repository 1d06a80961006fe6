"""The SIP messages in captured packets: datagrams and streams put together, and what is no SIP left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from voiplab.capture import ip
from voiplab.capture.conversation import Conversation, looks_like_sip
from voiplab.capture.fragments import Fragments
from voiplab.capture.ip import IpPacket, written
from voiplab.capture.link import HEADERS, carried
from voiplab.capture.record import Record
from voiplab.capture.stream import Event, Stream
from voiplab.capture.tcp import Segment
from voiplab.capture.udp import Datagram
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport

SIP_PORT: Final = 5060
"""What comes to it or leaves it is shown even when it is no SIP: somebody took it for that."""


class Sighted(NamedTuple):
    """A message, and where and when the last of its packets was captured."""

    at: int
    packet: Packet
    comments: tuple[str, ...] = ()


@dataclass
class Direction:
    """What one end of a connection sends."""

    source: Address
    target: Address
    stream: Stream = field(default_factory=Stream)
    conversation: Conversation = field(default_factory=Conversation)

    def messages(self, events: Iterable[Event]) -> Iterator[Packet]:
        for event in events:
            for message in self.conversation.take(event):
                yield Packet(Transport.TCP, self.source, self.target, message)


class Traffic:
    """Takes packets in the order of the file. The counts are for the remarks at the end.

    Of connections, so many directions are followed at a time; the one that was silent for longest is given up.
    """

    def __init__(self, most_directions: int) -> None:
        self._most_directions = most_directions
        self.packets = 0
        self.cut = 0
        self.holes = 0
        self.fragments = Fragments()
        self.unknown_links: dict[int, int] = {}
        self._directions: dict[tuple[Address, Address], Direction] = {}
        self._latest = 0

    def take(self, record: Record) -> Iterator[Sighted]:
        self.packets += 1
        self.cut += record.is_cut
        self._latest = record.at
        if record.link not in HEADERS:
            self.unknown_links[record.link] = self.unknown_links.get(record.link, 0) + 1
        octets = carried(record.link, record.data)
        packet = None if octets is None else ip.decode(octets)
        whole = None if packet is None else self.fragments.take(packet, record.at)
        for found in [] if whole is None else self._messages(whole):
            yield Sighted(record.at, found, record.comments)

    def end(self) -> Iterator[Sighted]:
        """The capture is over: what waited for missing packets waits no longer."""
        self.fragments.end()
        for key in list(self._directions):
            for packet in self._give_up(key):
                yield Sighted(self._latest, packet)

    def _messages(self, whole: IpPacket) -> Iterator[Packet]:
        if whole.protocol == ip.UDP:
            datagram = Datagram.decode(whole.payload)
            if datagram is not None:
                yield from _datagram(whole, datagram)
        elif whole.protocol == ip.TCP:
            segment = Segment.decode(whole.payload)
            if segment is not None:
                yield from self._segment(whole, segment)

    def _segment(self, whole: IpPacket, segment: Segment) -> Iterator[Packet]:
        key = Address(written(whole.source), segment.source), Address(written(whole.target), segment.target)
        direction = self._directions.pop(key, None)
        if direction is None:
            direction = Direction(*key)
            if len(self._directions) >= self._most_directions:
                yield from self._give_up(next(iter(self._directions)))
        self._directions[key] = direction  # at the end: the first is the one that was silent for longest
        yield from direction.messages(direction.stream.take(segment))

    def _give_up(self, key: tuple[Address, Address]) -> Iterator[Packet]:
        direction = self._directions.pop(key)
        yield from direction.messages(direction.stream.end())
        self.holes += direction.conversation.holes


def _datagram(whole: IpPacket, datagram: Datagram) -> Iterator[Packet]:
    if SIP_PORT in (datagram.source, datagram.target) or looks_like_sip(datagram.payload):
        source = Address(written(whole.source), datagram.source)
        target = Address(written(whole.target), datagram.target)
        yield Packet(Transport.UDP, source, target, datagram.payload)
