"""Headers that are a name, or names, with parameters; warnings; dates."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from voiplab.sip.errors import Malformed
from voiplab.sip.headers.date import parse_date, write_date
from voiplab.sip.headers.named import MediaType, Named, Reason, Replaces
from voiplab.sip.headers.tokens import parse_call_id, parse_tokens
from voiplab.sip.headers.warning import WarningValue


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("application/sdp", MediaType("application", "sdp")),
        ('multipart/mixed;boundary="a b"', MediaType("multipart", "mixed", (("boundary", '"a b"'),))),
        ("message-summary", Named("message-summary")),
        ("active;expires=3600", Named("active", (("expires", "3600"),))),
        (
            "abc@h;to-tag=1;from-tag=2;early-only",
            Replaces("abc@h", (("to-tag", "1"), ("from-tag", "2"), ("early-only", None))),
        ),
    ],
)
def test_a_name_with_parameters_is_read_and_written(text: str, value: MediaType | Named | Replaces) -> None:
    assert type(value).parse(text) == value
    assert str(value) == text


def test_a_media_type_is_compared_in_lower_case() -> None:
    kind = MediaType.parse('Application / SDP ; charset="utf-8"')
    assert (kind.essence, kind.param("charset")) == ("application/sdp", "utf-8")


def test_a_dialog_to_replace_is_named_by_call_id_and_both_tags() -> None:
    replaces = Replaces.parse("12345@192.0.2.1 ; from-tag=f ; to-tag=t")
    assert (replaces.call_id, replaces.to_tag, replaces.from_tag) == ("12345@192.0.2.1", "t", "f")
    assert not replaces.is_early_only


def test_reasons_come_with_a_cause_and_perhaps_a_text() -> None:
    first, second = Reason.parse_list('Q.850;cause=16;text="NORMAL_CLEARING", SIP ;cause=200')
    assert (first.protocol, first.cause, first.text) == ("Q.850", 16, "NORMAL_CLEARING")
    assert (second.protocol, second.cause, second.text) == ("SIP", 200, None)
    assert str(first) == 'Q.850;cause=16;text="NORMAL_CLEARING"'


@pytest.mark.parametrize("cause", ["x", "", "99999999999999999999", "\u0661"])
def test_a_cause_that_is_no_number_is_none(cause: str) -> None:
    assert Reason("SIP", (("cause", cause),)).cause is None


def test_warnings_are_read_and_written() -> None:
    text = '307 isi.edu "Session parameter \\"foo\\"", 399 [2001:db8::1]:5060 "x"'
    warnings = WarningValue.parse_list(text)
    assert warnings == (
        WarningValue(307, "isi.edu", 'Session parameter "foo"'),
        WarningValue(399, "[2001:db8::1]:5060", "x"),
    )
    assert ", ".join(map(str, warnings)) == text


def test_a_date_is_read_and_written_in_gmt() -> None:
    moment = datetime(2010, 11, 13, 23, 29, 0, tzinfo=UTC)
    assert parse_date("Sat, 13 Nov 2010 23:29:00 GMT") == moment
    assert write_date(moment.astimezone(timezone(timedelta(hours=2)))) == "Sat, 13 Nov 2010 23:29:00 GMT"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", ()),
        ("100rel", ("100rel",)),
        ("100rel , timer,\r\n path", ("100rel", "timer", "path")),
    ],
)
def test_a_list_of_tokens_may_be_empty(text: str, tokens: tuple[str, ...]) -> None:
    assert parse_tokens(text) == tokens


@pytest.mark.parametrize(
    ("parse", "text", "column", "expected"),
    [
        (MediaType.parse, "application", 12, "a slash"),
        (MediaType.parse, "application/", 13, "a media subtype"),
        (Named.parse, ";x", 1, "a token"),
        (Replaces.parse, "a;to-tag=1", 11, "one from-tag"),
        (Replaces.parse, "a;to-tag=1;to-tag=2;from-tag=3", 31, "one to-tag"),
        (Replaces.parse, "a b;to-tag=1;from-tag=2", 3, "nothing more"),
        (Reason.parse_list, "SIP,", 5, "a protocol"),
        (WarningValue.parse_list, '1812 overture "In Progress"', 1, "a code of three digits"),
        (WarningValue.parse_list, "399 host text", 10, "a quoted string"),
        (parse_date, "Fri, 01 Jan 2010 16:00:00 EST", 27, "GMT"),
        (parse_date, "Fri, 31 Feb 2010 16:00:00 GMT", 1, "a date that exists"),
        (parse_date, "Fri, 01 Jan 0000 16:00:00 GMT", 1, "a date that exists"),
        (parse_tokens, "a b", 3, "a comma, or nothing more"),
        (parse_tokens, "a,,b", 3, "a token"),
        (parse_call_id, "", 1, "a Call-ID"),
        (parse_call_id, "a@", 3, "the rest of the Call-ID"),
        (parse_call_id, "a@b@c", 4, "nothing more"),
    ],
)
def test_says_where_it_stops_making_sense(
    parse: Callable[[str], object], text: str, column: int, expected: str
) -> None:
    with pytest.raises(Malformed) as caught:
        parse(text)
    assert (caught.value.column, caught.value.expected) == (column, expected)
