"""Chance repeats for ever: streams are independent of each other, spread evenly, and their bytes never change."""

import re
from collections import Counter

import pytest

from voiplab.sim.chance import Chance

#  Written down once: a recording, a grade and a golden file depend on them.
BELOW = [140, 515, 303, 257, 861, 806, 928, 885]
HEX = "be4504118980f2a49a31c4d9c99209ec"
LETTERS = "sxgibidcnpnaydqhprfcthwpuopdapxuklovmgyk"
UUID = "be450411-8980-4f2a-a49a-31c4d9c99209"


def stream(seed: int = 1, node: str = "alice", purpose: str = "tag") -> Chance:
    return Chance(seed, node, purpose)


def test_the_bytes_of_a_stream_never_change() -> None:
    chance = stream(seed=2026)
    assert [chance.below(1_000) for _ in range(8)] == BELOW
    assert stream(seed=2026).hex(32) == HEX
    assert stream(seed=2026).text("abcdefghijklmnopqrstuvwxyz", 40) == LETTERS
    assert stream(seed=2026).uuid4() == UUID


def test_two_streams_of_one_name_are_the_same() -> None:
    assert stream().hex(40) == stream().hex(40)


@pytest.mark.parametrize(
    "other",
    [
        stream(seed=2),
        stream(node="bob"),
        stream(purpose="branch"),
        stream(seed=-1),
        stream(node="", purpose="alice\0tag"),
    ],
)
def test_another_seed_node_or_purpose_is_another_stream(other: Chance) -> None:
    assert other.hex(40) != stream().hex(40)


def test_drawing_from_one_stream_does_not_move_another() -> None:
    alice, bob = stream(node="alice"), stream(node="bob")
    before = stream(node="bob").hex(8)
    alice.hex(100)
    assert bob.hex(8) == before


def test_the_whole_state_of_a_stream_is_the_number_of_its_draws() -> None:
    chance = stream()
    chance.hex(10)
    chance.below(6)
    resumed = stream()
    resumed.drawn = chance.drawn
    assert resumed.uuid4() == chance.uuid4()


@pytest.mark.parametrize("limit", [1, 2, 6, 10, 1_000])
def test_numbers_are_below_their_limit_and_spread_evenly(limit: int) -> None:
    chance = stream(purpose=f"spread {limit}")
    draws = 20_000
    counts = Counter(chance.below(limit) * 10 // limit if limit > 10 else chance.below(limit) for _ in range(draws))
    classes = min(limit, 10)
    expected = draws / classes
    assert sorted(counts) == list(range(classes))
    assert (
        sum((count - expected) ** 2 / expected for count in counts.values()) < 30
    )  # chi-square: 9 degrees of freedom, p < 0.001


@pytest.mark.parametrize(
    "alphabet", ["01", "0123456789abcdef", "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", "".join(map(chr, range(256)))]
)
def test_letters_are_of_the_alphabet_and_spread_evenly(alphabet: str) -> None:
    text = stream(purpose=alphabet).text(alphabet, 400 * len(alphabet))
    counts = Counter(text)
    assert sorted(counts) == sorted(alphabet)
    assert all(280 < count < 520 for count in counts.values())  # 400, give or take six standard deviations


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, 64, 100])
def test_a_text_has_the_length_that_was_asked_for(length: int) -> None:
    assert len(stream().text("ab", length)) == length


def test_following_draws_differ() -> None:
    chance = stream()
    assert len({chance.hex(16) for _ in range(1_000)}) == 1_000
    assert len({chance.uuid4() for _ in range(1_000)}) == 1_000


def test_a_uuid_is_written_as_rfc_9562_writes_a_random_one() -> None:
    chance = stream()
    uuids = [chance.uuid4() for _ in range(200)]
    form = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    assert all(form.fullmatch(one) for one in uuids)
    assert {one[19] for one in uuids} == set("89ab")


@pytest.mark.parametrize("length", [1, 31, 32, 33, 64, 100])
def test_hex_digits_are_letters_like_any_others(length: int) -> None:
    """They are written in one step, and have to be those that the general way draws."""
    assert stream().hex(length) == stream().text("0123456789ABCDEF", length).lower()
    assert stream().text("0123456789abcdef", length) == stream().hex(length)
