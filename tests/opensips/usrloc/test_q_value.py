import pytest

from voiplab.opensips.usrloc.q_value import NO_Q, parse_q, write_q


@pytest.mark.parametrize(
    ("text", "thousandths", "written"),
    [
        ("0.5", 500, "0.5"),
        ("0.90", 900, "0.9"),
        ("1", 1000, "1"),
        ("1.000", 1000, "1"),
        ("0", 0, "0"),
        (".25", 250, "0.25"),
        ("0.001", 1, "0.001"),
        (" 0.7 ", 700, "0.7"),
    ],
)
def test_a_q_is_whole_thousandths(text: str, thousandths: int, written: str) -> None:
    assert parse_q(text) == thousandths
    assert write_q(thousandths) == written


@pytest.mark.parametrize("text", ["7", "1.1", "-0.5", "0.5x", "", "0,5", "1.0001"])
def test_anything_else_is_no_q(text: str) -> None:
    assert parse_q(text) is None


def test_no_q_is_not_written() -> None:
    assert write_q(NO_Q) == ""
