"""The server's sockets: UDP ports as configured, TCP ports with their connections, those that it opens itself among them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from voiplab.net.address import Address
from voiplab.net.host import DatagramPort, Host
from voiplab.net.stream import Listener as Ear
from voiplab.net.stream import Stream
from voiplab.opensips.configuration import Listener
from voiplab.recording.events import EventId, Logged
from voiplab.sip.framing import Framer, Unframed


class Way(NamedTuple):
    """By which socket, and where to or where from; of TCP also on which connection."""

    listener: Listener
    address: Address
    stream: Stream | None = None

    @property
    def is_reliable(self) -> bool:
        return self.listener.protocol == "tcp"


def _unheard() -> None:
    """Most of what cannot be sent is lost: a reply, for one, is repeated when its request is."""


class Parcel(NamedTuple):
    """What is to be sent; `failed` is told when there is no connection to be had."""

    payload: bytes
    origins: Mapping[str, EventId] | None = None
    copy: bool = False
    failed: Callable[[], None] = _unheard


class Sockets:
    def __init__(self, host: Host, listeners: Sequence[Listener], got: Callable[[bytes, Way], None]) -> None:
        """Open all of them. NotMyAddress, PortInUse."""
        self._host = host
        self._got = got
        self._ports: dict[Address, DatagramPort] = {}
        self._ears: list[Ear] = []
        self._streams: dict[Address, Stream] = {}
        self._opening: dict[Address, list[Parcel]] = {}
        for listener in listeners:
            at = address_of(listener)
            if listener.protocol == "udp":
                self._ports[at] = host.datagrams(at, partial(self._datagram, listener))
            else:
                self._ears.append(host.listen(at, partial(self._keep, listener)))

    def close(self) -> None:
        for port in self._ports.values():
            port.close()
        for ear in self._ears:
            ear.close()
        self._opening.clear()
        for stream in list(self._streams.values()):
            stream.close()
        self._streams.clear()

    def send(self, way: Way, parcel: Parcel) -> None:
        if way.listener.protocol == "udp":
            port = self._ports[address_of(way.listener)]
            port.send(parcel.payload, way.address, parcel.origins, copy=parcel.copy)
            return
        stream = way.stream if way.stream is not None and way.stream.is_open else self._streams.get(way.address)
        if stream is not None and stream.is_open:
            stream.send(parcel.payload, parcel.origins, copy=parcel.copy)
        else:
            self._connect(way, parcel)

    def _connect(self, way: Way, parcel: Parcel) -> None:
        waiting = self._opening.get(way.address)
        if waiting is not None:
            waiting.append(parcel)
            return
        self._opening[way.address] = [parcel]
        self._host.connect(way.listener.host, way.address, partial(self._opened, way))

    def _opened(self, way: Way, stream: Stream | str) -> None:
        waiting = self._opening.pop(way.address, ())
        if isinstance(stream, str):
            for parcel in waiting:
                parcel.failed()
            return
        if not waiting:
            stream.close()  # the sockets were closed meanwhile
            return
        self._keep(way.listener, stream)
        for parcel in waiting:
            stream.send(parcel.payload, parcel.origins, copy=parcel.copy)

    def _keep(self, listener: Listener, stream: Stream) -> None:
        self._streams[stream.remote] = stream
        stream.on_bytes = partial(self._bytes, listener, stream, Framer())
        stream.on_close = partial(self._closed, stream)

    def _closed(self, stream: Stream) -> None:
        if self._streams.get(stream.remote) is stream:
            del self._streams[stream.remote]

    def _datagram(self, listener: Listener, payload: bytes, source: Address) -> None:
        self._got(payload, Way(listener, source))

    def _bytes(self, listener: Listener, stream: Stream, framer: Framer, payload: bytes) -> None:
        for message in framer.feed(payload):
            if isinstance(message, Unframed):
                self._host.note(Logged("error", f"ERROR:proto_tcp:tcp_read_req: bad request, closing: {message.why}"))
                self._closed(stream)
                stream.close()
                return
            self._got(message, Way(listener, stream.remote, stream))


def address_of(listener: Listener) -> Address:
    return Address(listener.host, listener.port)
