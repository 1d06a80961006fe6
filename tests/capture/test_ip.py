import struct
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.capture.checksum import checksum, pseudo_header
from voiplab.capture.fragments import MOST_OPEN, MOST_PIECES, PATIENCE, Fragments
from voiplab.capture.ip import IpPacket, decode, packed
from voiplab.capture.tcp import Flag, Segment
from voiplab.capture.udp import Datagram

V4 = (packed("10.0.0.1"), packed("10.0.0.2"))
V6 = (packed("2001:db8::1"), packed("2001:db8::2"))


@pytest.mark.parametrize("ends", [V4, V6])
def test_what_is_written_is_read(ends: tuple[bytes, bytes]) -> None:
    packet = IpPacket(*ends, protocol=17, payload=b"hello", identification=7 if ends is V4 else 0)
    assert decode(packet.encode()) == packet


def test_the_last_fragment_may_be_as_large_as_the_others() -> None:
    whole = IpPacket(*V4, protocol=17, payload=bytes(2960), identification=9)
    assert [(piece.offset, piece.more) for piece in whole.fragments(1500)] == [(0, True), (1480, False)]


@given(
    size=st.integers(0, 9000),
    mtu=st.integers(68, 1500),
    is_v6=st.booleans(),
    shuffled=st.randoms(use_true_random=False),
    repeat=st.booleans(),
)
@settings(max_examples=100)
def test_fragments_fit_into_the_link_and_are_put_together_in_any_order(
    size: int, mtu: int, is_v6: bool, shuffled: Random, repeat: bool
) -> None:
    mtu = mtu + 32 if is_v6 else mtu
    payload = bytes(number % 251 for number in range(size))
    whole = IpPacket(*(V6 if is_v6 else V4), protocol=17, payload=payload, identification=9)
    pieces = [piece.encode() for piece in whole.fragments(mtu)]
    assert max(map(len, pieces)) <= mtu
    shuffled.shuffle(pieces)
    fragments = Fragments()
    read = [decode(piece) for piece in (pieces[:1] * repeat + pieces)]
    found = [fragments.take(packet, 0) for packet in read if packet is not None]
    assert [packet.payload for packet in found if packet is not None][:1] == [payload]


def piece(offset: int, payload: bytes, *, more: bool = True, number: int = 1) -> IpPacket:
    return IpPacket(*V4, protocol=17, payload=payload, identification=number, offset=offset, more=more)


def put_together(pieces: Sequence[IpPacket], at: Sequence[int] | None = None) -> tuple[list[bytes], int]:
    """What became whole, and how much was given up."""
    fragments = Fragments()
    found = [fragments.take(one, moment) for one, moment in zip(pieces, at or [0] * len(pieces), strict=True)]
    fragments.end()
    return [packet.payload for packet in found if packet is not None], fragments.incomplete


def test_of_octets_that_come_twice_the_first_count() -> None:
    pieces = [piece(0, b"A" * 16), piece(8, b"B" * 16), piece(24, b"C", more=False)]
    assert put_together(pieces) == ([b"A" * 16 + b"B" * 8 + b"C"], 0)


def test_a_datagram_with_a_hole_is_counted_as_incomplete() -> None:
    assert put_together([piece(0, bytes(8)), piece(16, bytes(8), more=False)]) == ([], 1)


def test_a_number_that_is_used_again_after_half_a_minute_begins_a_new_datagram() -> None:
    pieces = [piece(0, b"old.old."), piece(0, b"new.new."), piece(8, b"!", more=False)]
    assert put_together(pieces, at=[0, PATIENCE + 1, PATIENCE + 2]) == ([b"new.new.!"], 1)
    assert put_together(pieces, at=[0, PATIENCE, PATIENCE]) == ([b"old.old.!"], 0)


def test_more_fragments_than_any_link_makes_are_given_up() -> None:
    pieces = [piece(8 * place, bytes(8)) for place in range(MOST_PIECES + 1)]
    assert put_together(pieces) == ([], 1)


def test_fragments_beyond_the_largest_datagram_are_given_up() -> None:
    assert put_together([piece(65_528, bytes(1480), more=False)]) == ([], 1)


def test_only_so_many_datagrams_are_waited_for_at_a_time() -> None:
    pieces = [piece(0, bytes(8), number=number) for number in range(MOST_OPEN + 1)]
    pieces += [piece(8, bytes(8), more=False, number=0), piece(8, bytes(8), more=False, number=MOST_OPEN)]
    whole, incomplete = put_together(pieces)
    assert whole == [bytes(16)]
    assert incomplete == MOST_OPEN + 1  # the oldest made way, and so does one for its late end


def v6(kind: int, rest: bytes) -> bytes:
    return struct.pack("!IHBB", 6 << 28, len(rest), kind, 64) + V6[0] + V6[1] + rest


@pytest.mark.parametrize(
    "extensions",
    [
        (0, bytes([17, 0]) + bytes(6)),
        (60, bytes([17, 1]) + bytes(14)),
        (43, bytes([17, 0]) + bytes(6)),
        (51, bytes([17, 4]) + bytes(22)),  # counted in words, and two less (RFC 4302 section 2.2)
        (0, bytes([60, 0]) + bytes(6) + bytes([17, 0]) + bytes(6)),
    ],
)
def test_extension_headers_are_gone_past(extensions: tuple[int, bytes]) -> None:
    kind, headers = extensions
    assert decode(v6(kind, headers + b"hello")) == IpPacket(*V6, protocol=17, payload=b"hello")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x45" + bytes(18),
        b"\x44" + bytes(40),  # a header of 16 octets
        b"\x4f" + bytes(40),  # one of 60, and there are 41
        b"\x60" + bytes(38),
        v6(0, bytes(7)),
        v6(0, bytes(8) * 20),  # hop by hop, again and again
        b"\x10" + bytes(60),
    ],
)
def test_what_is_no_packet_is_none(data: bytes) -> None:
    assert decode(data) is None


def test_the_padding_of_a_short_frame_is_no_payload() -> None:
    assert decode(IpPacket(*V4, protocol=17, payload=b"hi").encode() + bytes(10)) == IpPacket(*V4, 17, b"hi")


def test_a_packet_without_length_goes_to_the_end_of_the_frame() -> None:
    data = bytearray(IpPacket(*V4, protocol=6, payload=b"offloaded").encode())
    data[2:4] = bytes(2)
    assert decode(bytes(data)) == IpPacket(*V4, 6, b"offloaded")


# UDP and TCP


@pytest.mark.parametrize("ends", [V4, V6])
def test_a_checksum_of_zero_is_written_as_all_ones(ends: tuple[bytes, bytes]) -> None:
    """RFC 768; over IPv6 zero is even forbidden (RFC 8200 section 8.1). The payload is chosen to make it zero."""
    begin = pseudo_header(*ends, 17, 10) + struct.pack("!HHHH", 1, 2, 10, 0)
    payload = struct.pack("!H", checksum(begin))
    assert Datagram(1, 2, payload).encode(*ends)[6:8] == b"\xff\xff"


def test_a_datagram_ends_where_its_length_says() -> None:
    data = Datagram(5060, 5061, b"hello").encode(*V4)
    assert Datagram.decode(data + b"trailer") == Datagram(5060, 5061, b"hello")
    assert Datagram.decode(data[:-2]) == Datagram(5060, 5061, b"hel")
    assert Datagram.decode(data[:7]) is None


def test_a_segment_is_read_behind_its_options() -> None:
    segment = Segment(5060, 5061, 2**32 - 1, 7, Flag.SYN | Flag.ACK, b"hello")
    assert Segment.decode(segment.encode(*V4)) == segment
    assert Segment.decode(segment.encode(*V4)[:22]) is None
    assert Segment.decode(bytes(19)) is None
    assert Segment.decode(bytes(20)) is None  # a header of no words
