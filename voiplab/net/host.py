"""What a node sees of the world: its addresses, ports, timers, chance, calendar, and the recording that it writes into."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from voiplab.net.address import Address
from voiplab.net.edge import FarPipe
from voiplab.net.network import Network
from voiplab.net.packet import Packet, Transport
from voiplab.net.stream import Listener, Stream, connect
from voiplab.recording.events import EventId, LineRun, Performed, What
from voiplab.rtp.flow import Flow
from voiplab.sim.calendar import Calendar
from voiplab.sim.chance import Chance
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import Duration, Moment

EPHEMERAL: Final = range(32_769, 61_000)
"""Where Linux takes the ports of connections from."""


class NotMyAddress(Exception):
    """The host has no such address."""


class PortInUse(Exception):
    """Another socket of the host has it."""


class DatagramPort:
    """An open UDP port."""

    def __init__(self, network: Network, node: str, at: Address) -> None:
        self.at = at
        self._network = network
        self._node = node

    def send(
        self, payload: bytes, to: Address, origins: Mapping[str, EventId] | None = None, *, copy: bool = False
    ) -> EventId:
        return self._network.send(self._node, Packet(Transport.UDP, self.at, to, payload), origins, copy=copy)

    def heed_unreachable(self, tell: Callable[[Address], None]) -> None:
        """Be told when a datagram found a closed port (ICMP port unreachable), and which."""
        self._network.heed_unreachable(self.at, tell)

    def close(self) -> None:
        self._network.close(Transport.UDP, self.at)
        self._network.unreachable.pop(self.at, None)


class MediaPort:
    """An open RTP port: it sends flows, and hears those of others."""

    def __init__(self, network: Network, node: str, at: Address) -> None:
        self.at = at
        self._network = network
        self._node = node

    def send(self, flow: Flow, to: Address) -> EventId:
        return self._network.send(self._node, Packet(Transport.RTP, self.at, to, flow))

    def close(self) -> None:
        self._network.close(Transport.RTP, self.at)


class Host:
    """One node's place in the network."""

    def __init__(self, network: Network, name: str, calendar: Calendar) -> None:
        self.name = name
        self.ips = tuple(attachment.ip for attachment in network.topology.hosts[name])
        subnet = network.topology.networks[network.topology.hosts[name][0].network]
        self.network = str(subnet)
        """The LAN that it stands in, `192.168.10.0/24`: of a host with several the first."""
        self.calendar = calendar
        self._network = network
        self._kernel = network.kernel
        self._recording = network.recording
        self._connections = 0

    # Time

    @property
    def now(self) -> Moment:
        return self._kernel.now

    def after(self, delay: Duration, act: Callable[[], None], pace: Pace = Pace.FOREGROUND) -> int:
        return self._kernel.after(delay, act, pace)

    def cancel(self, ticket: int) -> None:
        self._kernel.cancel(ticket)

    def chance(self, purpose: str) -> Chance:
        """The node's own stream of that name: what others draw changes nothing here."""
        return self._network.chance(self.name, purpose)

    # The recording

    @property
    def cause(self) -> EventId | None:
        """What is being handled now."""
        return self._kernel.cause

    @property
    def line(self) -> EventId | None:
        """The executed line in force."""
        return self._kernel.line

    def note(self, what: What) -> EventId:
        """Record a leaf: nothing follows from it."""
        kernel = self._kernel
        return self._recording.append(kernel.now, self.name, kernel.cause, kernel.line, what)

    def enter(self, what: What) -> EventId:
        """Record what becomes the cause of all that follows in this handling; an executed line becomes the line in force."""
        event = self.note(what)
        if isinstance(what, LineRun):
            self._kernel.line = event
        else:
            self._kernel.cause = event
        return event

    # Ports

    def datagrams(self, at: Address, got: Callable[[bytes, Address], None]) -> DatagramPort:
        """Open a UDP port. NotMyAddress, PortInUse."""
        self._claim(Transport.UDP, at)
        self._network.open(Transport.UDP, at, partial(_datagram, got))
        return DatagramPort(self._network, self.name, at)

    def media(self, at: Address, hears: Callable[[Flow, Address], None]) -> MediaPort:
        """Open an RTP port. NotMyAddress, PortInUse."""
        self._claim(Transport.RTP, at)
        self._network.open(Transport.RTP, at, partial(_flow, hears))
        return MediaPort(self._network, self.name, at)

    def hears(self, at: Address) -> bool:
        """Whether an RTP port is open there."""
        return self._network.is_open(Transport.RTP, at)

    def listen(self, at: Address, came: Callable[[Stream], None]) -> Listener:
        """Wait for TCP connections. NotMyAddress, PortInUse."""
        self._claim(Transport.TCP, at)
        return Listener(self._network, self.name, at, came)

    def connect(self, ip: str, to: Address, opened: Callable[[Stream | str], None]) -> None:
        """Open a TCP connection from a port of the host's own choice; `opened` gets the stream, or why there is none."""
        port = EPHEMERAL[self._connections % len(EPHEMERAL)]
        self._connections += 1
        connect(self._network, self.name, Address(ip, port), to, opened)

    def pipe(self, path: str, hear: Callable[[bytes], None]) -> FarPipe | None:
        """A named pipe in its file system. None where nobody out there could write into it: in virtual time."""
        edge = self._network.edge
        return None if edge is None else edge.open_pipe(self.name, path, hear)

    def asked(self, action: str) -> EventId:
        """Somebody asks the node for something, by a way that is no packet: the cause of what follows."""
        return self.enter(Performed(action, self._kernel.steps))

    def _claim(self, transport: Transport, at: Address) -> None:
        if at.ip not in self.ips:
            raise NotMyAddress(f"{at.ip} is no address of {self.name}")
        if self._network.is_open(transport, at):
            raise PortInUse(f"{transport.value} {at} of {self.name} is in use")


def _datagram(got: Callable[[bytes, Address], None], packet: Packet) -> None:
    assert isinstance(packet.payload, bytes)
    got(packet.payload, packet.source)


def _flow(hears: Callable[[Flow, Address], None], packet: Packet) -> None:
    assert isinstance(packet.payload, Flow)
    hears(packet.payload, packet.source)
