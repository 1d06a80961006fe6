"""Lumps: what is put in and taken out where, in which order, and that all else stays as it came."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as some

from voiplab.opensips.configuration import Listener
from voiplab.opensips.lumps import Lumps, Rank
from voiplab.text.place import Place

SOCKET = Listener("udp", "127.0.0.10", 5060, Place("opensips.cfg", 1), {})
RECEIVED = b"one two three"


def applied(lumps: Lumps) -> bytes:
    return lumps.apply(RECEIVED, SOCKET)


def test_without_lumps_it_leaves_as_it_came() -> None:
    assert applied(Lumps()) == RECEIVED


def test_what_is_put_in_at_one_place_keeps_the_order_of_its_ranks_and_then_its_own() -> None:
    lumps = Lumps()
    lumps.insert(4, "via ", Rank.VIA)
    lumps.insert(4, "a ")
    lumps.insert(4, "b ")
    lumps.insert(4, "first ", Rank.INSERTED)
    assert applied(lumps) == b"one first a b via two three"


def test_what_is_taken_out_twice_is_gone_once() -> None:
    lumps = Lumps()
    lumps.remove(4, 8)
    lumps.remove(4, 8)
    assert applied(lumps) == b"one three"


def test_a_text_is_put_in_before_what_is_taken_out_at_its_place() -> None:
    lumps = Lumps()
    lumps.remove(4, 8)
    lumps.insert(4, "2 ")
    assert applied(lumps) == b"one 2 three"


def test_of_overlapping_removals_everything_is_gone_that_either_takes() -> None:
    lumps = Lumps()
    lumps.remove(0, 5)
    lumps.remove(4, 8)
    assert applied(lumps) == b"three"


def test_a_removal_inside_of_another_takes_nothing_more() -> None:
    lumps = Lumps()
    lumps.remove(0, 8)
    lumps.remove(4, 5)
    assert applied(lumps) == b"three"


def test_a_text_may_depend_on_the_socket() -> None:
    lumps = Lumps()
    lumps.insert(0, lambda leaving: f"{leaving.port} ")
    assert applied(lumps) == b"5060 one two three"


def test_a_copy_has_its_own_future() -> None:
    lumps = Lumps()
    lumps.insert(0, "a ")
    other = lumps.copy()
    other.insert(0, "b ")
    assert (applied(lumps), applied(other)) == (b"a one two three", b"a b one two three")


def test_the_lines_that_wrote_headers_are_known_by_their_names() -> None:
    lumps = Lumps()
    lumps.insert(0, "X-One: 1\r\nX-Two : 2\r\n", origin=7)
    lumps.insert(0, "X-Three: 3\r\n")
    assert lumps.origins(SOCKET) == {"X-One": 7, "X-Two": 7}


@settings(max_examples=100, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 13), some.sampled_from(("", "x", "yy"))), max_size=6))
def test_insertions_alone_take_nothing_away(insertions: Sequence[tuple[int, str]]) -> None:
    lumps = Lumps()
    for at, text in insertions:
        lumps.insert(at, text)
    left = applied(lumps)
    assert len(left) == len(RECEIVED) + sum(len(text) for _, text in insertions)
    assert bytes(byte for byte in left if byte not in b"xy") == RECEIVED
