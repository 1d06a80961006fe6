"""The edge of the virtual network on real sockets: ports of exposed nodes are ports of this machine.

Whatever arrives becomes an appointment of the run at the moment of its arrival, so that the clock of the run never goes back.
"""

import socket
from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import ip_address
from pathlib import Path

from voiplab.live.agenda import Agenda
from voiplab.live.clock import WallClock
from voiplab.live.connections import Connections
from voiplab.live.datagrams import DatagramSocket
from voiplab.live.limits import SOCKET_BUFFER
from voiplab.live.media import Media
from voiplab.live.pipe import Pipe
from voiplab.live.pipes import Pipes
from voiplab.live.reception import Report
from voiplab.live.sockets import CannotOpen, bound, widen
from voiplab.live.watch import Watch
from voiplab.net.address import Address
from voiplab.net.edge import Opened
from voiplab.net.host import PortInUse
from voiplab.net.network import Network
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Logged


class LiveEdge:
    """`real`: addresses of ours that sockets stand for. `anywhere`: packets may leave this machine. `folder`: of the pipes."""

    network: Network
    """From `join` on, like what follows."""
    agenda: Agenda
    media: Media
    connections: Connections
    pipes: Pipes

    def __init__(
        self,
        watch: Watch,
        clock: WallClock,
        real: Sequence[str],
        remark: Callable[[str], None],
        *,
        anywhere: bool,
        folder: Path | None = None,
    ) -> None:
        self.refused: list[str] = []
        """Ports that we did not get, each as a sentence."""
        self.report: Callable[[str, str], None] = _unreported
        """Told of each stream from out there that is over: at which node, and how it was heard there."""
        self._watch = watch
        self._clock = clock
        self._real = tuple(real)
        self._remark = remark
        self._anywhere = anywhere
        self._folder = folder
        self._datagrams: dict[Address, DatagramSocket] = {}

    def join(self, network: Network) -> None:
        self.network = network
        self.agenda = Agenda(network.kernel, self._clock)
        self.media = Media(self._watch, network.kernel, self._clock, self._arrived, self._heard, self._remark)
        self.connections = Connections(self._watch, network, self.agenda, self._remark)
        self.pipes = Pipes(self._watch, self.agenda, self._folder, self._remark)

    def ports(self) -> Sequence[tuple[Transport, Address]]:
        """Those that wait for SIP."""
        datagrams = [(Transport.UDP, at) for at in self._datagrams]
        return [*datagrams, *((Transport.TCP, at) for at in self.connections.ports)]

    def close_all(self) -> None:
        """Every port is given back, and every pipe taken away."""
        self.pipes.close_all()
        self.media.close_all()
        self.connections.close_all()
        self._watch.close_all()

    # What the network asks for

    def is_real(self, ip: str) -> bool:
        return ip in self._real

    def refusal(self, ip: str) -> str | None:
        if self._anywhere or ip_address(ip).is_loopback:
            return None
        return f"{ip} is not on this machine: --allow-network lets packets leave it"

    def is_taken(self, transport: Transport, at: Address) -> bool:
        return transport is Transport.RTP and not self.media.reserve(at)

    def open(self, transport: Transport, at: Address) -> None:
        try:
            self._open(transport, at)
        except CannotOpen as refused:
            if transport is not Transport.RTP:
                self.refused.append(str(refused))
            raise PortInUse(str(refused)) from None

    def _open(self, transport: Transport, at: Address) -> None:
        if not (self._anywhere or ip_address(at.ip).is_loopback):
            raise CannotOpen(f"{at.ip} is no loopback address: --allow-network lets others reach this lab")
        match transport:
            case Transport.RTP:
                self.media.open(at)
            case Transport.UDP:
                sock = bound(socket.SOCK_DGRAM, at)
                widen(sock, SOCKET_BUFFER)
                self._datagrams[at] = DatagramSocket(self._watch, sock, partial(self._datagram, at))
            case Transport.TCP:
                self.connections.open(at)

    def close(self, transport: Transport, at: Address) -> None:
        match transport:
            case Transport.RTP:
                self.media.close(at)
            case Transport.UDP:
                self._datagrams.pop(at).close()
            case Transport.TCP:
                self.connections.close(at)

    def heed_unreachable(self, at: Address, tell: Callable[[Address], None]) -> None:
        self._datagrams[at].heed_unreachable(lambda target: self.agenda.at_once(partial(tell, target)))

    def send(self, packet: Packet) -> None:
        if packet.transport is Transport.RTP:
            self.media.send(packet)
        elif isinstance(packet.payload, bytes) and packet.source in self._datagrams:
            problem = self._datagrams[packet.source].send(packet.payload, packet.target)
            if problem is not None:
                self._remark(f"a datagram from {packet.source} to {packet.target} did not leave: {problem}")

    def open_pipe(self, node: str, path: str, hear: Callable[[bytes], None]) -> Pipe | None:
        return self.pipes.open(node, path, hear)

    def connect(self, ip: str, remote: Address, opened: Opened) -> None:
        self.connections.connect(ip, remote, opened)

    # What arrives

    def _datagram(self, at: Address, payload: bytes, source: Address) -> None:
        self._arrived(Packet(Transport.UDP, source, at, payload))

    def _arrived(self, packet: Packet) -> None:
        self.agenda.at_once(partial(self._came_in, packet))

    def _came_in(self, packet: Packet) -> None:
        network = self.network
        refusal = network.admit(packet.source.ip, packet.target.ip)
        if refusal is None:
            network.send(network.outsiders[packet.source.ip], packet)
        else:
            self._remark(refusal)

    def _heard(self, at: Address, source: Address, report: Report) -> None:
        """The stream is over: the port's owner notes how it was."""
        network = self.network
        node = network.routes.owners[at.ip][0]
        text = f"heard {source} at port {at.port}: {report}"
        network.recording.append(network.kernel.now, node, network.kernel.cause, None, Logged("info", text))
        self.report(node, text)


def _unreported(_node: str, _text: str) -> None:
    """It is in the log."""
