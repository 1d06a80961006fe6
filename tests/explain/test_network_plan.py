"""Where everything stands: nothing on top of anything else, and the same each time."""

import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explain.networks import THREE, lan
from voiplab.explain.network_plan import Box, Cell, Plan, WireId, network_order, plan, seen
from voiplab.net.topology import Attachment, Topology

NAMES = st.lists(st.text("abcdefghij-", min_size=1, max_size=12), min_size=1, max_size=12, unique=True)


def covers(box: Box, cell: Cell) -> bool:
    return box.x <= cell.x < box.x + box.width and box.y <= cell.y < box.y + box.height


def touch(one: Box, other: Box) -> bool:
    apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
    apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (apart_x or apart_y)


def is_clean(drawn: Plan, topology: Topology) -> bool:
    boxes = list(drawn.boxes.values())
    cells = [cell for wire in drawn.wires.values() for cell in wire.cells]
    return (
        sorted(drawn.boxes) == sorted(topology.hosts)
        and not any(touch(one, other) for one, other in combinations(boxes, 2))
        and not any(covers(box, cell) for box in boxes for cell in cells)
        and len(set(cells)) == len(cells)
        and all(box.x >= 0 and box.x + box.width <= drawn.width for box in boxes)
        and all(box.y + box.height <= drawn.height for box in boxes)
    )


@settings(max_examples=150, deadline=None)
@given(names=NAMES, servers=st.integers(0, 3), columns=st.integers(20, 160))
def test_nothing_stands_on_top_of_anything_else(names: list[str], servers: int, columns: int) -> None:
    topology = lan(*names)
    assert is_clean(plan(topology, {}, names[:servers], columns), topology)


@pytest.mark.parametrize("columns", [20, 58, 78, 158])
def test_routers_stand_between_their_networks(columns: int) -> None:
    drawn = plan(THREE, {"alice": ["plain-rfc"]}, ["pbx"], columns)
    assert is_clean(drawn, THREE)
    rows = [drawn.boxes["bob"].y, drawn.buses["branch"].y, drawn.boxes["far"].y, drawn.buses["wan"].y]
    rows += [drawn.boxes["border"].y, drawn.buses["office"].y, drawn.boxes["alice"].y]
    assert rows == sorted(rows)


def test_networks_are_ordered_by_what_lies_between_them() -> None:
    assert list(network_order(THREE)) == ["branch", "wan", "office"]


def test_a_network_that_nothing_leads_to_is_drawn_too() -> None:
    island = Topology({**THREE.networks, "island": lan("x").networks["office"]}, THREE.hosts, THREE.routers)
    assert list(network_order(island)) == ["branch", "wan", "office", "island"]


def test_every_link_has_its_wire_from_the_box_to_its_network() -> None:
    drawn = plan(THREE, {}, [], 78)
    links = [WireId(name, end.network) for name, ends in THREE.hosts.items() for end in ends]
    assert sorted(drawn.wires) == sorted(links)
    for wire in drawn.wires.values():
        assert wire.end.y == drawn.buses[wire.id.network].y
        assert abs(wire.cells[-1].y - wire.end.y) == 1


def test_telephones_that_do_not_fit_stand_below() -> None:
    topology = lan("pbx", *(f"phone{number}" for number in range(1, 6)))
    drawn = plan(topology, {}, ["pbx"], 78)
    above = [name for name, box in drawn.boxes.items() if box.y < drawn.buses["office"].y]
    assert above == ["phone1", "phone2", "phone3", "phone4"]


def test_only_what_takes_part_is_drawn_and_what_lies_between() -> None:
    assert list(seen(THREE, ["alice", "bob"]).hosts) == ["alice", "border", "far", "bob"]
    assert list(seen(lan("alice", "bob"), ["bob"]).hosts) == ["bob"]


def test_the_layout_needs_no_numpy() -> None:
    """It is no dependency of ours, and the layouts of networkx want it."""
    script = (
        "import sys; sys.modules['numpy'] = None\n"
        "from tests.explain.networks import THREE\n"
        "from voiplab.explain.network_plan import plan\n"
        "print(plan(THREE, {}, [], 78).height)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) == plan(THREE, {}, [], 78).height


def test_a_router_in_three_networks_has_a_wire_to_each() -> None:
    networks = {name: THREE.networks[name] for name in ("office", "wan", "branch")}
    hosts = {name: THREE.hosts[name] for name in ("alice", "pbx", "isp", "bob")}
    ends = tuple(Attachment(name, str(subnet[1])) for name, subnet in networks.items())
    star = Topology(networks, {**hosts, "border": ends}, frozenset({"border"}))
    drawn = plan(star, {}, [], 78)
    assert is_clean(drawn, star)
    assert len([wire for wire in drawn.wires if wire.host == "border"]) == 3
