from dataclasses import replace
from ipaddress import ip_network

import pytest

from tests.net.wires import ALICE, BOB, Listener, lan, network
from voiplab.net.address import Address
from voiplab.net.faults import Damage, Fault
from voiplab.net.host import Host, NotMyAddress, PortInUse
from voiplab.net.impairment import MILLION, Impairment
from voiplab.net.network import LONGEST_DATAGRAM, Network
from voiplab.net.topology import Attachment, Topology
from voiplab.recording.events import Arrived, Lost, Sent
from voiplab.recording.recording import Recording
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import ms, seconds
from voiplab.sip.matching import Pattern


def reasons(wire: Network) -> list[str]:
    return [event.what.reason for event in wire.recording if isinstance(event.what, Lost)]


def test_a_datagram_arrives_after_the_delay_of_both_cables() -> None:
    wire = network(lan(Impairment(delay=ms(3)), Impairment(delay=ms(4))))
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    alice.port.send(b"hello", BOB)
    wire.kernel.run_until_idle(seconds(1))
    assert bob.got == [(ms(7), b"hello")]


def test_what_arrives_is_caused_by_what_was_sent() -> None:
    wire = network(lan())
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)

    def echo(payload: bytes, source: Address) -> None:
        bob.port.send(payload, source)

    bob.host.datagrams(Address(BOB.ip, 7), echo)
    alice.port.send(b"hello", Address(BOB.ip, 7))
    wire.kernel.run_until_idle(seconds(1))
    kinds = [(type(event.what), event.node, event.cause) for event in wire.recording]
    assert kinds == [
        (Sent, "alice", None), (Arrived, "bob", 0), (Sent, "bob", 1), (Arrived, "alice", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (Address("10.0.0.9", 5060), "nobody has the address 10.0.0.9"),
        (Address("10.0.0.2", 5099), "nothing listens on UDP 10.0.0.2:5099 of bob"),
    ],
)
def test_what_cannot_be_delivered_is_recorded_with_the_reason(target: Address, reason: str) -> None:
    wire = network(lan())
    alice = Listener(wire, "alice", ALICE)
    alice.port.send(b"hello", target)
    wire.kernel.run_until_idle(seconds(1))
    assert reasons(wire) == [reason]


def test_what_no_datagram_can_hold_is_lost_with_its_length() -> None:
    wire = network(lan())
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    for length in (LONGEST_DATAGRAM, LONGEST_DATAGRAM + 1):
        alice.port.send(bytes(length), BOB)
    wire.kernel.run_until_idle(seconds(1))
    assert [len(payload) for _, payload in bob.got] == [LONGEST_DATAGRAM]
    assert reasons(wire) == ["65508 bytes are too long for a datagram"]


def test_nothing_passes_an_unplugged_cable_in_either_direction() -> None:
    wire = network(lan())
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    wire.unplug("bob")
    alice.port.send(b"to bob", BOB)
    bob.port.send(b"from bob", ALICE)
    wire.kernel.run_until_idle(seconds(1))
    assert (reasons(wire), alice.got, bob.got) == (["bob is unplugged"] * 2, [], [])
    wire.plug_in("bob")
    alice.port.send(b"again", BOB)
    wire.kernel.run_until_idle(seconds(1))
    assert [payload for _, payload in bob.got] == [b"again"]


def test_a_cable_pulled_while_a_packet_is_under_way_loses_it() -> None:
    wire = network(lan(Impairment(delay=ms(10))))
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    alice.port.send(b"late", BOB)
    wire.kernel.after(ms(5), lambda: wire.unplug("bob"))
    wire.kernel.run_until_idle(seconds(1))
    assert (bob.got, reasons(wire)) == ([], ["bob is unplugged"])


def test_loss_takes_its_share_and_the_same_seed_loses_the_same_packets() -> None:
    def losses(seed: int) -> list[bytes]:
        wire = network(lan(Impairment(loss=MILLION // 4)), seed)
        alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
        for number in range(400):
            alice.port.send(str(number).encode(), BOB)
        wire.kernel.run_until_idle(seconds(1))
        return [payload for _, payload in bob.got]

    assert losses(1) == losses(1)
    assert losses(1) != losses(2)
    assert 260 < len(losses(1)) < 340


def test_loss_of_one_direction_leaves_the_other_alone() -> None:
    wire = network(lan(Impairment(loss=MILLION)))
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    alice.port.send(b"lost", BOB)
    bob.port.send(b"arrives", ALICE)
    wire.kernel.run_until_idle(seconds(1))
    assert ([payload for _, payload in alice.got], bob.got) == ([b"arrives"], [])


def test_duplication_delivers_a_packet_twice() -> None:
    wire = network(lan(Impairment(duplication=MILLION)))
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    alice.port.send(b"twin", BOB)
    wire.kernel.run_until_idle(seconds(1))
    assert [payload for _, payload in bob.got] == [b"twin", b"twin"]


def test_the_copy_of_a_packet_takes_as_long_as_the_packet() -> None:
    wire = network(lan(Impairment(delay=ms(10), duplication=MILLION), Impairment(delay=ms(5))))
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    alice.port.send(b"twin", BOB)
    wire.kernel.run_until_idle(seconds(1))
    assert [at for at, _ in bob.got] == [ms(15), ms(15)]


def test_what_a_cut_cable_loses_has_no_copy() -> None:
    wire = network(lan(Impairment(duplication=MILLION)))
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    wire.unplug("alice")
    alice.port.send(b"twin", BOB)
    wire.kernel.after(0, lambda: wire.plug_in("alice"))
    wire.kernel.run_until_idle(seconds(1))
    assert bob.got == []


def test_reordering_lets_later_packets_overtake() -> None:
    wire = network(lan(Impairment(reorder=MILLION // 3, reorder_by=ms(5))))
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    for number in range(30):
        alice.port.send(bytes([number]), BOB)
    wire.kernel.run_until_idle(seconds(1))
    order = [payload[0] for _, payload in bob.got]
    assert sorted(order) == list(range(30))
    assert order != sorted(order)


def test_jitter_stays_within_its_bound() -> None:
    wire = network(lan(Impairment(delay=ms(10), jitter=ms(4))))
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    for _ in range(100):
        alice.port.send(b"x", BOB)
    wire.kernel.run_until_idle(seconds(1))
    moments = [moment for moment, _ in bob.got]
    assert min(moments) >= ms(10)
    assert max(moments) <= ms(14)
    assert len(frozenset(moments)) > 20


OPTIONS = (
    b"OPTIONS sip:bob@10.0.0.2 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
    b"From: <sip:alice@10.0.0.1>;tag=a\r\nTo: <sip:bob@10.0.0.2>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
)


def test_a_fault_loses_the_first_two_of_a_kind_from_one_node_to_another() -> None:
    fault = Fault(Damage.LOSE, Pattern.parse("OPTIONS from alice to bob"), first=2)
    wire = Network(Kernel(), Recording(), lan(), 1, [fault])
    alice, bob = Listener(wire, "alice", ALICE), Listener(wire, "bob", BOB)
    for number in range(4):
        alice.port.send(OPTIONS.replace(b"Call-ID: 1", b"Call-ID: %d" % number), BOB)
    bob.port.send(OPTIONS, ALICE)
    wire.kernel.run_until_idle(seconds(1))
    assert [payload.count(b"Call-ID: 2") + 2 * payload.count(b"Call-ID: 3") for _, payload in bob.got] == [1, 2]
    assert len(alice.got) == 1
    assert reasons(wire) == ["lost by the script of this run (OPTIONS from alice to bob)"] * 2


def test_a_packet_to_oneself_travels_as_a_packet() -> None:
    wire = network(lan())
    alice = Listener(wire, "alice", ALICE)
    alice.port.send(b"note to self", ALICE)
    assert alice.got == []
    wire.kernel.run_until_idle(seconds(1))
    assert alice.got == [(0, b"note to self")]


def test_a_host_opens_only_its_own_free_ports() -> None:
    wire = network(lan())
    alice = Listener(wire, "alice", ALICE)
    with pytest.raises(PortInUse, match=r"UDP 10.0.0.1:5060 of alice is in use"):
        alice.host.datagrams(ALICE, lambda _payload, _source: None)
    with pytest.raises(NotMyAddress, match=r"10.0.0.2 is no address of alice"):
        alice.host.datagrams(BOB, lambda _payload, _source: None)
    alice.port.close()
    alice.host.datagrams(ALICE, lambda _payload, _source: None)


HOME, OFFICE = ip_network("10.0.0.0/24"), ip_network("192.0.2.0/24")


def two_networks(*, router: bool) -> Topology:
    slow = Impairment(delay=ms(20))
    return Topology(
        {"home": HOME, "office": OFFICE},
        {
            "alice": (Attachment("home", ALICE.ip),),
            "border": (Attachment("home", "10.0.0.254"), Attachment("office", "192.0.2.1", outwards=slow)),
            "server": (Attachment("office", "192.0.2.20"),),
        },
        frozenset({"border"} if router else ()),
    )


def test_a_router_leads_from_one_network_to_another() -> None:
    wire = network(two_networks(router=True))
    alice = Listener(wire, "alice", ALICE)
    server = Listener(wire, "server", Address("192.0.2.20", 5060))
    alice.port.send(b"hello", server.port.at)
    wire.kernel.run_until_idle(seconds(1))
    assert server.got == [(ms(20), b"hello")]


def test_a_host_with_two_networks_that_is_no_router_forwards_nothing() -> None:
    wire = network(two_networks(router=False))
    alice = Listener(wire, "alice", ALICE)
    alice.port.send(b"hello", Address("192.0.2.20", 5060))
    wire.kernel.run_until_idle(seconds(1))
    assert reasons(wire) == ["no route to 192.0.2.20"]


def test_a_changed_cable_drops_the_known_routes() -> None:
    wire = network(two_networks(router=True))
    alice = Listener(wire, "alice", ALICE)
    server = Listener(wire, "server", Address("192.0.2.20", 5060))
    alice.port.send(b"slow", server.port.at)
    wire.kernel.run_until_idle(seconds(1))
    wire.impair("border", "office", Impairment(delay=ms(1)), None)
    alice.port.send(b"fast", server.port.at)
    wire.kernel.run_until_idle(seconds(1))
    assert [moment for moment, _ in server.got] == [ms(20), ms(21)]


def test_another_host_changes_nobody_elses_chance() -> None:
    topology = lan()
    larger = replace(topology, hosts={**topology.hosts, "carol": (Attachment("lan", "10.0.0.3"),)})
    tags = [Host(network(one), "alice", Calendar()).chance("tag").hex(16) for one in (topology, larger)]
    assert tags[0] == tags[1]
