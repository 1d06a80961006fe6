"""How FreeSWITCH takes texts apart, and which bracket closes which."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from voiplab.freeswitch.brackets import closing_of, pairs
from voiplab.freeswitch.separate import separate


@pytest.mark.parametrize(
    ("text", "delimiter", "parts"),
    [
        ("", ",", []),
        ("a", ",", ["a"]),
        ("a,b,,c", ",", ["a", "b", "", "c"]),
        (" a , b ", ",", ["a", "b"]),
        ("'a,b',c", ",", ["a,b", "c"]),
        ("' a ',b", ",", [" a ", "b"]),
        ("it's,fine", ",", ["it's", "fine"]),
        ("a\\,b,c", ",", ["a,b", "c"]),
        ("a\\d\\\\b", ",", ["a\\d\\b"]),
        ("a\\sb\\n", ",", ["a b\n"]),
        ("1001 XML default", " ", ["1001", "XML", "default"]),
        ("  1001   XML ", " ", ["1001", "XML"]),
        ("'two words' one", " ", ["two words", "one"]),
        ("a|b|c", "|", ["a", "b", "c"]),
    ],
)
def test_a_text_is_taken_apart_with_quotes_and_escapes(text: str, delimiter: str, parts: list[str]) -> None:
    assert separate(text, delimiter) == parts


def test_the_last_part_keeps_the_rest() -> None:
    assert separate("a=b=c", "=", 2) == ["a", "b=c"]
    assert separate("1001 XML my context", " ", 3) == ["1001", "XML", "my context"]


@settings(max_examples=200)
@given(some.text("ab,=", min_size=1, max_size=12), some.sampled_from([None, 1, 2, 3]))
def test_quotes_that_protect_nothing_change_nothing(text: str, most: int | None) -> None:
    """A text without them is taken apart in one go, and has to come to the same."""
    assert separate(f"{text}''", ",", most) == separate(text, ",", most)


@settings(max_examples=200)
@given(some.text("a{}", max_size=12))
def test_a_bracket_is_closed_where_the_depth_is_that_of_its_beginning(text: str) -> None:
    found = pairs(text, "{", "}")
    for begin, end in found.items():
        inside = text[begin + 1 : end]
        assert text[begin] + text[end] == "{}"
        assert inside.count("{") == inside.count("}")
    if text.startswith("{"):
        assert closing_of(text, "{", "}") == found.get(0)
