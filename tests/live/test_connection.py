"""One connection: what is written and cannot leave yet, who closes it, and what is told of it."""

import socket
from collections.abc import Iterator

import pytest

from voiplab.live.connection import Connection, connecting
from voiplab.live.limits import MOST_UNSENT
from voiplab.live.sockets import bound
from voiplab.live.watch import Watch
from voiplab.net.address import Address

LOOPBACK = "127.0.0.1"


class Pair:
    """A connection, and the bare socket at its other end."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.other, ours = socket.socketpair()
        ours.setblocking(False)
        self.other.setblocking(False)
        self.got: list[bytes] = []
        self.connection = Connection(watch, ours)

    def listen(self) -> None:
        self.connection.listen(self.got.append)

    def read_all(self) -> int:
        """How many bytes came to the other end, until no more come."""
        count = 0
        while True:
            self.watch.wait(0)
            try:
                payload = self.other.recv(1 << 20)
            except BlockingIOError:
                return count
            if not payload:
                return count
            count += len(payload)


@pytest.fixture
def pair() -> Iterator[Pair]:
    watch = Watch()
    pair = Pair(watch)
    yield pair
    pair.connection.hang_up()
    pair.other.close()
    watch.close_all()


def test_what_comes_is_given_to_the_listener_and_the_end_once(pair: Pair) -> None:
    pair.listen()
    pair.other.send(b"hello")
    pair.watch.wait(1)
    pair.other.close()
    pair.watch.wait(1)
    pair.connection.hang_up()
    assert pair.got == [b"hello", b""]
    assert len(pair.watch) == 0


def test_what_does_not_fit_leaves_when_there_is_room(pair: Pair) -> None:
    pair.listen()
    for _ in range(3):
        pair.connection.write(bytes(100_000))
    assert pair.read_all() == 300_000
    assert pair.got == []


def test_what_is_written_before_anybody_listens_leaves_too(pair: Pair) -> None:
    pair.connection.write(bytes(MOST_UNSENT))
    pair.listen()
    assert pair.read_all() == MOST_UNSENT


def test_who_reads_nothing_is_hung_up_on(pair: Pair) -> None:
    pair.listen()
    for _ in range(100):
        pair.connection.write(bytes(100_000))
    assert pair.got == [b""]
    assert len(pair.watch) == 0


def test_closing_waits_for_what_is_still_to_be_sent(pair: Pair) -> None:
    pair.listen()
    pair.connection.write(bytes(MOST_UNSENT))
    pair.connection.close()
    pair.other.send(b"too late")
    pair.connection.write(b"too late")
    assert pair.read_all() == MOST_UNSENT
    assert pair.got == [b""]
    assert pair.other.recv(10) == b""


def test_a_closed_connection_tells_who_listens_later(pair: Pair) -> None:
    pair.connection.close()
    pair.listen()
    assert pair.got == [b""]


def test_a_reset_is_an_end(pair: Pair) -> None:
    pair.listen()
    pair.other.close()
    pair.connection.write(b"hello")
    assert pair.got == [b""]


def test_a_port_where_nobody_listens_refuses() -> None:
    watch = Watch()
    closed = bound(socket.SOCK_STREAM, Address(LOOPBACK, 0))
    to = Address(*closed.getsockname())
    closed.close()
    told: list[Connection | str] = []
    connecting(watch, bound(socket.SOCK_STREAM, Address(LOOPBACK, 0)), to, told.append)
    while not told:
        watch.wait(1)
    assert told == [f"{to} refuses connections"]
    assert len(watch) == 0
    watch.close_all()


def test_a_connection_knows_both_of_its_ends() -> None:
    watch = Watch()
    listener = bound(socket.SOCK_STREAM, Address(LOOPBACK, 0))
    listener.listen()
    to = Address(*listener.getsockname())
    told: list[Connection | str] = []
    connecting(watch, bound(socket.SOCK_STREAM, Address("127.0.0.2", 0)), to, told.append)
    while not told:
        watch.wait(1)
    (connection,) = told
    assert isinstance(connection, Connection)
    assert connection.remote == to
    assert connection.local.ip == "127.0.0.2"
    assert connection.local.port > 0
    connection.hang_up()
    listener.close()
    watch.close_all()
