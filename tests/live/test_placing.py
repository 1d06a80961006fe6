"""Nodes at other addresses: what is replaced, what is not, and what is told of it."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.lab.two_phones import write
from voiplab.lab.lab import Lab, NodePlan
from voiplab.lab.opening import open_lab
from voiplab.live.placing import CannotPlace, Move, Moving, Replaced, moved, on_loopback, place, sockets_needed
from voiplab.net.topology import Attachment, Topology


def lab(*, server: str = "10.0.0.20", own: bytes = b"", others: bytes = b"") -> Lab:
    hosts = {"pbx": (Attachment("lan", server),), "alice": (Attachment("lan", "10.0.0.1"),)}
    nodes = {name: NodePlan(name, kind, name) for name, kind in (("pbx", "freeswitch"), ("alice", "phone"))}
    return Lab("office", Topology({}, hosts), nodes, {"pbx": {"vars.xml": own}, "alice": {"phone.ini": others}}, {})


def files_after(moving: Moving, *, server: str = "10.0.0.20", own: bytes = b"", others: bytes = b"") -> list[bytes]:
    after, _, _ = place(lab(server=server, own=own, others=others), moving)
    return [after.files["pbx"]["vars.xml"], after.files["alice"]["phone.ini"]]


@pytest.mark.parametrize(
    ("text", "moving"),
    [
        ("pbx=127.0.0.20", Moving("pbx", "127.0.0.20")),
        ("pbx=127.0.0.20:5070", Moving("pbx", "127.0.0.20", 5070)),
        ("pbx=::1", Moving("pbx", "::1")),
        ("pbx=[::1]:5070", Moving("pbx", "::1", 5070)),
        ("my node=127.0.0.2", Moving("my node", "127.0.0.2")),
    ],
)
def test_a_place_is_written_as_node_and_address(text: str, moving: Moving) -> None:
    assert Moving.parse(text) == moving


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pbx", "`pbx` names no place; expected one like freeswitch=127.0.0.20 or freeswitch=127.0.0.20:5070"),
        (
            "=127.0.0.1",
            "`=127.0.0.1` names no place; expected one like freeswitch=127.0.0.20 or freeswitch=127.0.0.20:5070",
        ),
        ("pbx=localhost", "`pbx=localhost` names no place; expected one like"),
        ("pbx=127.0.0.256", "`127.0.0.256` is no IP address"),
        ("pbx=127.0.0.1:0", "0 is no port; they go from 1 to 65535"),
        ("pbx=127.0.0.1:65536", "65536 is no port"),
        ("pbx=0.0.0.0", "0.0.0.0 is no address of one host"),
        ("pbx=224.0.0.1", "224.0.0.1 is no address of one host"),
    ],
)
def test_what_is_no_place_is_told(text: str, says: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(says)):
        Moving.parse(text)


@settings(max_examples=200, deadline=None)
@given(some.text(alphabet="ab=:.[]0123456789f \n\x00é", max_size=30))
def test_any_text_is_a_place_or_a_sentence(text: str) -> None:
    with suppress(ValueError):
        moving = Moving.parse(text)
        assert Moving.parse(f"{moving.node}={moving.ip}") == moving._replace(port=None)


def test_an_address_is_replaced_in_the_topology_and_in_the_files_of_all_nodes() -> None:
    after, move, told = place(
        lab(own=b"ip=10.0.0.20", others=b"domain=10.0.0.20\nproxy=10.0.0.20"), Moving("pbx", "127.0.0.20")
    )
    assert after.topology.hosts["pbx"][0].ip == "127.0.0.20"
    assert after.topology.hosts["alice"][0].ip == "10.0.0.1"
    assert after.files == {
        "pbx": {"vars.xml": b"ip=127.0.0.20"},
        "alice": {"phone.ini": b"domain=127.0.0.20\nproxy=127.0.0.20"},
    }
    assert told == [
        Replaced("10.0.0.20", "127.0.0.20", "topology", 1),
        Replaced("10.0.0.20", "127.0.0.20", "pbx/vars.xml", 1),
        Replaced("10.0.0.20", "127.0.0.20", "alice/phone.ini", 2),
    ]
    assert move == Move("10.0.0.20", Moving("pbx", "127.0.0.20"))


@pytest.mark.parametrize(
    "text", [b"10.0.0.200", b"110.0.0.20", b"10.0.0.20.1", b"1.10.0.0.20", b"x10.0.0.20", b"10.0.0.20x", b"10.0.0.2"]
)
def test_a_part_of_something_longer_is_not_replaced(text: bytes) -> None:
    assert files_after(Moving("pbx", "127.0.0.20"), own=text, others=text) == [text, text]


@pytest.mark.parametrize("text", [b"sip:1000@%s", b"<%s>", b"%s/24", b"%s:5080", b"%s, %s", b"at %s.", b"\xff%s\xff"])
def test_an_address_is_found_between_whatever_stands_around_it(text: bytes) -> None:
    before, after = (text.replace(b"%s", ip) for ip in (b"10.0.0.20", b"127.0.0.20"))
    assert files_after(Moving("pbx", "127.0.0.20"), own=before, others=before) == [after, after]


def test_a_port_is_changed_in_the_nodes_own_files_and_the_others_look_for_it_there() -> None:
    own = b"ip=10.0.0.20 port=5060 other=5080 id=15060"
    others = b"a=10.0.0.20:5060 b=10.0.0.20 c=10.0.0.20:5080 d=10.0.0.20:50600 mine=5060"
    after = files_after(Moving("pbx", "127.0.0.20", 5070), own=own, others=others)
    assert after[0] == b"ip=127.0.0.20 port=5070 other=5080 id=15060"
    assert after[1] == b"a=127.0.0.20:5070 b=127.0.0.20:5070 c=127.0.0.20:5080 d=127.0.0.20:50600 mine=5060"


def test_an_ipv6_address_is_one_token_with_or_without_brackets() -> None:
    text = b"a=fd00::20 b=[fd00::20]:5080 c=sip:x@[fd00::20] d=fd00::20:1 e=1:fd00::20 f=fd00::201"
    moved_there = files_after(Moving("pbx", "fd00::7"), server="fd00::20", own=text)[0]
    assert moved_there == b"a=fd00::7 b=[fd00::7]:5080 c=sip:x@[fd00::7] d=fd00::20:1 e=1:fd00::20 f=fd00::201"
    with_port = files_after(Moving("pbx", "fd00::7", 5070), server="fd00::20", others=b"[fd00::20]:5060 fd00::20")[1]
    assert with_port == b"[fd00::7]:5070 [fd00::7]:5070"


def test_two_nodes_cannot_be_at_one_address() -> None:
    with pytest.raises(CannotPlace, match=r"pbx cannot be at 10.0.0.1: alice is there"):
        place(lab(), Moving("pbx", "10.0.0.1"))


def test_a_node_stays_with_its_family_of_addresses() -> None:
    with pytest.raises(CannotPlace, match=r"pbx cannot move from 10.0.0.20 to ::1: one is IPv4, the other is IPv6"):
        place(lab(), Moving("pbx", "::1"))


def test_where_a_node_is_already_nothing_is_replaced() -> None:
    same, _, told = place(lab(own=b"10.0.0.20"), Moving("pbx", "10.0.0.20"))
    assert told == []
    assert same.files["pbx"]["vars.xml"] == b"10.0.0.20"


def test_files_that_are_read_again_get_the_same_replacements() -> None:
    moves = [Move("10.0.0.20", Moving("pbx", "127.0.0.20", 5070)), Move("10.0.0.1", Moving("alice", "127.0.0.1"))]
    assert moved("pbx", {"a": b"10.0.0.20 5060 10.0.0.1"}, moves) == {"a": b"127.0.0.20 5070 127.0.0.1"}
    assert moved("alice", {"a": b"10.0.0.20 5060 10.0.0.1"}, moves) == {"a": b"127.0.0.20:5070 5060 127.0.0.1"}


def test_an_address_of_this_machine_stands_for_another_one() -> None:
    assert on_loopback("192.168.10.20") == "127.168.10.20"
    assert on_loopback("2001:db8::20") == "::1"


def test_servers_and_exposed_nodes_need_sockets() -> None:
    assert sockets_needed(lab(), []) == ["10.0.0.20"]
    assert sockets_needed(lab(), ["alice"]) == ["10.0.0.20", "10.0.0.1"]


def test_what_lies_on_the_disk_stays_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path)
    before = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}
    place(open_lab(path), Moving("bob", "127.0.0.2"))
    assert {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()} == before
