import pytest

from voiplab.explain.page import Line, Paragraph, Row, Tone, as_text, line, rows, wrapped
from voiplab.text.width import width


def test_what_does_not_fit_goes_on_further_right() -> None:
    page = [Paragraph((Line("Subject: a b", Tone.HEAD), Line("one two three four five six", indent=2)))]
    assert as_text(page, 20) == "Subject: a b\n  one two three\n    four five six\n"


def test_a_row_knows_its_paragraph_and_its_tone() -> None:
    page = [Paragraph((Line("one", Tone.HEAD),)), Paragraph((Line("two"), Line("three", Tone.FAINT)))]
    assert rows(page, 40) == [Row("one", Tone.HEAD, 0), Row("two", Tone.PLAIN, 1), Row("three", Tone.FAINT, 1)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("abcdefghij", ["abcde", "fghij"]),
        ("ab cdefghijkl m", ["ab", "cdefg", "hijkl", "m"]),
        ("a  b", ["a  b"]),
        ("漢字漢字", ["漢字", "漢字"]),
    ],
)
def test_long_words_are_cut_and_wide_ones_count_twice(text: str, lines: list[str]) -> None:
    found = list(wrapped(text, 5))
    assert found == lines
    assert all(width(row) <= 5 for row in found)


def test_foreign_text_is_harmless_and_bounded() -> None:
    said = line("a\x1b[2Jb" + "x" * 10_000)
    assert said.text.startswith(r"a\x1b[2Jb")
    assert len(said.text) == 4_000
