"""The edge of the virtual network on real sockets: ports of exposed nodes are ports of this machine.

Whatever arrives becomes an appointment of the run at the moment of its arrival, so that the clock of the run never goes back.
"""

import socket
from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import ip_address

from voiplab.live.clock import WallClock
from voiplab.live.limits import MOST_CONNECTIONS, PATIENCE
from voiplab.live.media import Media
from voiplab.live.reception import Report
from voiplab.live.sockets import CannotOpen, Connection, DatagramSocket, Watch, bound, connecting, widen
from voiplab.net.address import Address
from voiplab.net.edge import Opened
from voiplab.net.host import PortInUse
from voiplab.net.network import Network
from voiplab.net.packet import Packet, Transport
from voiplab.net.stream import Stream, accept
from voiplab.recording.events import Logged
from voiplab.sim.kernel import Pace
from voiplab.sip.framing import Framer, Unframed


class LiveEdge:
    """`real`: the addresses of ours that sockets stand for. `anywhere`: packets may leave this machine."""

    def __init__(self, watch: Watch, clock: WallClock, real: Sequence[str], *, anywhere: bool) -> None:
        self.refused: list[str] = []
        """Ports that we did not get, each as a sentence."""
        self.media = Media(watch, clock, self._flow_arrived, self._heard)
        self._watch = watch
        self._clock = clock
        self._real = tuple(real)
        self._anywhere = anywhere
        self._network: Network | None = None
        self._datagrams: dict[Address, DatagramSocket] = {}
        self._listeners: dict[Address, socket.socket] = {}
        self._connections: dict[Connection, int | None] = {}
        """With the ticket of the moment at which an unfinished message is given up."""

    def join(self, network: Network) -> None:
        """The network whose edge this is."""
        self._network = network

    @property
    def connections(self) -> int:
        return len(self._connections)

    def ports(self) -> Sequence[tuple[Transport, Address]]:
        """Those that wait for SIP."""
        datagrams = [(Transport.UDP, at) for at in self._datagrams]
        return [*datagrams, *((Transport.TCP, at) for at in self._listeners)]

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
        match transport:
            case Transport.RTP:
                self.media.open(at)
            case Transport.UDP:
                sock = bound(socket.SOCK_DGRAM, at)
                widen(sock)
                self._datagrams[at] = DatagramSocket(self._watch, sock, partial(self._datagram, at))
            case Transport.TCP:
                sock = bound(socket.SOCK_STREAM, at)
                sock.listen(MOST_CONNECTIONS)
                self._listeners[at] = sock
                self._watch.add(sock, partial(self._accept, sock))

    def close(self, transport: Transport, at: Address) -> None:
        match transport:
            case Transport.RTP:
                self.media.close(at)
            case Transport.UDP:
                self._datagrams.pop(at).close()
            case Transport.TCP:
                self._watch.close(self._listeners.pop(at))

    def heed_unreachable(self, at: Address, tell: Callable[[Address], None]) -> None:
        self._datagrams[at].heed_unreachable(lambda target: self._appoint(partial(tell, target)))

    def send(self, packet: Packet) -> None:
        if packet.transport is Transport.RTP:
            self.media.send(packet)
        elif isinstance(packet.payload, bytes) and packet.source in self._datagrams:
            self._datagrams[packet.source].send(packet.payload, packet.target)

    def connect(self, ip: str, remote: Address, opened: Opened) -> None:
        try:
            sock = bound(socket.SOCK_STREAM, Address(ip, 0))
        except CannotOpen as refused:
            opened(str(refused))
            return
        connecting(self._watch, sock, remote, lambda far: self._appoint(partial(self._connected, opened, far)))

    # What arrives

    def _appoint(self, act: Callable[[], None]) -> None:
        """Something happened out there, now; the run takes note of it in its turn."""
        kernel = self._lab.kernel
        kernel.after(max(0, self._clock.now() - kernel.now), act)

    @property
    def _lab(self) -> Network:
        assert self._network is not None, "an edge belongs to a network before anything arrives"
        return self._network

    def _datagram(self, at: Address, payload: bytes, source: Address) -> None:
        self._appoint(partial(self._came_in, Packet(Transport.UDP, source, at, payload)))

    def _flow_arrived(self, packet: Packet) -> None:
        self._appoint(partial(self._came_in, packet))

    def _heard(self, at: Address, source: Address, report: Report) -> None:
        """The stream is over: the port's owner notes how it was."""
        network = self._lab
        node = network.routes.owners[at.ip][0]
        text = f"heard {source} at port {at.port}: {report}"
        network.recording.append(network.kernel.now, node, network.kernel.cause, None, Logged("info", text))

    def _came_in(self, packet: Packet) -> None:
        network = self._lab
        if packet.source.ip in self._real or network.admit(packet.source.ip, packet.target.ip) is not None:
            return  # our own address cannot be somebody else's; who is not admitted is not answered
        network.send(network.outsiders[packet.source.ip], packet)

    # Connections

    def _accept(self, listener: socket.socket, _events: int) -> None:
        try:
            sock, remote = listener.accept()
        except OSError:
            return
        if len(self._connections) >= MOST_CONNECTIONS:
            sock.close()
            return
        sock.setblocking(False)
        local = Address(*sock.getsockname()[:2])
        self._appoint(partial(self._accepted, Connection(self._watch, sock, local, Address(*remote[:2]))))

    def _accepted(self, connection: Connection) -> None:
        stream = accept(self._lab, connection.remote, connection)
        if isinstance(stream, str):
            connection.abort()
        else:
            self._follow(connection, stream)

    def _connected(self, opened: Opened, far: Connection | str) -> None:
        stream = opened(far)
        if isinstance(far, Connection) and stream is not None:
            self._follow(far, stream)

    def _follow(self, connection: Connection, stream: Stream) -> None:
        """From now on what arrives on the connection is said by the stream, a whole message at a time."""
        self._connections[connection] = None
        connection.listen(partial(self._bytes, connection, stream, Framer()))

    def _bytes(self, connection: Connection, stream: Stream, framer: Framer, payload: bytes) -> None:
        self._cancel_patience(connection)
        if not payload:
            self._connections.pop(connection, None)
            self._appoint(stream.close)
            return
        for message in framer.feed(payload):
            whole = message.data if isinstance(message, Unframed) else message
            self._appoint(partial(_say, stream, whole))
        if framer.is_waiting:
            kernel = self._lab.kernel
            self._connections[connection] = kernel.after(PATIENCE, connection.hang_up, Pace.BACKGROUND)

    def _cancel_patience(self, connection: Connection) -> None:
        ticket = self._connections.get(connection)
        if ticket is not None:
            self._lab.kernel.cancel(ticket)
            self._connections[connection] = None


def _say(stream: Stream, payload: bytes) -> None:
    stream.send(payload)
