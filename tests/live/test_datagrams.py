"""A UDP port: what comes, what leaves, and the ICMP errors in between."""

import socket
from collections.abc import Callable, Iterator

import pytest

from voiplab.live.datagrams import DatagramSocket
from voiplab.live.limits import MOST_AT_ONCE
from voiplab.live.sockets import CannotOpen, bound, widen
from voiplab.live.watch import Watch
from voiplab.net.address import Address

families = pytest.mark.parametrize("ip", ["127.0.0.1", "::1"])


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    watch.close_all()


class Port:
    def __init__(self, watch: Watch, ip: str) -> None:
        self.got: list[bytes] = []
        self.unreachable: list[Address] = []
        sock = bound(socket.SOCK_DGRAM, Address(ip, 0))
        self.at = Address(*sock.getsockname()[:2])
        self.socket = DatagramSocket(watch, sock, lambda payload, _source: self.got.append(payload))


def until(watch: Watch, so: Callable[[], object]) -> None:
    for _ in range(1_000):
        if so():
            return
        watch.wait(1)
    raise AssertionError("it never came to that")


def closed_port(ip: str) -> Address:
    with bound(socket.SOCK_DGRAM, Address(ip, 0)) as sock:
        return Address(*sock.getsockname()[:2])


@families
def test_a_datagram_arrives_whole(watch: Watch, ip: str) -> None:
    one, other = Port(watch, ip), Port(watch, ip)
    assert one.socket.send(bytes(60_000), other.at) is None
    assert one.socket.send(b"", other.at) is None
    until(watch, lambda: len(other.got) == 2)
    assert other.got == [bytes(60_000), b""]


def test_what_is_too_long_does_not_leave_and_says_so(watch: Watch) -> None:
    assert Port(watch, "127.0.0.1").socket.send(bytes(70_000), Address("127.0.0.1", 9)) == "Message too long"


@families
def test_a_closed_port_is_told_with_the_address_that_was_meant(watch: Watch, ip: str) -> None:
    one, closed = Port(watch, ip), closed_port(ip)
    one.socket.heed_unreachable(one.unreachable.append)
    one.socket.send(b"anybody there?", closed)
    until(watch, lambda: one.unreachable)
    assert one.unreachable == [closed]


def test_who_heeds_no_closed_port_is_told_of_none(watch: Watch) -> None:
    one = Port(watch, "127.0.0.1")
    one.socket.send(b"anybody there?", closed_port("127.0.0.1"))
    watch.wait(0.01)
    assert one.socket.send(b"I am", one.at) is None
    until(watch, lambda: one.got == [b"I am"])


def test_an_error_keeps_no_later_datagram_back(watch: Watch) -> None:
    one, other, closed = Port(watch, "127.0.0.1"), Port(watch, "127.0.0.1"), closed_port("127.0.0.1")
    one.socket.heed_unreachable(one.unreachable.append)
    for number in range(200):
        assert one.socket.send(b"anybody there?", closed) is None
        assert one.socket.send(b"%d" % number, other.at) is None
    until(watch, lambda: len(other.got) == 200 and len(one.unreachable) == 200)
    assert set(one.unreachable) == {closed}


def test_when_all_errors_are_read_the_port_is_quiet(watch: Watch) -> None:
    one = Port(watch, "127.0.0.1")
    one.socket.heed_unreachable(one.unreachable.append)
    one.socket.send(b"anybody there?", closed_port("127.0.0.1"))
    one.socket.send(b"I am", one.at)
    until(watch, lambda: one.got and one.unreachable)
    assert watch.wait(0) == 0
    assert len(one.unreachable) == 1


def test_one_port_leaves_others_their_turn(watch: Watch) -> None:
    one, other, third = (Port(watch, "127.0.0.1") for _ in range(3))
    for _ in range(2 * MOST_AT_ONCE):
        one.socket.send(b"x", other.at)
    one.socket.send(b"y", third.at)
    watch.wait(1)
    assert len(other.got) == MOST_AT_ONCE
    assert third.got == [b"y"]


def test_a_port_that_is_closed_meanwhile_hears_nothing_more(watch: Watch) -> None:
    one, other = Port(watch, "127.0.0.1"), Port(watch, "127.0.0.1")
    one.socket.send(b"x", other.at)
    other.socket.send(b"y", one.at)
    one.socket.close()
    until(watch, lambda: other.got)
    assert one.got == []


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_a_port_that_cannot_be_had_is_refused_in_a_sentence(kind: socket.SocketKind) -> None:
    name = "UDP" if kind is socket.SOCK_DGRAM else "TCP"
    with bound(kind, Address("127.0.0.1", 0)) as first:
        if kind is socket.SOCK_STREAM:
            first.listen()
        at = Address(*first.getsockname())
        with pytest.raises(CannotOpen, match=f"^{name} port {at.port} of 127.0.0.1 is in use by another program$"):
            bound(kind, at)
    with pytest.raises(CannotOpen, match=r"^192\.0\.2\.1 is no address of this machine$"):
        bound(kind, Address("192.0.2.1", 5060))


def test_a_wide_socket_takes_a_burst() -> None:
    with bound(socket.SOCK_DGRAM, Address("127.0.0.1", 0)) as sock:
        before = sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
        widen(sock, 4 * before)
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) >= before
