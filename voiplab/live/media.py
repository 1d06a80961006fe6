"""RTP at the edge: packets are made from the flows that leave, and flows from the packets that arrive.

What somebody out there says is the content `voice:ADDRESS`. A flow with such a content passes the packets themselves on, so
two real telephones hear each other through a simulated server, and an echo is an echo.
"""

import socket
from collections.abc import Callable
from functools import partial
from typing import Final

from voiplab.live.clock import WallClock
from voiplab.live.reception import Reception, Report
from voiplab.live.sockets import CannotOpen, DatagramSocket, Watch, bound
from voiplab.live.talker import Talker
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.rtp import dtmf
from voiplab.rtp.flow import Flow
from voiplab.rtp.packet import MalformedPacket, RtpPacket
from voiplab.rtp.packets import EVENTS
from voiplab.sdp.codec import FIRST_DYNAMIC, STATIC
from voiplab.sim.moment import Moment, seconds

STOPPED: Final = ""
EVENT_BYTES: Final = 4  # RFC 4733 section 2.3; no codec packs speech into so little
QUIET: Final = seconds(2)
"""Without packets for so long, a stream has stopped."""

Told = Callable[[Address, Address, Report], None]
"""Port, source, and what was heard from there."""


class Stream:
    """What comes in at one port from one source."""

    def __init__(self, ssrc: int, codec: str) -> None:
        self.ssrc = ssrc
        self.reception = Reception(codec)
        self.speaks = False


class Port:
    def __init__(self, socket_: DatagramSocket) -> None:
        self.socket = socket_
        self.talkers: dict[Address, Talker] = {}
        self.streams: dict[Address, Stream] = {}


class Media:
    """`arrived` gets each flow that begins or ends; `told` is given a report of each stream when its port is closed."""

    def __init__(self, watch: Watch, clock: WallClock, arrived: Callable[[Packet], None], told: Told) -> None:
        self._watch = watch
        self._clock = clock
        self._arrived = arrived
        self._told = told
        self._ports: dict[Address, Port] = {}
        self._reserved: dict[Address, socket.socket] = {}
        self._passing: dict[str, list[Talker]] = {}
        """Who passes a voice on."""

    # Ports

    def reserve(self, at: Address) -> bool:
        """Take a port that is going to be opened; False when it cannot be had."""
        if at not in self._reserved:
            try:
                self._reserved[at] = bound(socket.SOCK_DGRAM, at)
            except CannotOpen:
                return False
        return True

    def open(self, at: Address) -> None:
        """CannotOpen."""
        sock = self._reserved.pop(at, None) or bound(socket.SOCK_DGRAM, at)
        self._ports[at] = Port(DatagramSocket(self._watch, sock, partial(self._datagram, at)))

    def close(self, at: Address) -> None:
        port = self._ports.pop(at)
        for source, stream in port.streams.items():
            self._told(at, source, stream.reception.report())
        for target in list(port.talkers):
            self._silence(port, target)
        port.socket.close()

    # What leaves

    def send(self, packet: Packet) -> None:
        port, flow = self._ports.get(packet.source), packet.payload
        if port is None or not isinstance(flow, Flow):
            return
        now = self._clock.now()
        if flow.content == STOPPED:
            self._silence(port, packet.target)
            return
        talker = port.talkers.get(packet.target)
        if talker is None:
            talker = Talker(flow, partial(port.socket.send, to=packet.target), now)
            port.talkers[packet.target] = talker
        if flow.digit is not None:
            talker.press(flow, now)
            return
        self._let_go(talker)
        passes_on = flow.content.startswith(VOICE) and self._is_out_there(flow.content)
        if passes_on:
            self._passing.setdefault(flow.content, []).append(talker)
        talker.say(flow, now, passes_on=passes_on)

    def _silence(self, port: Port, target: Address) -> None:
        talker = port.talkers.pop(target, None)
        if talker is not None:
            self._let_go(talker)

    def _let_go(self, talker: Talker) -> None:
        followers = self._passing.get(talker.flow.content)
        if followers is not None and talker in followers:
            followers.remove(talker)
            if not followers:
                del self._passing[talker.flow.content]

    def _is_out_there(self, content: str) -> bool:
        return any(content == f"{VOICE}{source}" for port in self._ports.values() for source in port.streams)

    # What is due

    def next_due(self) -> Moment | None:
        return min((talker.due for talker in self._talkers() if talker.due is not None), default=None)

    def go_on(self, now: Moment) -> None:
        """Everything that is due leaves; who has fallen silent is noticed."""
        for talker in self._talkers():
            while talker.due is not None and talker.due <= now:
                talker.tick()
        for at, port in self._ports.items():
            for source, stream in port.streams.items():
                if stream.speaks and now - stream.reception.last_arrival > QUIET:
                    stream.speaks = False
                    self._tell(at, source, Flow(stream.reception.codec, 0, stream.ssrc, STOPPED))

    def _talkers(self) -> list[Talker]:
        return [talker for port in self._ports.values() for talker in port.talkers.values()]

    # What arrives

    def _datagram(self, at: Address, payload: bytes, source: Address) -> None:
        try:
            packet = RtpPacket.decode(payload)
        except MalformedPacket:
            return  # STUN, RTCP, or nothing at all
        port = self._ports.get(at)
        if port is None:
            return
        now = self._clock.now()
        stream = port.streams.get(source)
        if stream is None or stream.ssrc != packet.ssrc:
            if stream is not None:
                self._told(at, source, stream.reception.report())
            stream = port.streams[source] = Stream(packet.ssrc, _codec(packet.payload_type))
        if packet.payload_type >= FIRST_DYNAMIC and len(packet.payload) == EVENT_BYTES:
            self._event(at, source, stream, packet)
        else:
            self._speech(at, source, stream, packet, now)

    def _event(self, at: Address, source: Address, stream: Stream, packet: RtpPacket) -> None:
        digit = stream.reception.take_event(packet, dtmf.Event.decode(packet.payload), self._clock.now())
        if digit is not None:
            self._tell(at, source, Flow(EVENTS, packet.payload_type, packet.ssrc, f"digit:{digit}"))

    def _speech(self, at: Address, source: Address, stream: Stream, packet: RtpPacket, now: Moment) -> None:
        stream.reception.take(packet, now)
        content = f"{VOICE}{source}"
        if not stream.speaks:
            stream.speaks = True
            self._tell(at, source, Flow(stream.reception.codec, packet.payload_type, packet.ssrc, content))
        for talker in self._passing.get(content, ()):
            if talker.flow.payload == packet.payload_type:
                talker.relay(packet.payload, now)

    def _tell(self, at: Address, source: Address, flow: Flow) -> None:
        self._arrived(Packet(Transport.RTP, source, at, flow))


VOICE: Final = "voice:"


def _codec(payload_type: int) -> str:
    known = STATIC.get(payload_type)
    return f"payload type {payload_type}" if known is None else known.name
