"""Bytes are text or an error with its line: which characters are text, and which are none."""

import pytest

from voiplab.text.place import ConfigError, Place
from voiplab.text.utf8 import text_of


def is_text(sign: str) -> bool:
    try:
        text_of("file", sign.encode(), 10)
    except ConfigError:
        return False
    return True


@pytest.mark.parametrize(
    ("first", "last"),
    [(0x20, 0x7E), (0xA0, 0xD7FF), (0xE000, 0xFEFE), (0xFF00, 0xFFFD), (0x10000, 0x10FFFF)],
)
def test_a_range_of_text_ends_where_it_should(first: int, last: int) -> None:
    assert is_text(chr(first))
    assert is_text(chr(last))


@pytest.mark.parametrize("code", [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF])
def test_control_characters_and_what_is_no_character_are_no_text(code: int) -> None:
    with pytest.raises(ConfigError, match=f"text is expected, not U\\+{code:04X}"):
        text_of("file", b"a\n" + chr(code).encode(), 10)


@pytest.mark.parametrize("sign", ["\t", "\n", "\r"])
def test_white_space_is_text(sign: str) -> None:
    assert text_of("file", sign.encode(), 10) == sign


def test_half_a_pair_of_utf_16_is_no_utf_8() -> None:
    with pytest.raises(ConfigError, match="UTF-8 is expected"):
        text_of("file", b"\xed\xa0\x80", 10)


def test_a_place_behind_a_byte_order_mark_is_counted_without_it() -> None:
    with pytest.raises(ConfigError, match="UTF-8 is expected") as refused:
        text_of("lab.yaml", b"\xef\xbb\xbfa\xed\xa0\x80", 1_000)
    assert refused.value.place == Place("lab.yaml", 1, 2)
