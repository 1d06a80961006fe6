import struct
from io import BytesIO

import pytest

from tests.capture.files import block, interface, packet, pcap, section
from voiplab.capture.file import items
from voiplab.capture.record import Broken, Item, Name, Record, Section

SECOND = 1_000_000
ORDERS = ["<", ">"]


def read(data: bytes) -> list[Item]:
    return list(items(BytesIO(data)))


def records(data: bytes) -> list[Record]:
    return [item for item in read(data) if isinstance(item, Record)]


def broken(data: bytes) -> tuple[int, int, str]:
    """How many things were read, and where it ended why."""
    found: list[Item] = []
    with pytest.raises(Broken) as caught:
        found.extend(items(BytesIO(data)))
    return len(found), caught.value.offset, caught.value.says


# pcap


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("magic", "parts"), [(0xA1B2C3D4, 250_000), (0xA1B23C4D, 250_000_000)])
def test_pcap_is_read_in_both_byte_orders_and_both_resolutions(order: str, magic: int, parts: int) -> None:
    file = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65_535, 113)
    file += struct.pack(order + "IIII", 7, parts, 3, 5) + b"abc"
    assert read(file) == [Record(24, 7_250_000, 113, b"abc", is_cut=True)]


def test_what_the_link_field_says_of_frame_check_sequences_is_not_the_link() -> None:
    file = bytearray(pcap([b"one"]))
    file[20:24] = struct.pack("<I", 0x24000001)
    assert [record.link for record in records(bytes(file))] == [1]


def test_what_dpkt_writes_is_read() -> None:
    assert [(item.at, item.data) for item in records(pcap([b"one", b"two"], begins=5))] == [
        (5 * SECOND, b"one"),
        (5 * SECOND + 1000, b"two"),
    ]


# pcapng


@pytest.mark.parametrize("order", ORDERS)
def test_pcapng_is_read_in_both_byte_orders(order: str) -> None:
    data = packet(order, 5 * SECOND, b"abcde", options=[(1, b"why"), (2, bytes(4)), (1, "weißt du".encode())])
    file = section(order) + interface(order) + data
    assert read(file) == [Section(""), Record(48, 5 * SECOND, 1, b"abcde", comments=("why", "weißt du"))]


@pytest.mark.parametrize(
    ("options", "stamp", "expected"),
    [
        ([], 5_000_001, 5_000_001),
        ([(9, b"\x09")], 5_000_001_999, 5_000_001),  # nanoseconds
        ([(9, b"\x03")], 5_001, 5_001_000),
        ([(9, b"\x8a")], 1024 * 5 + 512, 5_500_000),  # in parts of 2 to the 10th
        ([(14, struct.pack("<q", 100))], 1, 100 * SECOND + 1),
        ([(14, struct.pack("<q", -3))], 5 * SECOND, 2 * SECOND),
        ([(9, b"")], 7, 7),
    ],
)
def test_each_interface_has_its_own_clock(options: list[tuple[int, bytes]], stamp: int, expected: int) -> None:
    file = section() + interface() + interface(options=options) + packet("<", stamp, b"x", number=1)
    assert [record.at for record in records(file)] == [expected]


def test_simple_and_old_packets_are_packets_too() -> None:
    old = block("<", 2, struct.pack("<HHIIII", 0, 9, 0, 77, 3, 3) + b"old\0")
    simple = block("<", 3, struct.pack("<I", 9) + b"simple...")
    cut = block("<", 3, struct.pack("<I", 90) + b"simple...")
    file = section() + interface(limit=9) + old + simple + cut
    assert [(record.at, record.data, record.is_cut) for record in records(file)] == [
        (77, b"old", False),
        (77, b"simple...", False),
        (77, b"simple...", True),
    ]


def test_names_are_read_and_the_rest_of_their_block_is_not() -> None:
    records = struct.pack("<HH", 1, 10) + bytes([10, 0, 0, 1]) + b"alice\0\0\0"
    records += struct.pack("<HH", 99, 1) + b"?\0\0\0"
    records += struct.pack("<HH", 2, 20) + bytes(15) + b"\x01bob\0"
    file = section() + block("<", 4, records + bytes(4) + b"options!")
    assert read(file) == [Section(""), Name("10.0.0.1", "alice"), Name("::1", "bob")]


def test_the_application_is_that_of_the_section() -> None:
    body = struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) + struct.pack("<HH", 4, 6) + b"nogrep\0\0" + bytes(4)
    assert read(block("<", 0x0A0D0D0A, body)) == [Section("nogrep")]


def test_a_new_section_begins_with_no_interface_and_its_own_byte_order() -> None:
    file = section("<") + interface("<") + section(">") + interface(">", link=101) + packet(">", 1, b"x")
    assert [record.link for record in records(file)] == [101]
    assert broken(section() + interface() + section() + packet("<", 1, b"x"))[2] == (
        "a packet of interface 0, which was not described"
    )


def test_blocks_of_other_kinds_are_gone_past_whatever_their_size() -> None:
    file = section() + interface() + block("<", 0x0BAD, bytes(300_000)) + packet("<", 1, b"x")
    assert [record.data for record in records(file)] == [b"x"]


def test_options_that_make_no_sense_end_their_block_and_no_more() -> None:
    head = struct.pack("<IIIII", 0, 0, 1, 4, 4) + b"abcd"
    wrong = block("<", 6, head + struct.pack("<HH", 1, 3) + b"why\0" + struct.pack("<HH", 1, 900) + b"x\0\0\0")
    file = section() + interface() + wrong + packet("<", 2, b"x")
    assert [record.comments for record in records(file)] == [("why",), ()]


# Where it makes no sense

HEAD = section() + interface()  # 48 bytes


@pytest.mark.parametrize(
    ("data", "read", "offset", "says"),
    [
        (b"", 0, 0, "the file is empty"),
        (b"\x1f\x8b\x08\x00", 0, 0, "the file is compressed: unpack it with gunzip"),
        (b"\x7fELF....", 0, 0, "the file is neither pcap nor pcapng"),
        (b"\xa1\xb2", 0, 2, "the file ends in the middle of its first word"),
        (pcap([b"one"])[:20], 0, 20, "the file ends in the middle of its header"),
        (pcap([b"one", b"two"])[:45], 1, 45, "the file ends in the middle of the header of a packet"),
        (pcap([b"one", b"two"])[:-1], 1, 61, "the file ends in the middle of a packet"),
        (
            pcap([b"one"]) + struct.pack("<IIII", 0, 0, 2**31, 2**31),
            *(1, 43, "a packet of 2147483648 bytes, and none is larger than 262144"),
        ),
        (HEAD[:30], 1, 30, "the file ends in the middle of the type of a block"),
        (HEAD[:33], 1, 33, "the file ends in the middle of the length of a block"),
        (HEAD[:40], 1, 40, "the file ends in the middle of a block"),
        (
            HEAD + packet("<", 1, b"x")[:-4] + b"\x01\0\0\0",
            *(1, 48, "a block that is 36 bytes long at its beginning and 1 at its end"),
        ),
        (HEAD + struct.pack("<II", 6, 4), 1, 48, "a block of 4 bytes"),
        (HEAD + struct.pack("<II", 6, 37), 1, 48, "a block of 37 bytes"),
        (HEAD + struct.pack("<II", 6, 2**31), 1, 48, "a block of 2147483648 bytes, and at most 16777216 are read"),
        (HEAD + block("<", 6, bytes(8)), 1, 48, "a packet without its length"),
        (HEAD + packet("<", 1, b"x", number=4), 1, 48, "a packet of interface 4, which was not described"),
        (HEAD + block("<", 6, struct.pack("<IIIII", 0, 0, 0, 9, 9)), 1, 48, "a packet of 9 bytes in a block that holds 0"),
        (HEAD + block("<", 1, b"\1\0"), 1, 48, "an interface without a link type"),
        (section(version=2), 0, 0, "a section of another version than 1 of pcapng"),
        (section()[:8] + bytes(20), 0, 0, "a section in no byte order of pcapng"),
    ],
)  # fmt: skip
def test_says_at_which_byte_it_makes_no_sense_after_what_could_be_read(
    data: bytes, read: int, offset: int, says: str
) -> None:
    assert broken(data) == (read, offset, says)


def test_a_block_that_claims_to_be_huge_is_not_kept_in_memory() -> None:
    data = HEAD + struct.pack("<II", 0x0BAD, 2**32 - 4) + bytes(1000)
    assert broken(data)[2] == "the file ends in the middle of a block"


def test_an_unreasonable_number_of_interfaces_is_refused() -> None:
    data = section() + interface() * 10_001
    assert broken(data)[1:] == (28 + 20 * 10_000, "more than 10000 interfaces")
