from collections.abc import Sequence
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.capture.stream import MOST_OCTETS, MOST_WAITING, Event, Piece, Stream
from voiplab.capture.tcp import SEQUENCE_END, Flag, Segment

FIRST = SEQUENCE_END - 50  # the numbers run over soon
SYN = Segment(1, 2, FIRST - 1, 0, Flag.SYN)


def at(place: int, payload: bytes, flags: Flag = Flag.ACK) -> Segment:
    """The segment whose payload stands at this place of the stream."""
    return Segment(1, 2, (FIRST + place) % SEQUENCE_END, 0, flags, payload)


def read(*segments: Segment) -> list[Event]:
    stream = Stream()
    return [event for segment in segments for event in stream.take(segment)] + list(stream.end())


def octets(events: Sequence[Event]) -> bytes:
    return b"".join(event for event in events if isinstance(event, bytes))


@given(
    data=st.binary(min_size=1, max_size=400),
    pieces=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60)), max_size=30),
    random=st.randoms(use_true_random=False),
)
@settings(max_examples=150)
def test_whatever_the_order_and_however_often_the_stream_is_the_same(
    data: bytes, pieces: list[tuple[int, int]], random: Random
) -> None:
    segments = [at(place, data[place : place + 40]) for place in range(0, len(data), 40)]
    segments += [at(place, data[place : place + size]) for place, size in pieces if place < len(data)]
    random.shuffle(segments)
    events = read(SYN, *segments)
    assert events[0] is Piece.BEGIN
    assert Piece.HOLE not in events
    assert octets(events) == data


def test_of_octets_that_come_twice_the_first_count() -> None:
    assert octets(read(SYN, at(0, b"abcd"), at(2, b"XXef"))) == b"abcdef"


def test_what_has_been_read_takes_no_room() -> None:
    half = bytes(MOST_OCTETS // 3)
    mixed = [at(place * len(half), half) for pair in range(0, 10, 2) for place in (pair + 1, pair)]
    assert octets(read(SYN, *mixed)) == half * 10
    assert Piece.HOLE not in read(SYN, *mixed)


def test_what_comes_early_waits() -> None:
    stream = Stream()
    steps = [list(stream.take(segment)) for segment in (SYN, at(4, b"efgh"), at(8, b"ij"), at(0, b"abcd"))]
    assert steps == [[Piece.BEGIN], [], [], [b"abcd", b"efgh", b"ij"]]


def test_a_syn_that_is_repeated_begins_nothing() -> None:
    assert read(SYN, at(0, b"ab"), SYN, at(2, b"cd")) == [Piece.BEGIN, b"ab", b"cd"]


def test_another_syn_begins_another_connection() -> None:
    again = Segment(1, 2, 1000, 0, Flag.SYN)
    assert read(SYN, at(0, b"ab"), at(5, b"lost"), again, Segment(1, 2, 1001, 0, Flag.ACK, b"new")) == [
        *(Piece.BEGIN, b"ab", Piece.HOLE, b"lost", Piece.BEGIN, b"new"),
    ]


def test_a_capture_that_begins_in_the_middle_begins_with_a_hole() -> None:
    assert read(at(0, b"ab"), at(2, b"cd")) == [Piece.HOLE, b"ab", b"cd"]


def test_a_keep_alive_of_tcp_is_nothing_new() -> None:
    """RFC 9293 section 3.8.4: one octet before the next, that may be anything."""
    assert octets(read(SYN, at(0, b"ab"), at(1, b"?"), at(2, b"cd"))) == b"abcd"


def test_a_hole_is_given_up_when_the_capture_ends() -> None:
    assert read(SYN, at(0, b"ab"), at(4, b"ef"), at(8, b"ij")) == [
        *(Piece.BEGIN, b"ab", Piece.HOLE, b"ef", Piece.HOLE, b"ij"),
    ]


def test_a_hole_is_given_up_when_too_many_segments_wait() -> None:
    stream = Stream()
    list(stream.take(SYN))
    late = [list(stream.take(at(10 + 2 * place, b"xy"))) for place in range(MOST_WAITING + 1)]
    assert late[:-1] == [[]] * MOST_WAITING
    assert late[-1] == [Piece.HOLE, *[b"xy"] * (MOST_WAITING + 1)]


def test_a_hole_is_given_up_when_too_many_octets_wait() -> None:
    stream = Stream()
    list(stream.take(SYN))
    half = bytes(MOST_OCTETS // 2 + 1)
    assert list(stream.take(at(10, half))) == []
    assert list(stream.take(at(10 + len(half), half))) == [Piece.HOLE, half, half]
