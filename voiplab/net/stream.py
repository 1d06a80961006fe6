"""TCP as a SIP element sees it: a connection is asked for, accepted or refused; bytes come in order; either end closes.

Segments with payload are recorded as packets. The handshake and the FIN show by their delay only.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from voiplab.net.address import Address
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
        network.listeners[at] = self

    def close(self) -> None:
        self._network.listeners.pop(self.at, None)


def connect(
    network: Network, node: str, local: Address, remote: Address, opened: Callable[[Stream | str], None]
) -> None:
    """Ask for a connection. `opened` gets the stream after one way there and back, or the reason why there is none."""
    delay = network.delay(node, remote.ip)
    if delay is None:
        network.kernel.after(CONNECT_PATIENCE, partial(opened, f"no answer from {remote}"))
    else:
        network.kernel.after(delay, partial(_knock, network, node, local, remote, opened))


def _knock(
    network: Network, node: str, local: Address, remote: Address, opened: Callable[[Stream | str], None]
) -> None:
    listener = network.listeners.get(remote)
    back = network.delay(network.routes.owners[remote.ip][0], local.ip)
    if back is None:
        network.kernel.after(CONNECT_PATIENCE, partial(opened, f"no answer from {remote}"))
        return
    if listener is None:
        network.kernel.after(back, partial(opened, f"{remote} refuses connections"))
        return
    ours = Stream(network, node, local, remote)
    theirs = Stream(network, listener.node, remote, local)
    theirs.join(ours)
    ours.join(theirs)
    listener.came(theirs)
    network.kernel.after(back, partial(opened, ours))


def _ignore(_payload: bytes) -> None:
    """Nobody reads yet."""


def _nothing() -> None:
    """Nobody waits for the end."""
