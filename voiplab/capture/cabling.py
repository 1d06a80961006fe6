"""The interfaces of a capture: one per node, with its cards, and the card that a packet goes to next."""

from collections.abc import Mapping
from ipaddress import ip_interface

from voiplab.capture.ip import packed
from voiplab.capture.link import ethernet, mac
from voiplab.capture.pcapng_writer import PcapngWriter
from voiplab.net.routes import Routes
from voiplab.net.topology import Topology


class Cabling:
    """All nodes of the topology have their interface from the beginning; others get theirs when they are met."""

    def __init__(self, writer: PcapngWriter, topology: Topology, kinds: Mapping[str, str]) -> None:
        self._writer = writer
        self._routes = Routes(topology)
        self._interfaces: dict[str, int] = {}
        for name, attachments in topology.hosts.items():
            cards = [ip_interface(f"{end.ip}/{topology.networks[end.network].prefixlen}") for end in attachments]
            self._interfaces[name] = writer.interface(name, cards, kinds.get(name, ""))
        writer.names({end.ip: name for name, attachments in topology.hosts.items() for end in attachments})

    def interface(self, node: str, ip: str) -> int:
        """That of a node; one that is not in the topology is out there, with the address that it shows."""
        if node not in self._interfaces:
            self._interfaces[node] = self._writer.interface(node, [ip_interface(ip)])
            if node != ip:
                self._writer.names({ip: node})
        return self._interfaces[node]

    def is_out_there(self, ip: str) -> bool:
        """Not one of the topology's: a real program, to whom a live lab speaks."""
        return ip not in self._routes.owners

    def node(self, ip: str) -> str:
        owner = self._routes.owners.get(ip)
        return ip if owner is None else owner[0]

    def frame(self, source: str, target: str, packet: bytes) -> bytes:
        """The packet as it leaves the card with the first address, on its way to the second."""
        return ethernet(mac(packed(source)), mac(packed(self._next_card(source, target))), packet)

    def _next_card(self, source: str, target: str) -> str:
        """The target's own card on one's own LAN, that of the router otherwise."""
        owner = self._routes.owners.get(source)
        path = None if owner is None else self._routes.path(owner[0], target)
        if path is None or not path.hops:
            return target
        lan, neighbour, _ = path.hops[1]
        cards = self._routes.topology.hosts.get(neighbour, ())
        return next((card.ip for card in cards if card.network == lan), target)
