"""Via: what it consists of, and where it stops making sense."""

import pytest

from voiplab.sip.errors import Malformed
from voiplab.sip.headers.via import Via


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("SIP/2.0/UDP example.com", Via("UDP", "example.com")),
        ("SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bK1", Via("TCP", "192.0.2.1", 5060, (("branch", "z9hG4bK1"),))),
        ("SIP/2.0/UDP 192.0.2.1:65535;rport", Via("UDP", "192.0.2.1", 65535, (("rport", None),))),
        ("SIP/2.0/UDP [2001:db8::1]:5070;rport", Via("UDP", "2001:db8::1", 5070, (("rport", None),))),
        ('SIP/2.0/UDP h;x="a;b, c"', Via("UDP", "h", params=(("x", '"a;b, c"'),))),
        ("SIP/7.0/UDP h", Via("UDP", "h", protocol="SIP/7.0")),
    ],
)
def test_a_via_is_read_and_written(text: str, via: Via) -> None:
    assert Via.parse(text) == via
    assert str(via) == text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("SIP / 2.0 / UDP   example.com : 5060 ; branch = z9hG4bK1", "SIP/2.0/UDP example.com:5060;branch=z9hG4bK1"),
        ("SIP/2.0/UDP\r\n\texample.com", "SIP/2.0/UDP example.com"),
    ],
)
def test_white_space_means_nothing(text: str, same: str) -> None:
    assert Via.parse(text) == Via.parse(same)


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("", 1, "a protocol"),
        ("SIP/2.0/UDP", 12, "a space"),
        ("SIP/2.0 UDP h", 8, "a slash"),
        ("SIP/2.0/UDP host:sip", 18, "a port"),
        ("SIP/2.0/UDP host:65536", 18, "a port of at most 65535"),
        ("SIP/2.0/UDP host;", 18, "a parameter name"),
        ("SIP/2.0/UDP host;branch=", 25, "a parameter value"),
        ('SIP/2.0/UDP host;x="a', 20, "a quoted string"),
        ("SIP/2.0/UDP host junk", 18, "a parameter, or nothing more"),
        ("SIP/2.0/UDP a, SIP/2.0/UDP b", 14, "a parameter, or nothing more"),
    ],
)
def test_says_where_a_via_stops_making_sense(text: str, column: int, expected: str) -> None:
    with pytest.raises(Malformed) as caught:
        Via.parse(text)
    assert (caught.value.column, caught.value.expected) == (column, expected)


def test_one_field_may_hold_several() -> None:
    assert [via.host for via in Via.parse_list("SIP/2.0/UDP a;branch=1 , SIP/2.0/UDP b")] == ["a", "b"]


def test_received_is_an_address_with_or_without_brackets() -> None:
    assert Via.parse("SIP/2.0/UDP h;received=[2001:db8::9]").received == "2001:db8::9"
    assert Via.parse("SIP/2.0/UDP h;received=2001:db8::9").received == "2001:db8::9"


def test_rport_is_asked_for_by_its_name_and_answered_by_its_value() -> None:
    asking = Via.parse("SIP/2.0/UDP h;rport;branch=1")
    assert (asking.wants_rport, asking.rport) == (True, None)
    answered = asking.with_param("rport", "5070").with_param("received", "192.0.2.1")
    assert str(answered) == "SIP/2.0/UDP h;rport=5070;branch=1;received=192.0.2.1"
    assert (answered.rport, answered.received) == (5070, "192.0.2.1")


@pytest.mark.parametrize("value", ["x", "0x10", "70000", "99999999999999999999", "-1"])
def test_an_rport_that_is_no_port_counts_as_none(value: str) -> None:
    assert Via.parse(f"SIP/2.0/UDP h;rport={value}").rport is None
