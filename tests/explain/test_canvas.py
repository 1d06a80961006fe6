from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.explain.canvas import Canvas, Role, Span
from voiplab.text.harmless import harmless
from voiplab.text.width import width


def drawn(*puts: tuple[int, str]) -> str:
    canvas = Canvas()
    for place, text in puts:
        canvas.put(place, text, Role.NOTE)
    return "".join(span.text for span in canvas.spans())


def test_what_is_put_later_stands_over_what_was_there() -> None:
    assert drawn((0, "|---|"), (2, "x")) == "|-x-|"


def test_a_text_that_begins_left_of_the_first_place_is_cut_there() -> None:
    assert drawn((-2, "abcd")) == "cd"


def test_half_of_a_wide_character_does_not_stay() -> None:
    assert drawn((0, "漢字"), (1, "x")) == " x字"
    assert drawn((0, "漢字"), (2, "x")) == "漢x "


def test_a_combining_character_joins_the_cell_before_it() -> None:
    assert drawn((0, "e\u0301|")) == "e\u0301|"
    assert drawn((3, "\u0301|")) == "  \u0020\u0301|"


def test_neighbours_of_one_role_are_one_span() -> None:
    canvas = Canvas()
    canvas.put(0, "12", Role.NUMBER)
    canvas.put(2, "|", Role.LIFELINE)
    assert canvas.spans() == (Span("12", Role.NUMBER), Span("|", Role.LIFELINE))


@given(st.lists(st.tuples(st.integers(0, 30), st.text(max_size=8).map(harmless)), min_size=1, max_size=6))
@settings(max_examples=200)
def test_a_line_is_as_wide_as_what_reaches_furthest(puts: list[tuple[int, str]]) -> None:
    reach = max(place + width(text) for place, text in puts if text) if any(text for _, text in puts) else 0
    assert width(drawn(*puts)) <= reach
