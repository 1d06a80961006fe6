"""nat_uac_test(), sign by sign."""

import pytest

from tests.opensips.registrar.registrations import received
from voiplab.opensips.nathelper.signs import Sign, is_private, shows_nat
from voiplab.opensips.received import Received

BEHIND = """INVITE sip:bob@127.0.0.10 SIP/2.0
Via: SIP/2.0/UDP 192.168.1.50:5060;rport;branch=z9hG4bK-1
From: <sip:alice@127.0.0.10>;tag=1
To: <sip:bob@127.0.0.10>
Call-ID: 1
CSeq: 1 INVITE
Contact: <sip:alice@192.168.1.50:5060>
Content-Type: application/sdp

v=0
o=- 1 1 IN IP4 192.168.1.50
c=IN IP4 192.168.1.50
"""


def behind(source: str = "127.0.0.12:6060") -> Received:
    return received(BEHIND, source)


@pytest.mark.parametrize("sign", Sign)
def test_a_phone_behind_nat_shows_every_sign(sign: Sign) -> None:
    assert shows_nat(behind(), sign.value)


@pytest.mark.parametrize("sign", Sign)
def test_a_phone_with_an_address_of_its_own_shows_none(sign: Sign) -> None:
    text = BEHIND.replace("192.168.1.50", "127.0.0.11")
    assert not shows_nat(received(text, "127.0.0.11:5060"), sign.value)


@pytest.mark.parametrize(
    ("sign", "shows"),
    [
        (Sign.PRIVATE_CONTACT, True),
        (Sign.OTHER_VIA, False),
        (Sign.PRIVATE_VIA, True),
        (Sign.PRIVATE_SDP, True),
        (Sign.OTHER_VIA_PORT, False),
        (Sign.OTHER_CONTACT, False),
        (Sign.OTHER_CONTACT_PORT, False),
    ],
)
def test_in_the_same_private_network_addresses_are_private_but_right(sign: Sign, shows: bool) -> None:
    assert shows_nat(behind("192.168.1.50:5060"), sign.value) is shows


def test_only_the_signs_that_are_asked_for_count() -> None:
    message = behind("192.168.1.50:5060")
    assert shows_nat(message, 23)
    assert not shows_nat(message, 2 + 16 + 32 + 64)
    assert not shows_nat(message, 0)


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("10.1.2.3", True),
        ("172.16.0.1", True),
        ("172.31.255.255", True),
        ("172.32.0.1", False),
        ("192.168.0.1", True),
        ("100.64.0.1", True),
        ("100.128.0.1", False),
        ("127.0.0.1", False),
        ("atlanta.com", False),
        ("", False),
    ],
)
def test_private_addresses_are_those_of_rfc_1918_and_6598(host: str, private: bool) -> None:
    assert is_private(host) is private


def test_without_contact_and_body_there_is_nothing_to_see() -> None:
    message = received(
        "OPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/UDP 1.2.3.4;branch=z9hG4bK1\nContact: *\n\n", "1.2.3.4:5060"
    )
    assert not shows_nat(message, 127)
