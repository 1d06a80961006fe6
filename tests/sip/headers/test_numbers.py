"""Headers that are numbers, perhaps with more."""

from collections.abc import Callable

import pytest

from voiplab.sip.errors import Malformed
from voiplab.sip.headers.expiry import RetryAfter, SessionExpires, parse_expiry, parse_hops, parse_min_se, parse_number
from voiplab.sip.headers.sequence import CSeq, RAck


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("314159 INVITE", CSeq(314159, "INVITE")),
        ("2147483647 OPTIONS", CSeq(2**31 - 1, "OPTIONS")),
        ("776656 1 INVITE", RAck(776656, 1, "INVITE")),
        ("4294967295 2147483647 INVITE", RAck(2**32 - 1, 2**31 - 1, "INVITE")),
        ("1800", SessionExpires(1800)),
        ("1800;refresher=uac;x", SessionExpires(1800, (("refresher", "uac"), ("x", None)))),
        ("18000;duration=3600", RetryAfter(18000, params=(("duration", "3600"),))),
        ("120 (I'm in a (long) meeting)", RetryAfter(120, "I'm in a (long) meeting")),
    ],
)
def test_a_number_is_read_and_written(text: str, value: CSeq | RAck | SessionExpires | RetryAfter) -> None:
    assert type(value).parse(text) == value
    assert str(value) == text


@pytest.mark.parametrize("text", ["0009 INVITE", "9  INVITE", "9\tINVITE", "9\r\n INVITE", "9 INVITE "])
def test_zeros_and_white_space_mean_nothing(text: str) -> None:
    assert CSeq.parse(text) == CSeq(9, "INVITE")


@pytest.mark.parametrize(
    ("parse", "text", "column", "expected"),
    [
        (CSeq.parse, "", 1, "a sequence number"),
        (CSeq.parse, "INVITE", 1, "a sequence number"),
        (CSeq.parse, "+1 INVITE", 1, "a sequence number"),
        (CSeq.parse, "1_0 INVITE", 2, "a space"),
        (CSeq.parse, "\u0661 INVITE", 1, "a sequence number"),
        (CSeq.parse, "2147483648 INVITE", 1, "a sequence number of at most 2147483647"),
        (CSeq.parse, "9" * 5000 + " INVITE", 1, "a sequence number of at most 2147483647"),
        (CSeq.parse, "1", 2, "a space"),
        (CSeq.parse, "1 ", 3, "a method"),
        (CSeq.parse, "1 INVITE x", 10, "nothing more"),
        (RAck.parse, "1 INVITE", 3, "a sequence number"),
        (RAck.parse, "4294967296 1 INVITE", 1, "a response number of at most 4294967295"),
        (parse_hops, "256", 1, "a number of at most 255"),
        (parse_hops, "-1", 1, "a number"),
        (parse_hops, "1\xa0", 2, "nothing more"),
        (parse_number, "4294967296", 1, "a number of at most 4294967295"),
        (parse_number, "", 1, "a number"),
        (parse_number, "\uff11", 1, "a number"),
        (SessionExpires.parse, "x", 1, "a number of seconds"),
        (SessionExpires.parse, "90,", 3, "a parameter, or nothing more"),
        (RetryAfter.parse, "5 (a", 5, "the end of the comment"),
        (RetryAfter.parse, "5 (a) b", 7, "a parameter, or nothing more"),
    ],
)
def test_says_where_a_number_stops_making_sense(
    parse: Callable[[str], object], text: str, column: int, expected: str
) -> None:
    with pytest.raises(Malformed) as caught:
        parse(text)
    assert (caught.value.column, caught.value.expected) == (column, expected)


def test_who_refreshes_a_session_is_said_in_any_case() -> None:
    assert SessionExpires.parse("90;Refresher=UAS").refresher == "uas"
    assert SessionExpires.parse("90").refresher is None
    assert parse_min_se("90;x=y") == 90


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *[("60", 60), ("0", 0), ("007", 7), ("4294967295", 2**32 - 1)],
        *[("4294967296", 2**32 - 1), ("280297596632815", 2**32 - 1), ("9" * 5000, 2**32 - 1)],
        *[
            ("", 3600),
            ("-1", 3600),
            ("x", 3600),
            ("1.5", 3600),
            ("\u0661", 3600),
            ("Thu, 01 Dec 1994 16:00:00 GMT", 3600),
        ],
    ],
)
def test_an_expiry_that_makes_no_sense_is_an_hour_and_one_too_large_the_largest(text: str, seconds: int) -> None:
    # RFC 3261 sections 20.19 and 10.2.1.1
    assert parse_expiry(text) == seconds
