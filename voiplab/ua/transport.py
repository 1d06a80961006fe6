"""The transport layer of one element (RFC 3261 section 18): one address, UDP and TCP, bytes in and out.

A request of more than the limit goes by TCP; a reply goes back the way its request came. What arrives is framed here
and handed on as bytes with the way that leads back.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.packet import Transport
from voiplab.net.stream import Stream
from voiplab.recording.events import EventId, Logged
from voiplab.sip.framing import Framer, Unframed


class Way(NamedTuple):
    """Where a message goes, or came from; of TCP also on which connection."""

    transport: Transport
    address: Address
    stream: Stream | None = None


class Waiting(NamedTuple):
    """A message for a connection that is still being opened."""

    payload: bytes
    origins: Mapping[str, EventId] | None
    copy: bool
    failed: Callable[[str], None]


class Wire:
    """An element's sockets."""

    def __init__(
        self,
        host: Host,
        at: Address,
        got: Callable[[bytes, Way], None],
        unreachable: Callable[[Address], None] | None,
    ) -> None:
        """Open both ports; `unreachable` is told of closed ports by UDP. NotMyAddress, PortInUse."""
        self.at = at
        self._host = host
        self._got = got
        self._datagrams = host.datagrams(at, self._datagram)
        if unreachable is not None:
            self._datagrams.heed_unreachable(unreachable)
        self._listener = host.listen(at, self._keep)
        self._streams: dict[Address, Stream] = {}
        self._opening: dict[Address, list[Waiting]] = {}
        """What waits for a connection: messages of one moment share it, and keep their order."""

    def close(self) -> None:
        self._datagrams.close()
        self._listener.close()
        self._opening.clear()
        for stream in list(self._streams.values()):
            stream.close()
        self._streams.clear()

    def send(
        self,
        payload: bytes,
        way: Way,
        failed: Callable[[str], None],
        origins: Mapping[str, EventId] | None = None,
        *,
        copy: bool = False,
    ) -> None:
        """Put a message on the wire; `failed` is told when there is no connection to be had."""
        if way.transport is Transport.UDP:
            self._datagrams.send(payload, way.address, origins, copy=copy)
            return
        stream = way.stream if way.stream is not None and way.stream.is_open else self._streams.get(way.address)
        if stream is not None and stream.is_open:
            stream.send(payload, origins, copy=copy)
        else:
            self._connect(way.address, Waiting(payload, origins, copy, failed))

    def _connect(self, address: Address, message: Waiting) -> None:
        if address in self._opening:
            self._opening[address].append(message)
        else:
            self._opening[address] = [message]
            self._host.connect(self.at.ip, address, partial(self._opened, address))

    def _opened(self, address: Address, stream: Stream | str) -> None:
        waiting = self._opening.pop(address, ())
        if isinstance(stream, str):
            for message in waiting:
                message.failed(stream)
        elif not waiting:
            stream.close()  # the sockets were closed meanwhile
        else:
            self._keep(stream)
            for message in waiting:
                stream.send(message.payload, message.origins, copy=message.copy)

    def _keep(self, stream: Stream) -> None:
        self._streams[stream.remote] = stream
        stream.on_bytes = partial(self._bytes, stream, Framer())
        stream.on_close = partial(self._closed, stream)

    def _closed(self, stream: Stream) -> None:
        if self._streams.get(stream.remote) is stream:
            del self._streams[stream.remote]

    def _datagram(self, payload: bytes, source: Address) -> None:
        self._got(payload, Way(Transport.UDP, source))

    def _bytes(self, stream: Stream, framer: Framer, payload: bytes) -> None:
        for message in framer.feed(payload):
            if isinstance(message, Unframed):
                self._host.note(Logged("warning", f"connection from {stream.remote} closed: {message.why}"))
                self._closed(stream)
                stream.close()
                return
            self._got(message, Way(Transport.TCP, stream.remote, stream))
