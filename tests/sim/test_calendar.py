"""The lab has its own date; nothing asks the machine for one."""

from datetime import UTC, datetime, timedelta, timezone

from voiplab.sim.calendar import Calendar
from voiplab.sim.moment import ms, seconds, stamp

SUMMER_IN_BERLIN = Calendar(datetime(2026, 7, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=2), "CEST")))


def test_the_date_at_moment_zero_is_the_labs_own() -> None:
    assert Calendar().at(0) == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_the_date_moves_with_the_moment_and_keeps_its_zone() -> None:
    later = SUMMER_IN_BERLIN.at(seconds(1) + ms(5))
    assert later.isoformat() == "2026-08-01T00:00:00.005000+02:00"


def test_a_sip_date_is_gmt_and_english() -> None:
    assert Calendar().sip_date(0) == "Mon, 02 Mar 2026 09:00:00 GMT"
    assert SUMMER_IN_BERLIN.sip_date(seconds(1)) == "Fri, 31 Jul 2026 22:00:00 GMT"


def test_every_weekday_and_month_has_its_english_name() -> None:
    days = [Calendar().sip_date(seconds(86_400 * day)).split()[0] for day in range(7)]
    months = [Calendar(datetime(2026, month, 1, tzinfo=UTC)).sip_date(0).split()[2] for month in range(1, 13)]
    assert days == ["Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun,"]
    assert months == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def test_seconds_since_1970_do_not_depend_on_the_zone() -> None:
    assert Calendar().unix(0) == 1_772_442_000
    assert SUMMER_IN_BERLIN.unix(ms(999)) == SUMMER_IN_BERLIN.unix(0)
    assert SUMMER_IN_BERLIN.unix(seconds(1)) == SUMMER_IN_BERLIN.unix(0) + 1


def test_a_stamp_has_seconds_and_microseconds() -> None:
    assert [stamp(moment) for moment in (0, 1, ms(500), seconds(31) + 34_567)] == [
        "0.000000",
        "0.000001",
        "0.500000",
        "31.034567",
    ]
