"""Capture files as other programs write them, made by hand or by dpkt; and the frames to put into them."""

import struct
from collections.abc import Iterable, Sequence
from io import BytesIO

import dpkt
from dpkt.ethernet import Ethernet
from dpkt.ip import IP, IP_PROTO_TCP, IP_PROTO_UDP
from dpkt.tcp import TCP
from dpkt.udp import UDP

from voiplab.capture.ip import packed
from voiplab.net.address import Address

ETHERNET = 1


def udp(source: Address, target: Address, payload: bytes) -> bytes:
    """An IP packet."""
    datagram = UDP(sport=source.port, dport=target.port, data=payload)
    datagram.ulen = len(datagram)
    return bytes(IP(src=packed(source.ip), dst=packed(target.ip), p=IP_PROTO_UDP, data=datagram))


def tcp(source: Address, target: Address, sequence: int, payload: bytes = b"", flags: int = 0x10) -> bytes:
    """An IP packet."""
    segment = TCP(sport=source.port, dport=target.port, seq=sequence % 2**32, flags=flags, data=payload)
    return bytes(IP(src=packed(source.ip), dst=packed(target.ip), p=IP_PROTO_TCP, data=segment))


def frame(packet: bytes) -> bytes:
    return bytes(Ethernet(src=b"\2" * 6, dst=b"\4" * 6, type=0x0800)) + packet


def pcap(frames: Iterable[bytes], link: int = ETHERNET, *, begins: int = 0) -> bytes:
    """A packet every millisecond."""
    file = BytesIO()
    writer = dpkt.pcap.Writer(file, snaplen=65_535, linktype=link)
    for number, data in enumerate(frames):
        writer.writepkt(data, ts=begins + number / 1000)
    return file.getvalue()


def block(order: str, kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    length = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + length + body + length


def section(order: str = "<", version: int = 1) -> bytes:
    return block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, version, 0, -1))


def interface(
    order: str = "<", link: int = ETHERNET, limit: int = 0, options: Sequence[tuple[int, bytes]] = ()
) -> bytes:
    return block(order, 1, struct.pack(order + "HHI", link, 0, limit) + written(order, options))


def packet(order: str, stamp: int, data: bytes, number: int = 0, options: Sequence[tuple[int, bytes]] = ()) -> bytes:
    head = struct.pack(order + "IIIII", number, stamp >> 32, stamp & 0xFFFFFFFF, len(data), len(data))
    return block(order, 6, head + data + bytes(-len(data) % 4) + written(order, options))


def written(order: str, options: Sequence[tuple[int, bytes]]) -> bytes:
    parts = [struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4) for code, value in options]
    return b"".join([*parts, bytes(4)]) if parts else b""
