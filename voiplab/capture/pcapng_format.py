"""The numbers of pcapng (draft-ietf-opsawg-pcapng) that its writer and its reader share."""

from enum import IntEnum
from typing import Final

BYTE_ORDER: Final = 0x1A2B3C4D


class Block(IntEnum):
    SECTION = 0x0A0D0D0A
    INTERFACE = 1
    OLD_PACKET = 2
    SIMPLE_PACKET = 3
    NAMES = 4
    PACKET = 6


END: Final = 0
COMMENT: Final = 1


class SectionOption(IntEnum):
    APPLICATION = 4


class InterfaceOption(IntEnum):
    NAME = 2
    DESCRIPTION = 3
    V4 = 4
    V6 = 5
    MAC = 6
    RESOLUTION = 9
    OFFSET = 14


class PacketOption(IntEnum):
    FLAGS = 2


class NameRecord(IntEnum):
    END = 0
    V4 = 1
    V6 = 2
