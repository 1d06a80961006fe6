"""TCP at a live FreeSWITCH: messages in pieces, and programs that do not behave."""

import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from tests.interop.addresses import Block
from tests.live.conftest import Open
from tests.live.softphone import options
from tests.live.stage import Client, Stage
from voiplab.live.connections import NOTHING
from voiplab.live.limits import MOST_CONNECTIONS, PATIENCE
from voiplab.live.sockets import allow_many_sockets

SERVER = 20


def client(stage: Stage, own: Block, number: int = 30) -> Client:
    one = Client(stage, own[number], own.at(SERVER))
    one.listen()
    return one


def ask(one: Client, number: int = 1) -> None:
    one.send(options(one.at, number, "TCP"))


def answers(one: Client) -> int:
    return one.got.count(b"SIP/2.0 ")


def is_served(one: Client) -> bool:
    return answers(one) > 0


def test_messages_are_found_however_they_are_cut(opened: Open, own: Block) -> None:
    stage = opened("office")

    @settings(max_examples=50, deadline=None)
    @given(some.lists(some.integers(1, 700), max_size=12), some.integers(1, 4))
    def they_are_found(cuts: list[int], count: int) -> None:
        one = client(stage, own)
        stream = b"\r\n\r\n".join(options(one.at, number, "TCP") for number in range(count))
        places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
        for begin, end in pairwise(places):
            one.send(stream[begin:end])
            stage.turn()
        stage.until(lambda: answers(one) == count)
        one.close()

    they_are_found()


def test_a_message_that_is_never_finished_is_given_up(opened: Open, own: Block) -> None:
    stage = opened("office")
    one, other = client(stage, own), client(stage, own)
    ask(one)
    stage.until(partial(is_served, one))
    one.send(b"OPTIONS sip:x SIP/2.0\r\nVia: ")
    ask(other)
    stage.until(partial(is_served, other))
    stage.hurry(PATIENCE)
    stage.until(lambda: one.is_closed)
    assert not other.is_closed
    assert len(stage.live.edge.connections) == 1


def test_a_message_that_comes_byte_by_byte_wins_no_time(opened: Open, own: Block) -> None:
    stage = opened("office")
    one = client(stage, own)
    for byte in b"OPTIONS":
        one.send(bytes([byte]))
        stage.turn()
        stage.hurry(PATIENCE // 5)
    stage.until(lambda: one.is_closed)


def test_a_connection_without_any_message_is_given_up(opened: Open, own: Block) -> None:
    stage = opened("office")
    one, other = client(stage, own), client(stage, own)
    ask(other)
    stage.until(partial(is_served, other))
    stage.hurry(PATIENCE)
    stage.until(lambda: one.is_closed)
    assert not other.is_closed


def test_a_known_connection_may_be_silent(opened: Open, own: Block) -> None:
    stage = opened("office")
    one = client(stage, own)
    ask(one)
    stage.until(partial(is_served, one))
    stage.hurry(10 * PATIENCE)
    ask(one, 2)
    stage.until(lambda: answers(one) == 2)


def test_a_length_of_4_gb_ends_the_connection_and_nothing_else(opened: Open, own: Block) -> None:
    stage = opened("office")
    one, other = client(stage, own), client(stage, own)
    one.send(options(one.at, 1, "TCP").replace(b"Content-Length: 0", b"Content-Length: 4294967296"))
    stage.until(lambda: one.is_closed)
    ask(other)
    stage.until(partial(is_served, other))
    assert len(stage.live.edge.connections) == 1
    closed = [line for line in stage.log() if line.startswith("connection from")]
    assert len(closed) == 1
    assert str(one.at) in closed[0]


def test_headers_without_end_end_the_connection(opened: Open, own: Block) -> None:
    stage = opened("office")
    one = client(stage, own)
    one.send(b"OPTIONS sip:x SIP/2.0\r\nX: " + b"x" * 100_000)
    stage.until(lambda: one.is_closed)
    assert len(stage.live.edge.connections) == 0


def test_a_program_that_resets_its_connection_is_forgotten(opened: Open, own: Block) -> None:
    stage = opened("office")
    one = client(stage, own)
    ask(one)
    stage.until(lambda: len(stage.live.edge.connections) == 1)
    one.close()
    stage.until(lambda: len(stage.live.edge.connections) == 0)


def test_who_says_nothing_makes_room_for_those_who_do(opened: Open, own: Block) -> None:
    allow_many_sockets()
    stage = opened("office")
    known = client(stage, own)
    ask(known)
    stage.until(partial(is_served, known))
    silent = []
    for number in range(MOST_CONNECTIONS + 20):
        silent.append(client(stage, own, 40 + number % 100))
        stage.turn()
    stage.until(lambda: len(stage.live.edge.connections) == MOST_CONNECTIONS)
    late = client(stage, own)
    ask(late)
    stage.until(partial(is_served, late))
    assert [one.is_closed for one in silent[:22]] == [True] * 22
    assert not any(one.is_closed for one in silent[22:])
    ask(known, 2)
    stage.until(lambda: answers(known) == 2)


def test_when_everybody_is_known_others_are_turned_away(opened: Open, own: Block) -> None:
    allow_many_sockets()
    stage = opened("office")
    known = []
    for number in range(MOST_CONNECTIONS):
        known.append(client(stage, own, 40 + number % 100))
        ask(known[-1])
        stage.turn()
    stage.until(lambda: all(map(is_served, known)))
    late = client(stage, own)
    ask(late)
    stage.until(lambda: late.is_closed)
    assert stage.remarks == ["512 TCP connections are open, and a live lab keeps no more: others are turned away"]


@contextmanager
def no_more_files() -> Iterator[None]:
    """The system gives this process no file beyond those that it has."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with NOTHING.open() as next_one:
        limit = next_one.fileno()
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_without_files_a_connection_is_turned_away_and_waits_for_nobody(opened: Open, own: Block) -> None:
    stage = opened("office")
    known, one = client(stage, own), client(stage, own)
    ask(known)
    stage.until(lambda: len(stage.live.edge.connections) == 2 and is_served(known))
    late = client(stage, own)
    with no_more_files():
        stage.until(lambda: late.is_closed)
        ask(known, 2)
        stage.until(lambda: answers(known) == 2)
    assert stage.remarks == ["the system gives us no more sockets: connections are turned away"]
    ask(one)
    stage.until(partial(is_served, one))


def test_a_program_at_the_address_of_a_node_is_turned_away(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones")
    double = client(stage, own, 13)
    stage.until(lambda: double.is_closed)
    assert stage.remarks == [
        f"{own[13]} is the address of carol, and a program out there uses it, too: --map puts a node elsewhere"
    ]


def test_a_closed_lab_gives_all_ports_back(opened: Open, own: Block) -> None:
    stage = opened("office")
    one = client(stage, own)
    ask(one)
    stage.until(partial(is_served, one))
    ports = stage.live.edge.ports()
    assert len(ports) == 6
    stage.live.close()
    for transport, at in ports:
        kind = socket.SOCK_DGRAM if transport.value == "UDP" else socket.SOCK_STREAM
        with socket.socket(socket.AF_INET, kind) as again:
            again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            again.bind(tuple(at))
