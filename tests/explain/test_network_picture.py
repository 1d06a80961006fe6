"""The picture of a network: golden drawings, and what is under way on them."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import pytest

from tests.explain.golden_text import check_golden
from tests.explain.networks import THREE, lan
from voiplab.explain.network_picture import Shown, Traveller, draw
from voiplab.explain.network_plan import Box, Cell, WireId, plan
from voiplab.explain.network_ways import THOUSAND, lost_at, way
from voiplab.net.routes import Hop, Routes
from voiplab.net.topology import Topology

OFFICE = lan("alice", "bob", "freeswitch", "carol")
CAPTIONS = {"alice": ["plain-rfc"], "bob": ["obi1062"], "carol": ["plain-rfc"], "freeswitch": ["freeswitch"]}
SERVERS = ["freeswitch", "pbx"]
FAR = "10.1.0.7"


def hops(topology: Topology, source: str, ip: str) -> list[Hop]:
    path = Routes(topology).path(source, ip)
    assert path is not None
    return list(path.hops)


def traveller(
    topology: Topology,
    source: str,
    ip: str,
    reached: int,
    *,
    name: str = "14 INVITE",
    is_lost: bool = False,
    is_arrow: bool = False,
) -> Traveller:
    drawn = way(plan(topology, CAPTIONS, SERVERS, 78), hops(topology, source, ip))
    assert drawn is not None
    return Traveller(name, drawn, reached, is_lost, is_arrow)


def drawn(shown: Shown) -> str:
    lines = ["".join(span.text for span in line).rstrip() for line in draw(shown)]
    return "\n".join([*lines, ""])


def office(
    chosen: str | WireId | None = None,
    travellers: Sequence[Traveller] = (),
    unplugged: Mapping[str, bool] = MappingProxyType({}),
) -> Shown:
    return Shown(plan(OFFICE, CAPTIONS, SERVERS, 78), OFFICE, unplugged, chosen, travellers)


def test_a_message_is_an_arrow_from_end_to_end() -> None:
    arrow = traveller(OFFICE, "alice", "192.168.10.13", THOUSAND, is_arrow=True)
    check_golden("network-arrow.txt", drawn(office(chosen="alice", travellers=(arrow,))))


def test_a_lost_message_ends_where_it_was_lost_and_says_so() -> None:
    reason = "lost between office and freeswitch"
    end = lost_at(traveller(OFFICE, "bob", "192.168.10.13", 0).way, hops(OFFICE, "bob", "192.168.10.13"), reason)
    arrow = traveller(OFFICE, "bob", "192.168.10.13", end, is_lost=True, is_arrow=True)
    check_golden("network-lost.txt", drawn(office(chosen=WireId("alice", "office"), travellers=(arrow,))))


def test_packets_move_and_an_unplugged_cable_is_seen() -> None:
    moving = traveller(OFFICE, "bob", "192.168.10.13", 500)
    check_golden("network-moving.txt", drawn(office(unplugged={"alice": True}, travellers=(moving,))))


def test_networks_with_routers_and_bad_links_are_drawn() -> None:
    arrow = traveller(THREE, "alice", FAR, THOUSAND, is_arrow=True)
    shown = Shown(plan(THREE, CAPTIONS, SERVERS, 78), THREE, travellers=(arrow,))
    check_golden("network-routers.txt", drawn(shown))


@pytest.mark.parametrize("topology", [OFFICE, THREE])
def test_the_way_of_a_packet_leads_from_cell_to_neighbouring_cell(topology: Topology) -> None:
    layout = plan(topology, CAPTIONS, SERVERS, 78)
    routes = Routes(topology)
    for source in topology.hosts:
        for target, ends in topology.hosts.items():
            path = routes.path(source, ends[0].ip)
            if source == target or path is None:
                continue
            found = way(layout, path.hops)
            assert found is not None
            steps = zip(found.cells, found.cells[1:], strict=False)
            far = [(one, two) for one, two in steps if abs(one.x - two.x) + abs(one.y - two.y) != 1]
            assert all(_through_a_router(layout.boxes.values(), *jump) for jump in far)
            assert found.stops[-1] == len(found.cells)


def _through_a_router(boxes: Iterable[Box], one: Cell, two: Cell) -> bool:
    return any(
        box.x <= min(one.x, two.x)
        and max(one.x, two.x) < box.x + box.width
        and min(one.y, two.y) < box.y < max(one.y, two.y)
        for box in boxes
    )


def test_a_packet_to_its_own_host_has_no_way() -> None:
    assert way(plan(OFFICE, {}, [], 78), hops(OFFICE, "alice", "192.168.10.11")) is None


@pytest.mark.parametrize(
    ("reason", "least", "most"),
    [
        ("alice is unplugged", 0, 300),
        ("lost between alice and office", 0, 300),
        ("lost between office and freeswitch", 500, 999),
        ("nothing listens on udp 192.168.10.13:5060 of freeswitch", THOUSAND, THOUSAND),
        ("lost by the script of this run (180 from bob)", THOUSAND // 2, THOUSAND // 2),
    ],
)
def test_where_a_packet_is_lost_follows_from_the_reason(reason: str, least: int, most: int) -> None:
    path = hops(OFFICE, "alice", "192.168.10.13")
    found = way(plan(OFFICE, {}, SERVERS, 78), path)
    assert found is not None
    assert least <= lost_at(found, path, reason) <= most


def test_two_packets_at_one_place_have_one_name_between_them() -> None:
    both = [
        traveller(OFFICE, "alice", "192.168.10.13", 500, name="1 INVITE"),
        traveller(OFFICE, "alice", "192.168.10.13", 520),
    ]
    text = drawn(office(travellers=both))
    assert "1 INVITE" in text
    assert "14 INVITE" not in text
