"""Allow headers of recorded REGISTERs, and the numbers that ul_dump showed for them."""

import pytest

from voiplab.opensips.methods import ALL, OTHER, bit, bits


@pytest.mark.parametrize(
    ("allow", "number"),
    [
        ("INVITE, ACK, BYE, CANCEL", 15),
        ("INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, MESSAGE, INFO", 383),
        ("INVITE,ACK,BYE,CANCEL,OPTIONS,NOTIFY,SUBSCRIBE,INFO,MESSAGE,REFER", 5951),
        ("PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, INFO, SUBSCRIBE, NOTIFY, REFER, MESSAGE, OPTIONS", 8063),
    ],
)
def test_every_method_has_its_bit(allow: str, number: int) -> None:
    assert bits([allow]) == number
    assert bits(reversed(allow.split(","))) == number


def test_unknown_methods_share_one_and_a_silent_contact_takes_all() -> None:
    assert bit("FOO") == bits(["FOO, BAR"]) == OTHER
    assert ALL & OTHER
    assert ALL == 4294967295
