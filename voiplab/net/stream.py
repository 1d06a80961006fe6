"""TCP as a SIP element sees it: a connection is asked for, accepted or refused; bytes come in order; either end closes.

Segments with payload are recorded as packets. The handshake and the FIN show by their delay only.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from voiplab.net.address import Address
from voiplab.net.edge import FarEnd
from voiplab.net.network import Network
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import EventId
from voiplab.sim.moment import seconds

CONNECT_PATIENCE: Final = seconds(127)
"""Linux gives a connection up after six repetitions of its SYN."""


class Stream:
    """One end of an open connection. The owner sets `on_bytes` and `on_close` as soon as it gets the stream."""

    def __init__(self, network: Network, node: str, local: Address, remote: Address) -> None:
        self.local = local
        self.remote = remote
        self.on_bytes: Callable[[bytes], None] = _ignore
        self.on_close: Callable[[], None] = _nothing
        self.peer: Stream | None = None
        self._network = network
        self._node = node

    @property
    def is_open(self) -> bool:
        return self.peer is not None

    def join(self, peer: "Stream") -> None:
        """From now on bytes from the peer arrive here."""
        self.peer = peer
        self._network.open_stream(self)

    def send(
        self, payload: bytes, origins: Mapping[str, EventId] | None = None, *, copy: bool = False
    ) -> EventId | None:
        """Put bytes on the connection; nothing leaves when it is closed."""
        if self.peer is None:
            return None
        packet = Packet(Transport.TCP, self.local, self.remote, payload)
        return self._network.send(self._node, packet, origins, copy=copy)

    def close(self) -> None:
        """Close both directions; the other end learns it after all that was sent, and never through a cut cable."""
        now = self._network.kernel.now
        delay = self._network.delay(self._node, self.remote.ip)
        drained = self._network.drained(self)
        peer = self._leave()
        if peer is not None and delay is not None:
            self._network.kernel.after(max(delay, drained - now), peer.closed)

    def closed(self) -> None:
        """The other end closed, or knows nothing of the connection any more."""
        if self._leave() is not None:
            self.on_close()

    def _leave(self) -> "Stream | None":
        peer, self.peer = self.peer, None
        if peer is not None:
            self._network.close_stream(self)
        return peer

    def received(self, packet: Packet) -> None:
        assert isinstance(packet.payload, bytes)
        self.on_bytes(packet.payload)


class Listener:
    """A port that waits for connections."""

    def __init__(self, network: Network, node: str, at: Address, came: Callable[[Stream], None]) -> None:
        self.at = at
        self.node = node
        self.came = came
        self._network = network
        network.listen(self)

    def close(self) -> None:
        self._network.stop_listening(self.at)


def connect(
    network: Network, node: str, local: Address, remote: Address, opened: Callable[[Stream | str], None]
) -> None:
    """Ask for a connection. `opened` gets the stream after one way there and back, or the reason why there is none."""
    if remote.ip not in network.routes.owners:
        network.admit(remote.ip, local.ip)
    delay = network.delay(node, remote.ip)
    if delay is None:
        network.kernel.after(CONNECT_PATIENCE, partial(opened, f"no answer from {remote}"))
    else:
        network.kernel.after(delay, partial(_knock, network, node, local, remote, opened))


def _knock(
    network: Network, node: str, local: Address, remote: Address, opened: Callable[[Stream | str], None]
) -> None:
    if remote.ip in network.outsiders:
        _knock_outside(network, node, local.ip, remote, opened)
        return
    listener = network.listeners.get(remote)
    back = network.delay(network.routes.owners[remote.ip][0], local.ip)
    if back is None:
        network.kernel.after(CONNECT_PATIENCE, partial(opened, f"no answer from {remote}"))
        return
    if listener is None:
        network.kernel.after(back, partial(opened, f"{remote} refuses connections"))
        return
    ours, theirs = _pair(network, node, local, listener.node, remote)
    listener.came(theirs)
    network.kernel.after(back, partial(opened, ours))


def accept(network: Network, remote: Address, far: FarEnd) -> Stream | str:
    """Somebody out there connected to a port of ours; the stream that stands for them, or why there is none."""
    local = far.local
    listener = network.listeners.get(local)
    if listener is None:
        return f"{local} refuses connections"
    if (refusal := network.admit(remote.ip, local.ip)) is not None:
        return refusal
    theirs, ours = _pair(network, network.outsiders[remote.ip], remote, listener.node, local)
    _stand_for(theirs, far)
    listener.came(ours)
    return theirs


def _knock_outside(
    network: Network, node: str, ip: str, remote: Address, opened: Callable[[Stream | str], None]
) -> None:
    assert network.edge is not None
    cause = network.kernel.cause

    def came(far: FarEnd | str) -> Stream | None:
        network.kernel.cause = cause
        if isinstance(far, str):
            opened(far)
            return None
        ours, theirs = _pair(network, node, far.local, network.outsiders[remote.ip], remote)
        _stand_for(theirs, far)
        opened(ours)
        return theirs

    network.edge.connect(ip, remote, came)


def _pair(network: Network, one: str, local: Address, other: str, remote: Address) -> tuple[Stream, Stream]:
    """Both ends of a connection, joined."""
    ours = Stream(network, one, local, remote)
    theirs = Stream(network, other, remote, local)
    theirs.join(ours)
    ours.join(theirs)
    return ours, theirs


def _stand_for(stream: Stream, far: FarEnd) -> None:
    stream.on_bytes = far.write
    stream.on_close = far.close


def _ignore(_payload: bytes) -> None:
    """Nobody reads yet."""


def _nothing() -> None:
    """Nobody waits for the end."""
