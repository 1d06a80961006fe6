"""The TCP connections of a case in the virtual network: a phone asks for its own with its first message, the server by itself.

Ports are the recorded ones, except those of connections that our server asks for: these stand for the recorded ones in turn.
"""

from functools import partial

from tests.golden.trace import Connection, Trace
from voiplab.net.address import Address
from voiplab.net.network import Network
from voiplab.net.packet import Packet
from voiplab.net.stream import Listener, Stream, connect

Way = tuple[Address, Address]


class NotConnected(Exception):
    """Our server does not take a connection that the recorded one took, or asks for one more than that did."""


class Streams:
    """`server`: the name of the node that is judged."""

    def __init__(self, network: Network, trace: Trace, server: str) -> None:
        self._network = network
        self._trace = trace
        self._server = server
        self._streams: dict[Way, Stream] = {}
        self._unsent: dict[Way, list[bytes]] = {}
        self._asked: list[Connection] = [one for one in trace.connections if one.client.ip == trace.server]
        self._stands_for: dict[Address, Address] = {}
        """Our server's port of a connection that it asked for, and the recorded one."""

        self._guests: dict[Address, Address] = {
            one.client._replace(ip=trace.server): one.client
            for one in trace.connections
            if one.client.ip in trace.guests
        }

    def listen(self) -> None:
        for at in dict.fromkeys(one.listener for one in self._asked):
            Listener(self._network, self._network.routes.owners[at.ip][0], at, partial(self._came, at))

    def send(self, payload: bytes, source: Address, target: Address) -> None:
        way = (source, target)
        if way in self._streams:
            self._streams[way].send(payload)
            return
        self._unsent.setdefault(way, []).append(payload)
        if len(self._unsent[way]) == 1:
            node, local = self._real(source)
            connect(self._network, node, local, target, partial(self._opened, way))

    def recorded_way(self, packet: Packet) -> Way | None:
        """The ends as the recording calls them. None: a phone on the server's own machine has sent it."""
        if packet.source in self._guests:
            return None
        source = self._stands_for.get(packet.source, packet.source)
        return source, self._guests.get(packet.target, packet.target)

    def _real(self, phone: Address) -> tuple[str, Address]:
        if phone.ip in self._trace.guests:
            return self._server, phone._replace(ip=self._trace.server)
        return self._network.routes.owners[phone.ip][0], phone

    def _opened(self, way: Way, stream: Stream | str) -> None:
        if isinstance(stream, str):
            raise NotConnected(f"{self._trace.case}: {stream}")
        self._streams[way] = stream
        for payload in self._unsent.pop(way):
            stream.send(payload)

    def _came(self, at: Address, stream: Stream) -> None:
        recorded = next((one for one in self._asked if one.listener == at), None)
        if recorded is None:
            raise NotConnected(f"{self._trace.case}: one connection more to {at} than was recorded")
        self._asked.remove(recorded)
        self._streams[at, recorded.client] = stream
        self._stands_for[stream.remote] = recorded.client
