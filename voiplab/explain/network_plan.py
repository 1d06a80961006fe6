"""Where everything stands in the picture of a network: LANs as lines, hosts above and below them, routers between two.

The layout is the same for the same topology and width. networkx orders the networks, and is imported only where there are
several (see `net.routes`); its own layouts need numpy, and drawings of characters are none of circles and springs anyway.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from voiplab.net.topology import Topology
from voiplab.text.harmless import harmless
from voiplab.text.width import width

BORDER: Final = 4
"""Columns of a box that its text does not have: `| ` and ` |`."""

WIRE_AT: Final = 3
"""A wire leaves a box so many columns from its left side; the next one of a router as many more and one."""

WIRE: Final = 3
"""Rows of a wire, between box and LAN."""

GAP: Final = 1
WIDEST_GAP: Final = 20
"""Boxes spread over a wide screen, but not that far."""

LANE: Final = 1
"""A row above each LAN for what travels along it."""


class Cell(NamedTuple):
    x: int
    y: int


class Box(NamedTuple):
    name: str
    lines: tuple[str, ...]
    x: int
    y: int

    @property
    def width(self) -> int:
        return box_width(self.lines)

    @property
    def height(self) -> int:
        return len(self.lines) + 2

    @property
    def middle(self) -> Cell:
        return Cell(self.x + self.width // 2, self.y + self.height // 2)


class WireId(NamedTuple):
    host: str
    network: str


class Wire(NamedTuple):
    """`cells` lead from the host to the LAN, without its own cell there."""

    id: WireId
    cells: tuple[Cell, ...]
    end: Cell

    @property
    def middle(self) -> Cell:
        return self.cells[len(self.cells) // 2]


class Bus(NamedTuple):
    name: str
    title: str
    y: int


@dataclass
class Plan:
    boxes: dict[str, Box] = field(default_factory=dict)
    wires: dict[WireId, Wire] = field(default_factory=dict)
    buses: dict[str, Bus] = field(default_factory=dict)
    width: int = 0
    height: int = 0


Captions = Mapping[str, Sequence[str]]
"""Of each host the lines between its name and its addresses."""


def box_width(lines: Sequence[str]) -> int:
    return max(map(width, lines)) + BORDER


def plan(topology: Topology, captions: Captions, servers: Sequence[str], columns: int) -> Plan:
    """`servers` stand below, where there is one LAN; `columns`: how wide the screen is."""
    drawn = Plan(width=columns)
    order = network_order(topology)
    rows = _rows(topology, captions, servers, order, columns)
    y = _stand(drawn, topology, captions, rows[0], 0)
    for network, below in zip(order, rows[1:], strict=True):
        y += (WIRE if y else 0) + LANE
        drawn.buses[network] = Bus(network, _title(topology, network), y)
        y = _stand(drawn, topology, captions, below, y + 1 + WIRE) if below else y + 1
    _lay_wires(drawn, topology)
    drawn.height = y
    return drawn


def _rows(
    topology: Topology, captions: Captions, servers: Sequence[str], order: Sequence[str], columns: int
) -> Sequence[Sequence[str]]:
    """Who stands above the first network, and below each: its routers, with the hosts of the next one; those of the last."""
    single = {network: _single(topology, network) for network in order}
    if len(order) == 1:
        above, below = _sides(topology, captions, single[order[0]], servers, columns)
        return above, [*below, *_routers(topology, order[0], order)]
    following = [*(single[network] for network in order[1:-1]), [], single[order[-1]]]
    between = [[*_routers(topology, network, order), *next_] for network, next_ in zip(order, following, strict=True)]
    return [single[order[0]], *between]


def _routers(topology: Topology, network: str, order: Sequence[str]) -> Sequence[str]:
    """Hosts in several networks, of which this is the uppermost."""
    several = (name for name, ends in topology.hosts.items() if len(ends) > 1)
    return [name for name in several if _uppermost(topology, name, order) == network]


def seen(topology: Topology, hosts: Sequence[str]) -> Topology:
    """What is drawn: these hosts, those that stand in several networks, and the networks that they stand in."""
    kept = {name: ends for name, ends in topology.hosts.items() if name in hosts or len(ends) > 1}
    wanted = [end.network for ends in kept.values() for end in ends]
    networks = {name: subnet for name, subnet in topology.networks.items() if name in wanted}
    return replace(topology, networks=networks, hosts=kept)


def network_order(topology: Topology) -> Sequence[str]:
    """Neighbours beside each other, from the first network of the file on."""
    if len(topology.networks) == 1:
        return list(topology.networks)
    import networkx as nx  # a fifth of a second

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(f"net {network}" for network in topology.networks)
    for host, ends in topology.hosts.items():
        graph.add_edges_from((f"host {host}", f"net {end.network}") for end in ends)
    order: dict[str, None] = {}
    for network in topology.networks:
        for layer in nx.bfs_layers(graph, [f"net {network}"]):
            order.update(dict.fromkeys(node[4:] for node in layer if node.startswith("net ")))
    return list(order)


def _single(topology: Topology, network: str) -> list[str]:
    """The hosts of this LAN alone."""
    return [name for name, ends in topology.hosts.items() if len(ends) == 1 and ends[0].network == network]


def _uppermost(topology: Topology, host: str, order: Sequence[str]) -> str:
    networks = [end.network for end in topology.hosts[host]]
    return next(network for network in order if network in networks)


def _title(topology: Topology, network: str) -> str:
    return harmless(f"{network} {topology.networks[network]}")


def _lines(topology: Topology, captions: Captions, host: str) -> tuple[str, ...]:
    addresses = (end.ip for end in topology.hosts[host])
    return tuple(harmless(line, 60) for line in (host, *captions.get(host, ()), *addresses))


def _sides(
    topology: Topology, captions: Captions, hosts: Sequence[str], servers: Sequence[str], columns: int
) -> tuple[list[str], list[str]]:
    """Telephones above as long as they fit, the others below with the servers."""
    above = [host for host in hosts if host not in servers]
    below = [host for host in hosts if host in servers]
    while len(above) > len(below) + 1 and _room(topology, captions, above) > columns:
        below.append(above.pop())
    return above, below


def _room(topology: Topology, captions: Captions, hosts: Sequence[str]) -> int:
    return sum(box_width(_lines(topology, captions, host)) + GAP for host in hosts)


def _stand(drawn: Plan, topology: Topology, captions: Captions, hosts: Sequence[str], y: int) -> int:
    """A row of boxes in the middle of the screen; the row below it."""
    if not hosts:
        return y
    room = _room(topology, captions, hosts) - GAP
    spare = max(0, drawn.width - room)
    apart = min(spare // (len(hosts) + 1), WIDEST_GAP)
    x, height = (spare - apart * (len(hosts) - 1)) // 2, 0
    for host in hosts:
        box = Box(host, _lines(topology, captions, host), x, y)
        drawn.boxes[host] = box
        x += box.width + GAP + apart
        height = max(height, box.height)
    drawn.width = max(drawn.width, room)
    _align(drawn, hosts, y + height)
    return y + height


def _align(drawn: Plan, hosts: Sequence[str], bottom: int) -> None:
    """Boxes above a LAN end at the same height; those below it begin at one."""
    if any(box.name not in hosts for box in drawn.boxes.values()):
        return
    for host in hosts:
        box = drawn.boxes[host]
        drawn.boxes[host] = box._replace(y=bottom - box.height)


def _lay_wires(drawn: Plan, topology: Topology) -> None:
    for box in drawn.boxes.values():
        for place, end in enumerate(topology.hosts[box.name]):
            x = box.x + min(WIRE_AT + place * (WIRE_AT + 1), box.width - 2)
            bus = drawn.buses[end.network].y
            wire = WireId(box.name, end.network)
            drawn.wires[wire] = Wire(wire, tuple(_vertical(x, box, bus)), Cell(x, bus))


def _vertical(x: int, box: Box, bus: int) -> Iterator[Cell]:
    rows = range(box.y + box.height, bus) if bus > box.y else range(box.y - 1, bus, -1)
    return (Cell(x, y) for y in rows)
