"""Our files as somebody else reads them: blocks, frames and checksums by dpkt, which shares no line with the writer."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import dpkt
from dpkt.ethernet import Ethernet
from dpkt.ip import IP
from dpkt.ip6 import IP6
from dpkt.pcapng import (
    PCAPNG_BT_EPB,
    PCAPNG_BT_IDB,
    PCAPNG_OPT_COMMENT,
    PCAPNG_OPT_IF_NAME,
    EnhancedPacketBlockLE,
    InterfaceDescriptionBlockLE,
)
from dpkt.tcp import TCP
from dpkt.udp import UDP


@dataclass(frozen=True)
class Frame:
    interface: str
    at: int
    data: bytes
    comments: tuple[str, ...]

    @property
    def ethernet(self) -> Ethernet:
        return Ethernet(self.data)

    @property
    def ip(self) -> IP | IP6:
        return self.ethernet.data

    @property
    def tcp(self) -> TCP:
        segment = self.ip.data
        assert isinstance(segment, TCP)
        return segment

    @property
    def udp(self) -> UDP:
        datagram = self.ip.data
        assert isinstance(datagram, UDP)
        return datagram


def blocks(file: bytes) -> Iterator[tuple[int, bytes]]:
    """The type and the octets of each block; the lengths at both of its ends agree."""
    at = 0
    while at < len(file):
        kind = int.from_bytes(file[at : at + 4], "little")
        length = int.from_bytes(file[at + 4 : at + 8], "little")
        block = file[at : at + length]
        assert length % 4 == 0
        assert block[-4:] == block[4:8]
        yield kind, block
        at += length


def frames(file: bytes) -> list[Frame]:
    found: list[Frame] = []
    names: list[str] = []
    for kind, block in blocks(file):
        if kind == PCAPNG_BT_IDB:
            options = InterfaceDescriptionBlockLE(block).opts
            names.append(next(option.data for option in options if option.code == PCAPNG_OPT_IF_NAME).decode())
        elif kind == PCAPNG_BT_EPB:
            packet = EnhancedPacketBlockLE(block)
            said = tuple(option.text for option in packet.opts if option.code == PCAPNG_OPT_COMMENT)
            found.append(Frame(names[packet.iface_id], packet.ts_high << 32 | packet.ts_low, packet.pkt_data, said))
    assert len(dpkt.pcapng.Reader(BytesIO(file)).readpkts()) == len(found)
    return found


def has_right_checksums(frame: Frame) -> bool:
    """Of a whole packet: the sums over what they cover, themselves included, are zero (RFC 1071)."""
    packet = frame.ip
    head = 20 if packet.v == 4 else 40
    octets = frame.data[14:]
    payload = octets[head:]
    if packet.v == 4:
        pseudo = packet.src + packet.dst + bytes([0, packet.p]) + len(payload).to_bytes(2, "big")
    else:
        pseudo = packet.src + packet.dst + len(payload).to_bytes(4, "big") + bytes([0, 0, 0, packet.nxt])
    sums: list[int] = [dpkt.dpkt.in_cksum(covered) for covered in (pseudo + payload, octets[:head])]
    return sums[0] == 0 and (packet.v == 6 or sums[1] == 0)
