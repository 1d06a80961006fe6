"""A ladder that goes on: rows as they come, headings when somebody new appears, and no more columns than fit."""

import pytest

from voiplab.explain.columns import Column
from voiplab.explain.stream import StreamingLadder
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Event, Sent

RAW = b"OPTIONS sip:x SIP/2.0\r\nCSeq: 1 OPTIONS\r\n\r\n"


class Screen:
    def __init__(self, nodes: list[str], width: int = 80) -> None:
        self._ladder = StreamingLadder([Column(node) for node in nodes], width)
        self._n = 0

    def message(self, source: str, target: str) -> list[str]:
        self._n += 1
        packet = Packet(Transport.UDP, Address("127.0.0.1", 5060), Address("127.0.0.2", 5060), RAW)
        event = Event(self._n, self._n * 1_000_000, source, None, None, Sent(packet))
        return [str(row) for row in self._ladder.rows(self._n, event, packet, RAW, target)]


def names(rows: list[str]) -> list[str]:
    return rows[0].split()[2:]


def test_the_first_row_has_a_heading_and_the_next_ones_have_none() -> None:
    screen = Screen(["pbx", "alice", "bob"])
    first, second = screen.message("alice", "pbx"), screen.message("pbx", "bob")
    assert names(first) == ["pbx", "alice", "bob"]
    assert len(first) == 2
    assert len(second) == 1
    assert second[0].startswith(" 2 2.000 ")
    assert second[0].endswith("->|")


def test_who_is_out_there_stands_behind_in_the_order_of_appearance() -> None:
    screen = Screen(["pbx", "alice"])
    screen.message("pbx", "alice")
    assert names(screen.message("127.0.0.9", "pbx")) == ["pbx", "alice", "127.0.0.9"]
    assert len(screen.message("pbx", "127.0.0.9")) == 1
    assert names(screen.message("127.0.0.8", "pbx")) == ["pbx", "alice", "127.0.0.9", "127.0.0.8"]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_however_many_appear_the_rows_fit(width: int) -> None:
    screen = Screen(["pbx", "alice", "bob"], width)
    rows = [row for number in range(100) for row in screen.message(f"127.0.0.{number}", "pbx")]
    assert max(map(len, rows)) <= width


def test_who_was_silent_for_the_longest_time_makes_room_and_comes_back_to_its_place() -> None:
    screen = Screen(["pbx", "a", "b", "c"], width=56)
    assert names(screen.message("pbx", "a")) == ["pbx", "a", "b", "c"]
    assert names(screen.message("x", "b")) == ["pbx", "a", "b", "c", "x"]
    assert names(screen.message("y", "pbx")) == ["pbx", "a", "b", "x", "y"]
    assert names(screen.message("c", "pbx")) == ["pbx", "b", "c", "x", "y"]


def test_a_lab_of_more_nodes_than_fit_shows_those_that_speak() -> None:
    screen = Screen([f"n{number}" for number in range(30)], width=40)
    assert names(screen.message("n20", "n3"))[-2:] == ["n3", "n20"]
    assert names(screen.message("n29", "n4")) == ["n3", "n4", "n29"]
