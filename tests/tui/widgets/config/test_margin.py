import pytest

from voiplab.explain.executed import NEVER, Count
from voiplab.text.remark import Effect
from voiplab.tui.widgets.config.margin import margin, sentence, width


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


def test_the_sentence_counts_for_the_call_that_is_looked_at() -> None:
    assert sentence(NEVER, is_looking_back=False) == ""
    assert sentence(Count(1), is_looking_back=False) == "came into play once"
    assert sentence(Count(3, 2), is_looking_back=True) == "came into play 3 times until then, 2 times for this call"
    assert sentence(Count(3, 0), is_looking_back=True) == "came into play 3 times until then, never for this call"
