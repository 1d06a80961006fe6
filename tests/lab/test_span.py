"""Times, spans and counts as authors write them."""

import pytest

from voiplab.lab.span import Count, Span, duration
from voiplab.sim.chance import Chance
from voiplab.sim.moment import ms, seconds


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("0s", 0),
        ("500ms", ms(500)),
        ("2s", seconds(2)),
        ("1.5s", ms(1500)),
        ("0.000001s", 1),
        ("2m", seconds(120)),
        ("1h", seconds(3600)),
        ("30us", 30),
        (" 2s ", seconds(2)),
    ],
)
def test_a_time_is_a_number_with_its_unit(text: str, means: int) -> None:
    assert duration(text) == means


@pytest.mark.parametrize("text", ["", "2", "s", "-1s", "2 s", "1.s", "1.1234567s", "٣s", "2sec", "1e3s"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is no time; expected something like 500ms"):
        duration(text)


def test_a_span_has_both_its_bounds_and_nothing_beyond_them() -> None:
    span = Span.parse("2s..2003ms")
    chosen = [span.choose(Chance(seed, "", "waits")) for seed in range(60)]
    assert sorted(dict.fromkeys(chosen)) == [ms(2000), ms(2001), ms(2002), ms(2003)]


def test_a_single_time_draws_no_chance() -> None:
    chance = Chance(1, "", "waits")
    assert Span.parse("2s").choose(chance) == seconds(2)
    assert chance.drawn == 0


def test_a_count_has_both_its_bounds_and_nothing_beyond_them() -> None:
    count = Count.parse("1..3")
    chosen = [count.choose(Chance(seed, "", "copies")) for seed in range(40)]
    assert sorted(dict.fromkeys(chosen)) == [1, 2, 3]


@pytest.mark.parametrize("text", ["3s..2s", "2s..", "..2s"])
def test_a_span_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ends before it begins|is no time"):
        Span.parse(text)


@pytest.mark.parametrize("text", ["3..1", "x", "-1", "1..", "1" * 9])
def test_a_count_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ends before it begins|is no number"):
        Count.parse(text)
