import pytest

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
