"""Nothing that a terminal would obey, and nothing that an eye would not see, is left in what is drawn."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiplab.text.harmless import harmless, harmless_lines


@pytest.mark.parametrize(
    ("foreign", "drawn"),
    [
        ('"Bob" <sip:bob@example.com>', '"Bob" <sip:bob@example.com>'),
        ("\x1b[2J\x1b]52;c;aGFjaw==\x07", r"\x1b[2J\x1b]52;c;aGFjaw==\x07"),
        ("a\x9b31mb", r"a\x9b31mb"),
        ("a\0b\x7f", r"a\x00b\x7f"),
        ("a\r\nVia: x\tb", r"a\r\nVia: x\tb"),
        ("\u202egnp.exe\u2066", r"\u202egnp.exe\u2066"),
        ("ad\u200bmin\ufeff\u2060", r"ad\u200bmin\ufeff\u2060"),
        ("a\u00adb\u034f\u3164\u2800", r"a\xadb\u034f\u3164\u2800"),
        ("x\ufe0f\U000e0100\U000e0041", r"x\ufe0f\U000e0100\U000e0041"),
        ("a\u2028b\u2029c\x85", r"a\u2028b\u2029c\x85"),
        ("a\u00a0b", r"a\xa0b"),
        ("Zoë Ωμέγα 山", "Zoë Ωμέγα 山"),
        (b"caf\xe9".decode("utf-8", "surrogateescape"), r"caf\xe9"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_a_terminal_would_obey_is_written_as_an_escape(foreign: str, drawn: str) -> None:
    assert harmless(foreign) == drawn


def test_a_long_text_is_cut_and_says_so() -> None:
    assert harmless("a" * 201) == "a" * 199 + "…"
    assert harmless("a" * 200) == "a" * 200
    assert harmless("\x1b" * 10, longest=9) == r"\x1b\x1b" + "…"


@given(st.text(st.characters(), max_size=400), st.integers(1, 300))
def test_whatever_comes_only_printable_characters_are_drawn(foreign: str, longest: int) -> None:
    drawn = harmless(foreign, longest)
    assert len(drawn) <= longest
    assert not [one for one in drawn if category(one) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]


def test_lines_stay_lines_and_too_many_are_counted() -> None:
    assert harmless_lines("INVITE\r\nVia: \x1b\r\n") == ["INVITE", r"Via: \x1b", ""]
    assert harmless_lines("1\n2\n3\n4\n5", most=3) == ["1", "2", "3", "… 2 more lines"]
    assert harmless_lines("1\n2\n3", most=3) == ["1", "2", "3"]
