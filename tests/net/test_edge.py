"""Where the virtual network ends: who is let in, what leaves, and what stays inside."""

import pytest

from tests.net.outside import Far, Outside
from tests.net.wires import ALICE, BOB, Listener, lan
from voiplab.net.address import Address
from voiplab.net.host import Host, PortInUse
from voiplab.net.network import MOST_OUTSIDERS, Network
from voiplab.net.packet import Packet, Transport
from voiplab.net.stream import Stream, accept
from voiplab.recording.events import Arrived, Lost, Sent
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Kernel

CAROL = Address("127.0.0.7", 40_000)
"""Nobody in the topology."""


class World:
    """Alice and Bob on their LAN, and an outside that only Alice reaches."""

    def __init__(self) -> None:
        self.outside = Outside()
        self.network = Network(Kernel(), Recording(), lan(), 1, edge=self.outside)
        self.alice = Listener(self.network, "alice", ALICE)
        self.bob = Listener(self.network, "bob", BOB)

    def go(self) -> None:
        self.network.kernel.run_until(1_000_000)

    def comes_in(self, payload: bytes, source: Address = CAROL, target: Address = ALICE) -> str | None:
        refusal = self.network.admit(source.ip, target.ip)
        if refusal is None:
            self.network.send(self.network.outsiders[source.ip], Packet(Transport.UDP, source, target, payload))
        self.go()
        return refusal

    def lost(self) -> list[str]:
        return [event.what.reason for event in self.network.recording if isinstance(event.what, Lost)]


@pytest.fixture
def world() -> World:
    return World()


def test_the_edge_joins_the_network_before_anything_is_asked_of_it(world: World) -> None:
    assert world.outside.network is world.network


def test_only_ports_of_real_addresses_are_opened_outside(world: World) -> None:
    assert world.outside.opened == [(Transport.UDP, ALICE)]
    world.alice.port.close()
    world.bob.port.close()
    assert world.outside.opened == []


def test_who_is_not_simulated_becomes_a_host_and_is_answered(world: World) -> None:
    assert world.comes_in(b"hello") is None
    assert [payload for _, payload in world.alice.got] == [b"hello"]
    world.alice.port.send(b"hello yourself", CAROL)
    world.go()
    assert world.outside.came == [Packet(Transport.UDP, ALICE, CAROL, b"hello yourself")]
    assert [(event.node, type(event.what)) for event in world.network.recording] == [
        (CAROL.ip, Sent),
        ("alice", Arrived),
        ("alice", Sent),
        (CAROL.ip, Arrived),
    ]


def test_simulated_nodes_reach_each_other_without_the_edge(world: World) -> None:
    world.bob.port.send(b"hello", ALICE)
    world.go()
    assert [payload for _, payload in world.alice.got] == [b"hello"]
    assert world.outside.came == []


def test_a_node_whose_address_is_not_real_reaches_nobody_outside(world: World) -> None:
    world.bob.port.send(b"hello", CAROL)
    world.go()
    assert world.lost() == [f"{CAROL.ip} is out there, and bob is not: --expose it"]
    assert world.outside.came == []


def test_what_may_not_leave_is_lost_with_the_reason_of_the_edge(world: World) -> None:
    world.outside.forbidden = [CAROL.ip]
    world.alice.port.send(b"hello", CAROL)
    world.go()
    assert world.lost() == [f"{CAROL.ip} is forbidden"]
    assert world.outside.came == []


def test_the_address_of_a_node_is_nobody_elses(world: World) -> None:
    assert str(world.comes_in(b"I am Bob", BOB)).startswith(f"{BOB.ip} is the address of bob")
    assert str(world.comes_in(b"I am you", ALICE)).startswith(f"{ALICE.ip} is the address of alice")
    assert world.alice.got == []


def test_without_an_edge_nobody_else_is_there() -> None:
    network = Network(Kernel(), Recording(), lan(), 1)
    alice = Listener(network, "alice", ALICE)
    alice.port.send(b"hello", CAROL)
    assert [event.what.reason for event in network.recording if isinstance(event.what, Lost)] == [
        f"nobody has the address {CAROL.ip}"
    ]


def test_so_many_addresses_are_let_in_and_no_more(world: World) -> None:
    for number in range(MOST_OUTSIDERS):
        assert world.network.admit(f"127.1.{number // 250}.{number % 250}", ALICE.ip) is None
    assert world.network.admit(CAROL.ip, ALICE.ip) == "1000 addresses out there are the most that a lab talks with"
    assert world.comes_in(b"still there", Address("127.1.0.0", 5060)) is None


def test_addresses_that_nobody_has_leave_nothing_behind(world: World) -> None:
    world.outside.forbidden = [f"192.0.2.{number}" for number in range(250)]
    for ip in world.outside.forbidden:
        world.alice.port.send(b"hello", Address(ip, 5060))
    assert len(world.lost()) == 250
    assert world.network.outsiders == {}
    assert world.network.routes.path("alice", "192.0.2.1") is None
    assert world.network.admit(CAROL.ip, ALICE.ip) is None
    assert world.network.routes.path("alice", CAROL.ip) is not None


def test_an_unplugged_cable_reaches_nobody_outside_either(world: World) -> None:
    world.network.unplug("alice")
    world.alice.port.send(b"hello", CAROL)
    world.go()
    assert world.lost() == ["alice is unplugged"]
    assert world.outside.came == []


def test_a_flow_leaves_and_another_one_comes_in(world: World) -> None:
    heard: list[tuple[Flow, Address]] = []
    at = Address(ALICE.ip, 4000)
    port = world.alice.host.media(at, lambda flow, source: heard.append((flow, source)))
    flow = Flow("PCMU", 0, 7, "voice:alice")
    port.send(flow, CAROL)
    world.network.send(CAROL.ip, Packet(Transport.RTP, CAROL, at, flow))
    world.go()
    assert world.outside.came == [Packet(Transport.RTP, at, CAROL, flow)]
    assert heard == [(flow, CAROL)]
    port.close()
    assert (Transport.RTP, at) not in world.outside.opened


def test_a_port_that_another_program_has_is_in_use(world: World) -> None:
    world.outside.taken = [Address(ALICE.ip, 4000)]
    assert world.alice.host.hears(Address(ALICE.ip, 4000))
    with pytest.raises(PortInUse):
        world.alice.host.media(Address(ALICE.ip, 4000), lambda _flow, _source: None)
    assert not world.bob.host.hears(Address(BOB.ip, 4000))


def test_a_closed_port_out_there_is_told_to_who_heeds_it(world: World) -> None:
    told: list[Address] = []
    world.alice.port.heed_unreachable(told.append)
    world.bob.port.heed_unreachable(told.append)
    world.outside.heeded[ALICE](CAROL)
    assert told == [CAROL]
    assert list(world.outside.heeded) == [ALICE]


class Ear:
    """Who waits for TCP at Alice: the streams that came, and what they said."""

    def __init__(self, host: Host) -> None:
        self.streams: list[Stream] = []
        self.got: list[bytes] = []
        self.closed = 0
        host.listen(ALICE, self._came)

    def _came(self, stream: Stream) -> None:
        stream.on_bytes = self.got.append
        stream.on_close = self._ended
        self.streams.append(stream)

    def _ended(self) -> None:
        self.closed += 1


def test_a_connection_from_outside_is_a_stream_like_any_other(world: World) -> None:
    ear, far = Ear(world.alice.host), Far(ALICE)
    theirs = accept(world.network, CAROL, far)
    assert isinstance(theirs, Stream)
    theirs.send(b"hello")
    world.go()
    assert ear.got == [b"hello"]
    ear.streams[0].send(b"hello yourself")
    world.go()
    assert far.written == [b"hello yourself"]
    ear.streams[0].close()
    world.network.kernel.run_until(2_000_000)
    assert far.is_closed
    assert not theirs.is_open


def test_a_connection_that_the_world_closes_is_closed(world: World) -> None:
    ear = Ear(world.alice.host)
    theirs = accept(world.network, CAROL, Far(ALICE))
    assert isinstance(theirs, Stream)
    theirs.close()
    world.go()
    assert ear.closed == 1


def test_a_connection_to_where_nobody_listens_or_from_who_is_not_let_in_is_refused(world: World) -> None:
    assert accept(world.network, CAROL, Far(ALICE)) == f"{ALICE} refuses connections"
    Ear(world.alice.host)
    assert str(accept(world.network, BOB, Far(ALICE))).startswith(f"{BOB.ip} is the address of bob")
    world.outside.forbidden = [CAROL.ip]
    assert accept(world.network, CAROL, Far(ALICE)) == f"{CAROL.ip} is forbidden"


def test_a_node_calls_a_program_out_there(world: World) -> None:
    got: list[Stream | str] = []
    world.alice.host.connect(ALICE.ip, CAROL, got.append)
    world.go()
    [(ip, remote, opened)] = world.outside.asked_for
    assert (ip, remote) == (ALICE.ip, CAROL)
    far = Far(Address(ALICE.ip, 50_000))
    theirs = opened(far)
    assert theirs is not None
    [ours] = got
    assert isinstance(ours, Stream)
    assert (ours.local, ours.remote) == (far.local, CAROL)
    ours.send(b"hello")
    world.network.kernel.run_until(2_000_000)
    assert far.written == [b"hello"]


def test_a_program_out_there_that_is_not_there_gives_the_reason(world: World) -> None:
    got: list[Stream | str] = []
    world.alice.host.connect(ALICE.ip, CAROL, got.append)
    world.go()
    assert world.outside.asked_for[0][2](f"{CAROL} refuses connections") is None
    assert got == [f"{CAROL} refuses connections"]


def test_a_host_beside_alice_is_on_her_lan(world: World) -> None:
    world.network.admit(CAROL.ip, ALICE.ip)
    assert Host(world.network, CAROL.ip, Calendar()).network == "10.0.0.0/24"
    assert world.network.topology.host_of(CAROL.ip) == CAROL.ip
