"""A misspelt name is answered with the one that was meant, or with none."""

import pytest

from voiplab.text.nearest import did_you_mean, nearest

PARAMETERS = ["enable-100rel", "enable-timer", "sip-port", "rtp-ip", "sip-ip", "ext-rtp-ip", "dialplan", "context"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("enable-100-rel", "enable-100rel"),
        ("enable_100rel", "enable-100rel"),
        ("Enable-100Rel", "enable-100rel"),
        ("enable-100rell", "enable-100rel"),
        ("sip-prot", "sip-port"),
        ("colour", None),
        ("", None),
        ("e" * 100_000, None),
    ],
)
def test_the_nearest_name_is_the_one_that_was_meant(written: str, meant: str | None) -> None:
    assert nearest(written, PARAMETERS) == meant


def test_the_order_of_the_known_names_decides_nothing() -> None:
    assert nearest("ip", ["sip", "rip", "tip"]) == nearest("ip", ["tip", "sip", "rip"])
    assert nearest("a-b", ["a_b", "A-b"]) == nearest("a-b", ["A-b", "a_b"]) == "A-b"


def test_the_sentence_ends_with_a_guess_or_ends_before() -> None:
    assert did_you_mean("dialplam", PARAMETERS) == "; did you mean dialplan?"
    assert did_you_mean("colour", PARAMETERS) == ""
