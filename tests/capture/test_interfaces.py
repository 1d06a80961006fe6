"""What a capture says of the nodes: interfaces with their cards, and names."""

import struct

from dpkt.pcapng import PCAPNG_BT_IDB, InterfaceDescriptionBlockLE

from tests.capture.dissect import blocks
from tests.capture.scenes import BOB, OPTIONS, Scenery
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Event, Sent

NAMES = 4


def interfaces(file: bytes) -> list[list[tuple[int, bytes]]]:
    found = [InterfaceDescriptionBlockLE(block) for kind, block in blocks(file) if kind == PCAPNG_BT_IDB]
    return [[(option.code, option.data) for option in block.opts if option.code] for block in found]


def names(file: bytes) -> list[tuple[int, bytes]]:
    """Kind and value of all records, each padded to words."""
    found = []
    for kind, block in blocks(file):
        at = 8
        while kind == NAMES and at < len(block) - 4:
            code, length = struct.unpack_from("<HH", block, at)
            if code:
                found.append((code, block[at + 4 : at + 4 + length]))
            at += 4 + length + -length % 4
    return found


def test_a_node_is_an_interface_with_its_addresses_and_its_kind() -> None:
    file = Scenery().captured()
    assert interfaces(file)[0] == [
        (2, b"alice"),
        (3, b"phone"),
        (4, bytes([10, 0, 0, 1, 255, 255, 255, 0])),
        (5, bytes.fromhex("20010db8000000000000000000000001") + bytes([64])),
        (6, bytes.fromhex("02000a000001")),
        (9, b"\x06"),
    ]
    assert [options[0][1] for options in interfaces(file)] == [b"alice", b"bob", b"router", b"printer"]


def test_every_address_has_its_name() -> None:
    assert names(Scenery().captured())[:3] == [
        (1, bytes([10, 0, 0, 1]) + b"alice\0"),
        (2, bytes.fromhex("20010db8000000000000000000000001") + b"alice\0"),
        (1, bytes([10, 0, 0, 2]) + b"bob\0"),
    ]


def test_who_is_out_there_gets_an_interface_when_it_is_met_and_its_name_when_it_has_one() -> None:
    lab = Scenery()
    for number, node in enumerate(("10.0.0.77", "sipp", "sipp")):
        packet = Packet(Transport.UDP, Address(f"10.0.0.7{7 + (node == 'sipp')}", 5060), BOB, OPTIONS)
        lab.capture.tell(Event(number, 0, node, None, None, Sent(packet)))
    before = len(names(Scenery().captured()))
    file = lab.captured()
    assert [options[:2] for options in interfaces(file)][4:] == [
        [(2, b"10.0.0.77"), (4, bytes([10, 0, 0, 77, 255, 255, 255, 255]))],
        [(2, b"sipp"), (4, bytes([10, 0, 0, 78, 255, 255, 255, 255]))],
    ]
    assert names(file)[before:] == [(1, bytes([10, 0, 0, 78]) + b"sipp\0")]
