"""The id of a dialog, as recorded in e-proxy/25."""

import pytest

from voiplab.opensips.dialog.dialog_id import DialogId, parse_dialog_id, parse_whole

RECORDED = DialogId(0xB9F, 0x6DF3EFE1)


def test_in_record_route_the_lowest_digits_come_first() -> None:
    assert str(RECORDED) == "f9b.1efe3fd6"
    assert parse_dialog_id("f9b.1efe3fd6") == RECORDED


def test_for_a_database_both_halves_are_one_number() -> None:
    assert RECORDED.whole == 12779372408801
    assert parse_whole("12779372408801") == RECORDED


@pytest.mark.parametrize("text", ["", "f9b", "f9b.", ".1e", "f9b.1efe3fd61", "g.1", "1-2@host"])
def test_what_is_no_id_is_none(text: str) -> None:
    assert parse_dialog_id(text) is None
