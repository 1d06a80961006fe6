"""RFC 3550 section 5.1: what is a packet of RTP, and what is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.rtp.packet import Extension, MalformedPacket, RtpPacket

PLAIN = RtpPacket(0, 0x1234, 0x01020304, 0xDEADBEEF, b"\xff\xfe")
PLAIN_BYTES = bytes.fromhex("8000 1234 01020304 deadbeef fffe")
FULL = RtpPacket(101, 7, 8, 9, b"ab", marker=True, sources=(1, 2), extension=Extension(0xBEDE, b"wxyz"), padding=4)
FULL_BYTES = bytes.fromhex("b2e5 0007 00000008 00000009 00000001 00000002 bede0001 7778797a 6162 00000004")


@pytest.mark.parametrize(("packet", "data"), [(PLAIN, PLAIN_BYTES), (FULL, FULL_BYTES)], ids=["plain", "full"])
def test_a_packet_is_its_bytes(packet: RtpPacket, data: bytes) -> None:
    assert packet.encode() == data
    assert RtpPacket.decode(data) == packet


@pytest.mark.parametrize(
    ("data", "offset", "expected"),
    [
        (b"", 0, "12 bytes of header"),
        (PLAIN_BYTES[:11], 11, "12 bytes of header"),
        (b"\x40" + PLAIN_BYTES[1:], 0, "version 2"),
        (b"\x83" + PLAIN_BYTES[1:], 14, "3 contributing sources"),
        (b"\x90" + PLAIN_BYTES[1:], 14, "a header extension"),
        (b"\x90" + PLAIN_BYTES[1:12] + bytes.fromhex("bede0002 00000000"), 20, "2 words of header extension"),
        (b"\xa0" + PLAIN_BYTES[1:12] + b"\x00", 12, "a count of padding that fits"),
        (b"\xa0" + PLAIN_BYTES[1:12] + b"\x02", 12, "a count of padding that fits"),
        (bytes.fromhex("a000 1234 01020304 deadbeef"), 11, "a count of padding that fits"),
    ],
)
def test_bytes_that_are_no_packet_say_where(data: bytes, offset: int, expected: str) -> None:
    with pytest.raises(MalformedPacket) as caught:
        RtpPacket.decode(data)
    assert (caught.value.offset, caught.value.expected) == (offset, expected)


@pytest.mark.parametrize(
    "fields",
    [(128, 0, 0, 0), (0, 65_536, 0, 0), (0, 0, 1 << 32, 0), (0, 0, 0, -1)],
    ids=["payload type", "sequence", "timestamp", "ssrc"],
)
def test_a_field_that_does_not_fit_its_bits_is_refused(fields: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="out of its range"):
        RtpPacket(*fields, b"")


WORDS = st.integers(0, 2**32 - 1)
EXTENSIONS = st.builds(Extension, st.integers(0, 65_535), st.binary(max_size=12).map(lambda data: data * 4))
PACKETS = st.builds(
    RtpPacket,
    st.integers(0, 127),
    st.integers(0, 65_535),
    WORDS,
    WORDS,
    st.binary(max_size=40),
    st.booleans(),
    st.lists(WORDS, max_size=15).map(tuple),
    st.none() | EXTENSIONS,
    st.integers(0, 255),
)


@settings(max_examples=150, deadline=None)
@given(PACKETS)
def test_every_packet_comes_back_as_it_was(packet: RtpPacket) -> None:
    assert RtpPacket.decode(packet.encode()) == packet


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=12), st.binary(max_size=60))
def test_whatever_the_bytes_are_they_are_a_packet_or_malformed(head: bytes, tail: bytes) -> None:
    for data in (head + tail, b"\x80" + head + tail, b"\xbf" + head + tail):
        try:
            packet = RtpPacket.decode(data)
        except MalformedPacket:
            continue
        assert len(packet.encode()) == len(data)
