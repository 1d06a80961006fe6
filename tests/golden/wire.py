"""The replaying phones in the virtual network: one host per address, ports that only exist, and a look at what comes."""

from collections.abc import Callable, Iterator, Sequence

from tests.golden.trace import Trace
from tests.golden.wire_streams import Streams
from voiplab.net.address import Address
from voiplab.net.host import DatagramPort, Host, MediaPort
from voiplab.net.network import Network
from voiplab.recording.events import Sent
from voiplab.rtp.flow import Flow
from voiplab.sim.calendar import Calendar
from voiplab.sim.moment import Duration, Moment

_EVENTS = ("telephone-event", 101)


class NetworkWire:
    """What a phone hears is taken from the recording of the network and not from its port, which may be closed."""

    def __init__(self, network: Network, hosts: Sequence[str], calendar: Calendar, trace: Trace, server: str) -> None:
        self._network = network
        self._trace = trace
        self._server = server
        self._streams = Streams(network, trace, server)
        self._streams.listen()
        self._hosts = {host.ips[0]: host for host in (Host(network, name, calendar) for name in hosts)}
        self._ports: dict[Address, DatagramPort] = {}
        self._media: dict[Address, MediaPort] = {}
        self._seen = 0

    @property
    def now(self) -> Moment:
        return self._network.kernel.now

    def after(self, delay: Duration, act: Callable[[], None]) -> None:
        self._network.kernel.after(delay, act)

    def open(self, at: Address) -> None:
        self._ports[at] = self._hosts[at.ip].datagrams(at, _unheard)

    def close(self, at: Address) -> None:
        self._ports.pop(at).close()

    def send(self, payload: bytes, source: Address, target: Address) -> None:
        if source in self._ports:
            self._ports[source].send(payload, target)
        else:
            self._streams.send(payload, source, target)

    def press(self, digit: str, source: Address, target: Address) -> None:
        """One key as an RFC 4733 event."""
        if source not in self._media:
            self._media[source] = self._hosts[source.ip].media(source, _unheard)
        codec, payload = _EVENTS
        self._media[source].send(Flow(codec, payload, 0, f"digit:{digit}"), target)

    def heard(self) -> Iterator[tuple[bytes, Address, Address]]:
        """What the server sent since the last look."""
        recording = self._network.recording
        while self._seen < len(recording):
            event = recording[self._seen]
            self._seen += 1
            if event.node != self._server or not isinstance(event.what, Sent):
                continue
            way = self._streams.recorded_way(event.what.packet)
            if way is not None and isinstance(event.what.packet.payload, bytes):
                yield event.what.packet.payload, *way


def _unheard(_: object, __: Address) -> None:
    """The port is there, or the server would be told that nobody is."""
