"""Next hops: computed on demand per destination network, dropped as a whole when the topology changes.

On one's own LAN no route is needed, so networkx is imported only where a router stands between two hosts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from voiplab.net.impairment import Impairment
from voiplab.net.topology import Attachment, Topology
from voiplab.sim.moment import Duration


class Hop(NamedTuple):
    """One direction of one cable: its two ends, and what it does."""

    start: str
    end: str
    impairment: Impairment


class Path(NamedTuple):
    hops: Sequence[Hop]
    steady: Duration | None
    """How long a packet is under way, where chance has no say in it."""

    @classmethod
    def of(cls, hops: Sequence[Hop]) -> "Path":
        is_random = any(hop.impairment.is_random for hop in hops)
        return cls(hops, None if is_random else sum(hop.impairment.delay for hop in hops))


class Routes:
    """`path` gives the cables from a host to an address; None when nobody has it, or no router leads there."""

    def __init__(self, topology: Topology) -> None:
        self.topology = topology
        self.owners = {
            attachment.ip: (name, attachment)
            for name, attachments in topology.hosts.items()
            for attachment in attachments
        }
        self._paths: dict[tuple[str, str], Path | None] = {}
        self._towards: dict[str, Mapping[str, Sequence[Hop]]] = {}

    def attach(self, name: str, attachment: Attachment) -> None:
        """One more host, and no router: what was found before still holds."""
        self.topology = replace(self.topology, hosts={**self.topology.hosts, name: (attachment,)})
        self.owners[attachment.ip] = (name, attachment)

    def path(self, source: str, ip: str) -> Path | None:
        key = (source, ip)
        if key not in self._paths:
            if ip not in self.owners:
                return None  # not remembered: there are more addresses than memory
            hops = self._find(source, ip)
            self._paths[key] = None if hops is None else Path.of(hops)
        return self._paths[key]

    def _find(self, source: str, ip: str) -> Sequence[Hop] | None:
        target, arrival = self.owners[ip]
        if target == source:
            return ()
        last = _into(target, arrival)
        departures = self.topology.hosts[source]
        for departure in departures:
            if departure.network == arrival.network:
                return (_out(source, departure), last)
        between = self._between_networks(arrival.network)
        ways = [(_out(source, way), *between[way.network], last) for way in departures if way.network in between]
        return min(ways, key=lambda hops: sum(hop.impairment.delay for hop in hops), default=None)

    def _between_networks(self, destination: str) -> Mapping[str, Sequence[Hop]]:
        """From each network that routers connect with `destination`: the cables of the quickest way."""
        if destination not in self._towards:
            self._towards[destination] = self._quickest_ways(destination)
        return self._towards[destination]

    def _quickest_ways(self, destination: str) -> Mapping[str, Sequence[Hop]]:
        import networkx as nx  # a fifth of a second: only labs with routers pay it

        backwards: nx.DiGraph[str] = nx.DiGraph()
        backwards.add_node(destination)
        for name in self.topology.hosts:
            if name not in self.topology.routers:
                continue
            for attachment in self.topology.hosts[name]:
                for hop in (_out(name, attachment), _into(name, attachment)):
                    backwards.add_edge(hop.end, hop.start, hop=hop, delay=hop.impairment.delay)
        paths = nx.single_source_dijkstra_path(backwards, destination, weight="delay")
        return {
            start: [backwards.edges[pair]["hop"] for pair in pairwise(nodes)][::-1]
            for start, nodes in paths.items()
            if start in self.topology.networks
        }


def _out(name: str, attachment: Attachment) -> Hop:
    return Hop(name, attachment.network, attachment.outwards)


def _into(name: str, attachment: Attachment) -> Hop:
    return Hop(attachment.network, name, attachment.inwards)
