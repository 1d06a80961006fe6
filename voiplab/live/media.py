"""RTP at the edge: packets are made from the flows that leave, and flows from the packets that arrive.

What somebody out there says is the content `voice:ADDRESS`. A flow with such a content passes the packets themselves on, so
two real telephones hear each other through a simulated server, and an echo is an echo.
"""

import socket
from collections.abc import Callable
from functools import partial

from voiplab.live.agenda import Agenda
from voiplab.live.clock import WallClock
from voiplab.live.datagrams import DatagramSocket
from voiplab.live.ear import STOPPED, Arrived, Ear, Told
from voiplab.live.relays import Relays
from voiplab.live.sockets import CannotOpen, bound
from voiplab.live.talker import Talker
from voiplab.live.watch import Watch
from voiplab.net.address import Address
from voiplab.net.packet import Packet
from voiplab.rtp.flow import Flow
from voiplab.rtp.packets import LAWS, NoEncoder
from voiplab.sim.kernel import Kernel


class Port:
    def __init__(self, socket_: DatagramSocket, ear: Ear) -> None:
        self.socket = socket_
        self.ear = ear
        self.talkers: dict[Address, Talker] = {}


class Media:
    """`arrived` gets each flow that begins or ends out there; `told` a report of each; `remark` what cannot be said."""

    def __init__(
        self,
        watch: Watch,
        kernel: Kernel,
        clock: WallClock,
        arrived: Arrived,
        told: Told,
        remark: Callable[[str], None],
    ) -> None:
        self._watch = watch
        self._kernel = kernel
        self._agenda = Agenda(kernel, clock)
        self._clock = clock
        self._arrived = arrived
        self._told = told
        self._remark = remark
        self.tap: Callable[[Address, Address, bytes], None] = _untapped
        """Told of each packet that leaves or arrives: from where, to where, and its bytes."""
        self._relays = Relays()
        self._ports: dict[Address, Port] = {}
        self._reserved: dict[Address, socket.socket] = {}

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
        ear = Ear(at, self._agenda, self._clock, self._relays, self._arrived, self._told)
        self._ports[at] = Port(DatagramSocket(self._watch, sock, partial(self._take, at, ear)), ear)

    def close(self, at: Address) -> None:
        port = self._ports.pop(at)
        port.ear.close()
        for target in list(port.talkers):
            self._silence(port, target)
        port.socket.close()

    def close_all(self) -> None:
        """What is watched is closed by its watch."""
        for sock in self._reserved.values():
            sock.close()

    def _take(self, at: Address, ear: Ear, payload: bytes, source: Address) -> None:
        self.tap(source, at, payload)
        ear.take(payload, source)

    # What leaves

    def _leave(self, port: Port, at: Address, target: Address, payload: bytes) -> None:
        self.tap(at, target, payload)
        port.socket.send(payload, target)

    def send(self, packet: Packet) -> None:
        port, flow = self._ports.get(packet.source), packet.payload
        if port is None or not isinstance(flow, Flow):
            return
        if flow.content == STOPPED:
            self._silence(port, packet.target)
            return
        talker = port.talkers.get(packet.target)
        if talker is None:
            leave = partial(self._leave, port, packet.source, packet.target)
            talker = port.talkers[packet.target] = Talker(flow, leave, self._kernel, self._clock)
        self._say(talker, flow)

    def _say(self, talker: Talker, flow: Flow) -> None:
        if flow.digit is not None:
            talker.press(flow)
            return
        self._relays.leave(talker)
        if self._relays.is_heard(flow.content):
            talker.pass_on(flow)
            self._relays.follow(talker)
        elif flow.codec in LAWS:
            talker.say(flow)
        else:
            talker.pass_on(flow)
            self._remark(f"{NoEncoder(flow.codec)}: {flow.content} is not heard")

    def _silence(self, port: Port, target: Address) -> None:
        talker = port.talkers.pop(target, None)
        if talker is not None:
            self._relays.leave(talker)
            talker.fall_silent()


def _untapped(_source: Address, _target: Address, _payload: bytes) -> None:
    """Nobody captures."""
