"""Legs and calls, numbered as they appear, and numbered anew when two calls turn out to be one."""

import pytest

from voiplab.explain.legs import Leg, Legs


def numbers(legs: Legs, *call_ids: str) -> list[str]:
    return [str(legs.leg(call_id)) for call_id in call_ids]


def test_what_is_tied_before_it_appears_is_one_call_from_the_beginning() -> None:
    legs = Legs()
    assert legs.tie("a", "b") is False
    assert numbers(legs, "a", "x", "b") == ["1a", "2a", "1b"]


def test_two_calls_that_turn_out_to_be_one_take_the_number_of_the_first_and_those_behind_move_up() -> None:
    legs = Legs()
    assert numbers(legs, "a", "b", "c") == ["1a", "2a", "3a"]
    assert legs.tie("b", "a") is True
    assert numbers(legs, "a", "b", "c") == ["1a", "1b", "2a"]
    assert legs.tie("a", "b") is False


def test_a_tie_to_what_has_not_appeared_yet_renumbers_nothing() -> None:
    legs = Legs()
    numbers(legs, "a", "b")
    assert legs.tie("later", "b") is False
    assert numbers(legs, "a", "later") == ["1a", "2b"]


@pytest.mark.parametrize(("number", "letters"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba")])
def test_after_the_26th_leg_there_are_two_letters(number: int, letters: str) -> None:
    assert str(Leg("x", 3, number)) == f"3{letters}"
