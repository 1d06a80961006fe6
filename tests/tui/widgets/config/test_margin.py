import pytest

from voiplab.explain.executed import NEVER, Count
from voiplab.text.remark import Effect
from voiplab.tui.widgets.config.findings import MARKS
from voiplab.tui.widgets.config.margin import STOP, margin, so_far, until_then, width
from voiplab.tui.widgets.config.telling import LEGEND


@pytest.mark.parametrize(
    ("effect", "count", "drawn"),
    [
        (None, NEVER, "  7      "),
        (Effect.IN_FORCE, Count(3), "  7    3 "),
        (Effect.ERROR, Count(3, 1), "! 7    3*"),
        (Effect.NOT_SIMULATED, Count(12_345, 2), "x 7 999+*"),
        (Effect.IGNORED_THERE, NEVER, "? 7      "),
        (Effect.NO_EFFECT_HERE, NEVER, "- 7      "),
    ],
)
def test_a_margin_says_without_colour_what_a_line_does(effect: Effect | None, count: Count, drawn: str) -> None:
    assert margin(7, 2, effect, count) == drawn
    assert len(drawn) == width(2)


def test_looking_back_the_sentence_counts_for_the_call_that_is_looked_at() -> None:
    assert until_then(NEVER) == ""
    assert until_then(Count(3, 2)) == "came into play 3 times until then, 2 times for this call"
    assert until_then(Count(3, 0)) == "came into play 3 times until then, never for this call"


def test_the_sentence_names_the_messages_that_began_the_calls() -> None:
    assert so_far(NEVER, []) == ""
    assert so_far(Count(1), []) == "came into play once"
    assert so_far(Count(2), [9]) == "came into play 2 times, after message 9"
    assert so_far(Count(4), [1, 2, 3, 7]) == "came into play 4 times, after message 1, 2, 3 and 7"
    assert so_far(Count(9), range(1, 10)) == "came into play 9 times, after message 1, 2, 3, 4, 5, 6 and 3 others"


def test_the_legend_has_every_mark_of_the_margin_and_fits_below_the_editor() -> None:
    assert [mark for mark in MARKS.values() if mark.strip() and f"{mark} " not in LEGEND] == []
    assert f"{STOP} stop" in LEGEND
    assert len(LEGEND) <= 80
