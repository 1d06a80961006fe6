from tests.net.wires import ALICE, BOB, lan, network
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.impairment import MILLION, Impairment
from voiplab.net.network import Network
from voiplab.net.stream import Stream
from voiplab.recording.events import Lost
from voiplab.sim.calendar import Calendar
from voiplab.sim.moment import Moment, ms, seconds


class Ends:
    """Bob listens, alice connects; what bob read, when, and how it ended."""

    def __init__(self, wire: Network) -> None:
        self.wire = wire
        self.alice = Host(wire, "alice", Calendar())
        self.bob = Host(wire, "bob", Calendar())
        self.at_alice: list[Stream | str] = []
        self.at_bob: list[Stream] = []
        self.read: list[tuple[Moment, bytes]] = []
        self.ended: list[str] = []

    def listen(self) -> None:
        self.bob.listen(BOB, self._came)

    def connect(self) -> Stream:
        self.alice.connect(ALICE.ip, BOB, self.at_alice.append)
        self.wire.kernel.run_until_idle(seconds(200))
        stream = self.at_alice[-1]
        assert isinstance(stream, Stream), stream
        stream.on_close = lambda: self.ended.append("alice")
        return stream

    def _came(self, stream: Stream) -> None:
        self.at_bob.append(stream)
        stream.on_bytes = lambda payload: self.read.append((self.bob.now, payload))
        stream.on_close = lambda: self.ended.append("bob")


def test_a_connection_takes_one_way_there_and_back_and_then_carries_bytes() -> None:
    ends = Ends(network(lan(Impairment(delay=ms(5)))))
    ends.listen()
    stream = ends.connect()
    assert ends.wire.kernel.now == ms(5)  # the way back has no delay here
    stream.send(b"one")
    stream.send(b"two")
    ends.wire.kernel.run_until_idle(seconds(200))
    assert ends.read == [(ms(10), b"one"), (ms(10), b"two")]


def test_nobody_listening_refuses() -> None:
    ends = Ends(network(lan()))
    ends.alice.connect(ALICE.ip, BOB, ends.at_alice.append)
    ends.wire.kernel.run_until_idle(seconds(200))
    assert ends.at_alice == ["10.0.0.2:5060 refuses connections"]


def test_a_connection_to_nowhere_is_given_up_after_two_minutes() -> None:
    ends = Ends(network(lan()))
    ends.alice.connect(ALICE.ip, Address("10.0.0.77", 5060), ends.at_alice.append)
    ends.wire.kernel.run_until_idle(seconds(200))
    assert (ends.at_alice, ends.wire.kernel.now) == (["no answer from 10.0.0.77:5060"], seconds(127))


def test_loss_makes_bytes_late_and_never_changes_their_order() -> None:
    ends = Ends(network(lan(Impairment(delay=ms(1), loss=MILLION // 2))))
    ends.listen()
    stream = ends.connect()
    for number in range(20):
        stream.send(bytes([number]))
    ends.wire.kernel.run_until_idle(seconds(200))
    assert b"".join(payload for _, payload in ends.read) == bytes(range(20))
    assert ends.read[-1][0] > ms(200)
    assert not [event for event in ends.wire.recording if isinstance(event.what, Lost)]


def test_closing_one_end_closes_the_other_and_later_bytes_go_nowhere() -> None:
    ends = Ends(network(lan()))
    ends.listen()
    stream = ends.connect()
    stream.close()
    ends.wire.kernel.run_until_idle(seconds(200))
    assert ends.ended == ["bob"]
    assert (stream.send(b"x"), ends.at_bob[0].send(b"y")) == (None, None)


def test_the_accepting_end_may_close_too() -> None:
    ends = Ends(network(lan()))
    ends.listen()
    ends.connect()
    ends.at_bob[0].close()
    ends.wire.kernel.run_until_idle(seconds(200))
    assert ends.ended == ["alice"]


def test_two_connections_to_one_port_are_kept_apart() -> None:
    ends = Ends(network(lan()))
    ends.listen()
    first, second = ends.connect(), ends.connect()
    first.send(b"first")
    second.send(b"second")
    ends.wire.kernel.run_until_idle(seconds(200))
    assert [payload for _, payload in ends.read] == [b"first", b"second"]
    assert ends.at_bob[0].remote != ends.at_bob[1].remote


def test_what_was_sent_before_the_end_arrives_before_the_end() -> None:
    ends = Ends(network(lan(Impairment(delay=ms(1), loss=MILLION // 2))))
    ends.listen()
    stream = ends.connect()
    for number in range(20):
        stream.send(bytes([number]))
    stream.close()
    ends.wire.kernel.run_until_idle(seconds(200))
    assert b"".join(payload for _, payload in ends.read) == bytes(range(20))
    assert ends.ended == ["bob"]


def test_through_a_cut_cable_nobody_hears_of_the_end_until_he_speaks_himself() -> None:
    ends = Ends(network(lan()))
    ends.listen()
    stream = ends.connect()
    ends.wire.unplug("alice")
    stream.close()
    ends.wire.kernel.run_until_idle(seconds(200))
    assert ends.ended == []
    ends.wire.plug_in("alice")
    ends.at_bob[0].send(b"are you there?")
    ends.wire.kernel.run_until_idle(seconds(200))
    assert ends.ended == ["bob"]  # a RST came back


def test_a_cable_pulled_while_a_connection_is_asked_for_leaves_it_unanswered() -> None:
    ends = Ends(network(lan(Impairment(delay=ms(5)))))
    ends.listen()
    ends.alice.connect(ALICE.ip, BOB, ends.at_alice.append)
    ends.wire.kernel.after(ms(1), lambda: ends.wire.unplug("bob"))
    ends.wire.kernel.run_until_idle(seconds(200))
    assert (ends.at_alice, ends.at_bob) == (["no answer from 10.0.0.2:5060"], [])


def test_a_closed_connection_leaves_nothing_in_the_network() -> None:
    ends = Ends(network(lan()))
    ends.listen()
    stream = ends.connect()
    stream.send(b"x")
    stream.close()
    ends.at_bob[0].send(b"too late, and it does not know yet")
    ends.wire.kernel.run_until_idle(seconds(200))
    assert ends.wire.drained(ends.at_bob[0]) == 0
