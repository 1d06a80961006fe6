import pytest

from tests.capture.files import udp
from voiplab.capture.link import HEADERS, carried, ethernet, mac
from voiplab.net.address import Address

PACKET = udp(Address("10.0.0.1", 5060), Address("10.0.0.2", 5060), b"hello")
MACS = bytes(12)
V4 = b"\x08\x00"


@pytest.mark.parametrize(
    ("link", "header"),
    [
        (1, MACS + V4),
        (1, MACS + b"\x81\x00\x00\x07" + V4),  # a VLAN
        (1, MACS + b"\x88\xa8\x00\x07\x81\x00\x00\x08" + V4),  # one inside of another
        (113, b"\x00\x04\x00\x01\x00\x06" + bytes(8) + V4),
        (113, b"\x00\x04\x00\x01\x00\x06" + bytes(8) + b"\x81\x00\x00\x07" + V4),
        (276, V4 + bytes(18)),
        (0, b"\x02\0\0\0"),
        (0, b"\0\0\0\x02"),
        (108, b"\0\0\0\x02"),
        *((link, b"") for link in (12, 14, 101, 228)),
    ],
)
def test_the_packet_is_found_in_each_kind_of_frame(link: int, header: bytes) -> None:
    assert carried(link, header + PACKET) == PACKET


def test_the_packet_is_found_behind_ipv6_types_too() -> None:
    assert carried(1, MACS + b"\x86\xdd" + b"\x60") == b"\x60"


@pytest.mark.parametrize(
    ("link", "frame"),
    [
        (1, MACS + b"\x08\x06" + bytes(28)),  # ARP
        (1, MACS + b"\x00\x26" + bytes(38)),  # a length: IEEE 802.3
        (1, MACS + b"\x81\x00\x00\x07"),  # cut off in the tag
        (127, bytes(100)),  # IEEE 802.11, which is not read
        *((link, b"") for link in HEADERS),
    ],
)
def test_what_carries_no_ip_is_none(link: int, frame: bytes) -> None:
    assert carried(link, frame) is None


def test_a_card_is_named_after_its_address_and_administered_locally() -> None:
    assert mac(bytes([192, 168, 10, 11])).hex(":") == "02:00:c0:a8:0a:0b"
    six = mac(bytes(15) + b"\1")
    assert (len(six), six[0] & 0b11) == (6, 0b10)  # local, and no multicast
    assert six != mac(bytes(15) + b"\2")


def test_what_is_written_is_read() -> None:
    assert carried(1, ethernet(mac(bytes(4)), mac(bytes(4)), PACKET)) == PACKET
