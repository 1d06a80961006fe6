"""Hosts: names, IPv4 addresses, IPv6 references."""

import pytest

from voiplab.sip.host import ipv6_groups, is_ipv4, is_ipv6, write_host


@pytest.mark.parametrize(
    "text",
    [
        "::",
        "::1",
        "1::",
        "2001:db8::1",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::ffff:192.0.2.1",
        "1:2:3:4:5:6:192.0.2.1",
    ],
)
def test_ipv6_addresses(text: str) -> None:
    assert is_ipv6(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", ":::", "1", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::1"),
        *("1:2:3:4:5:6:7:192.0.2.1", "::256.0.0.1", "192.0.2.1", "2001:db8:::1", "192.0.2.1::", "::1%eth0", "1::2:"),
    ],
)
def test_what_is_no_ipv6_address(text: str) -> None:
    assert not is_ipv6(text)


def test_the_gap_of_an_ipv6_address_stands_for_the_missing_groups() -> None:
    assert ipv6_groups("2001:db8::192.0.2.1") == (0x2001, 0xDB8, 0, 0, 0, 0, 0xC000, 0x0201)


def test_ipv4_addresses_are_four_numbers_below_256() -> None:
    assert is_ipv4("192.0.2.255")
    assert not any(
        is_ipv4(text) for text in ("192.0.2", "192.0.2.256", "192.0.2.1.1", "192.0.2.", "192.0.2.x", "192.0.2.\u0661")
    )


def test_an_ipv6_address_is_written_in_brackets() -> None:
    assert write_host("2001:db8::1", 5060) == "[2001:db8::1]:5060"
    assert write_host("192.0.2.1", None) == "192.0.2.1"
