"""What travels: a SIP datagram, a TCP segment, or the first packet of a media flow."""

from enum import Enum
from typing import NamedTuple

from voiplab.net.address import Address
from voiplab.rtp.flow import Flow


class Transport(Enum):
    UDP = "UDP"
    TCP = "TCP"
    RTP = "RTP"

    __hash__ = object.__hash__


class Packet(NamedTuple):
    """`payload` are the bytes of a datagram or segment; of an RTP packet the flow that it opens."""

    transport: Transport
    source: Address
    target: Address
    payload: bytes | Flow
