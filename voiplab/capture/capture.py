"""A capture of a lab: told of each event as it happens, it writes the packets that left, in the order in which they left.

Each packet stands in the file once, where it was sent: on the interface of its sender, at the moment at which it left. So a
lost one is there too, and its comment says why it did not arrive. A packet waits until that is known, but not for long.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, Final

from voiplab.capture import ip, udp
from voiplab.capture.cabling import Cabling
from voiplab.capture.causes import Causes
from voiplab.capture.connection import Sending, Way
from voiplab.capture.connections import Connections
from voiplab.capture.departures import Departure, Departures
from voiplab.capture.ip import IpPacket, packed
from voiplab.capture.pcapng_writer import PcapngWriter
from voiplab.capture.voices import Voices
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.net.topology import Topology
from voiplab.recording.events import Arrived, Event, Lost, Sent
from voiplab.rtp.flow import Flow
from voiplab.rtp.packets import NoEncoder
from voiplab.sim.calendar import Calendar
from voiplab.sim.moment import Moment
from voiplab.sip.value import value
from voiplab.text.harmless import harmless

APPLICATION: Final = "voiplab"
LOST: Final = "not delivered: "
"""How the comment begins that says why a packet did not arrive; a trace reads it back."""

MOST_SENTENCES: Final = 100
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@value(frozen=True, slots=False)
class Scene:
    """What a recording does not know of itself. `title`: the comment of the file. `kinds`: host -> `phone`, `freeswitch`."""

    title: str
    topology: Topology
    calendar: Calendar = field(default_factory=Calendar)
    seed: int = 1
    kinds: Mapping[str, str] = field(default_factory=dict)


class Capture:
    """`tell` is an observer of a recording. With media, each flow becomes its RTP packets.

    `is_live`: those from and to real programs were on a wire themselves, and come by `overhear`.
    """

    def __init__(self, file: BinaryIO, scene: Scene, *, with_media: bool = False, is_live: bool = False) -> None:
        self.left_out: dict[str, None] = {}
        """What could not be written, and why: sentences, in their order."""
        self._writer = PcapngWriter(file, APPLICATION, scene.title)
        self._cabling = Cabling(self._writer, scene.topology, scene.kinds)
        self._causes = Causes(scene.kinds)
        self._departures = Departures(self._write)
        self._connections = Connections(scene.seed)
        self._voices = Voices(scene.seed) if with_media else None
        self._is_live = is_live
        self._begins = (scene.calendar.begins - EPOCH) // timedelta(microseconds=1)
        self._identifications: dict[str, int] = {}

    def tell(self, event: Event) -> None:
        self._causes.remember(event)
        match event.what:
            case Sent(packet):
                self.settle(event.at)
                self._send(event, packet)
            case Arrived(_, sent):
                self.settle(event.at)
                self._departures.settle(sent)
                self._bare_segments(event.at, self._connections.arrive(sent))
            case Lost(_, sent, reason):
                self.settle(event.at)
                self._departures.settle(sent, LOST + harmless(reason))
                self._connections.lose(sent)
            case _:
                return
        self._departures.release(event.at)

    def settle(self, now: Moment) -> None:
        """Write what is due by now and does not wait for more. In a live lab time goes on when nothing happens."""
        for said in [] if self._voices is None else self._voices.until(now):
            frames = self._datagram(said.source, said.target, said.packet.encode())
            self._departures.add(Departure(said.at, said.node, said.source.ip, frames, list(said.comments)), said.sent)
        self._departures.release(now)

    def overhear(self, at: Moment, source: Address, target: Address, payload: bytes) -> None:
        """A datagram of media that a real program sent or got."""
        if self._voices is not None:
            frames = self._datagram(source, target, payload)
            self._departures.add(Departure(at, self._cabling.node(source.ip), source.ip, frames))

    def _is_real(self, packet: Packet) -> bool:
        return any(self._cabling.is_out_there(end.ip) for end in (packet.source, packet.target))

    def close(self, now: Moment) -> None:
        """The lab has come to its end, and with it its connections. The file stays open."""
        self.settle(now)
        self._bare_segments(now, self._connections.farewell())
        self._departures.release_all()

    def _write(self, departure: Departure) -> None:
        interface = self._cabling.interface(departure.node, departure.ip)
        *pieces, last = departure.frames
        at = self._begins + departure.at
        for piece in pieces:
            self._writer.packet(interface, at, piece)
        self._writer.packet(interface, at, last, departure.comments)

    def _send(self, event: Event, packet: Packet) -> None:
        comments = list(self._causes.comments(event))
        payload = packet.payload
        if isinstance(payload, Flow):
            self._say(event, packet, payload, comments)
            return
        if packet.transport is Transport.TCP:
            frames = self._stream(event, Way(packet.source, packet.target), payload)
        elif len(payload) > udp.LONGEST:
            size = len(payload)
            self._leave_out(f"{event.node} sent {size} bytes in one datagram, which holds {udp.LONGEST} at most")
            return
        else:
            frames = self._datagram(packet.source, packet.target, payload)
        self._departures.add(Departure(event.at, event.node, packet.source.ip, frames, comments), event.id)

    def _say(self, event: Event, packet: Packet, flow: Flow, comments: Iterable[str]) -> None:
        if self._voices is None or (self._is_live and self._is_real(packet)):
            return
        try:
            self._voices.say(event, packet, flow, (*comments, f"flow: {flow.codec} {harmless(flow.content)}"))
        except NoEncoder as unable:
            self._leave_out(f"the RTP of {event.node} from {packet.source} is not written: {unable}")
        self.settle(event.at + 1)  # its first packet leaves now, and what becomes of that may be known at once

    def _leave_out(self, sentence: str) -> None:
        if len(self.left_out) < MOST_SENTENCES:
            self.left_out[sentence] = None

    # Frames

    def _datagram(self, source: Address, target: Address, payload: bytes) -> list[bytes]:
        datagram = udp.Datagram(source.port, target.port, payload)
        return self._frames(source, target, ip.UDP, datagram.encode(packed(source.ip), packed(target.ip)))

    def _stream(self, event: Event, way: Way, payload: bytes) -> list[bytes]:
        self._bare_segments(event.at, self._connections.prepare(event, way))
        return [frame for sending in self._connections.send(event, way, payload) for frame in self._segment(sending)]

    def _bare_segments(self, at: Moment, sendings: Iterable[Sending]) -> None:
        """Segments without payload, each by itself."""
        for sending in sendings:
            ip_of_sender = sending.way.source.ip
            comments = [sending.comment] if sending.comment else []
            node = self._cabling.node(ip_of_sender)
            self._departures.add(Departure(at, node, ip_of_sender, self._segment(sending), comments))

    def _segment(self, sending: Sending) -> list[bytes]:
        source, target = sending.way
        return self._frames(source, target, ip.TCP, sending.segment.encode(packed(source.ip), packed(target.ip)))

    def _frames(self, source: Address, target: Address, protocol: int, payload: bytes) -> list[bytes]:
        number = self._identifications[source.ip] = self._identifications.get(source.ip, 0) + 1
        whole = IpPacket(packed(source.ip), packed(target.ip), protocol, payload, number)
        return [self._cabling.frame(source.ip, target.ip, piece.encode()) for piece in whole.fragments()]
