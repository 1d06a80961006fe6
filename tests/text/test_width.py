"""Columns of a terminal, as Unicode Standard Annex 11 counts them."""

from hypothesis import given
from hypothesis import strategies as st

from voiplab.text.harmless import harmless
from voiplab.text.width import cut, fitted, width

TEXTS = st.text(st.characters(), max_size=40).map(harmless)


def test_wide_characters_take_two_columns_and_marks_none() -> None:
    assert width("INVITE") == 6
    assert width("山田") == 4
    assert width("e\u0301") == 1
    assert width("") == 0


def test_a_wide_character_is_never_cut_in_half() -> None:
    assert cut("山田太郎", 8) == "山田太郎"
    assert cut("山田太郎", 7) == "山田太…"
    assert cut("山田太郎", 6) == "山田…"
    assert cut("abc", 1) == "…"
    assert cut("abc", 0) == ""


@given(TEXTS, st.integers(0, 60))
def test_what_is_fitted_takes_exactly_its_columns(text: str, columns: int) -> None:
    assert width(cut(text, columns)) <= columns
    assert width(fitted(text, columns)) == columns
