import re

import pytest

from voiplab.phone.token_format import Span, TokenFormat
from voiplab.sim.chance import Chance

FACTS = {"ip": "192.0.2.7", "line": "1", "mac": "9cadef012345"}


def draw(text: str) -> str:
    return TokenFormat.parse(text).draw(Chance(7, "phone", "token"), FACTS)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("z9hG4bK-{hex:8}", r"z9hG4bK-[0-9a-f]{8}"),
        ("SP{line}{hex:16}", r"SP1[0-9a-f]{16}"),
        ("{digits:5}@{ip}", r"[0-9]{5}@192\.0\.2\.7"),
        ("{HEX:4}-{letters:4}", r"[0-9A-F]{4}-[0-9A-Za-z]{4}"),
        ("{mac}", "9cadef012345"),
        ("fixed", "fixed"),
    ],
)
def test_a_format_is_text_with_drawn_pieces(text: str, pattern: str) -> None:
    assert re.fullmatch(pattern, draw(text))


def test_two_draws_differ_and_two_runs_do_not() -> None:
    format_, one, other = TokenFormat.parse("{hex:16}"), Chance(7, "a", "t"), Chance(7, "a", "t")
    first = format_.draw(one, {})
    assert first == format_.draw(other, {})
    assert first != format_.draw(one, {})


@pytest.mark.parametrize("wrong", ["", "{hex}", "{hex:0}", "{hex:129}", "{ip:4}", "{host}", "a b", "{", "a}"])
def test_a_wrong_format_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"token format|is none of"):
        TokenFormat.parse(wrong)


def test_a_span_has_both_of_its_ends() -> None:
    chance = Chance(7, "a", "span")
    assert {Span(3, 5).draw(chance) for _ in range(100)} == {3, 4, 5}
