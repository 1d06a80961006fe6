"""Methods as bits (parser/msg_parser.h): what a contact takes, `Methods` in the management interface."""

from collections.abc import Iterable, Mapping
from typing import Final

BITS: Final[Mapping[str, int]] = {
    "INVITE": 1 << 0,
    "CANCEL": 1 << 1,
    "ACK": 1 << 2,
    "BYE": 1 << 3,
    "INFO": 1 << 4,
    "OPTIONS": 1 << 5,
    "UPDATE": 1 << 6,
    "REGISTER": 1 << 7,
    "MESSAGE": 1 << 8,
    "SUBSCRIBE": 1 << 9,
    "NOTIFY": 1 << 10,
    "PRACK": 1 << 11,
    "REFER": 1 << 12,
    "PUBLISH": 1 << 13,
}
OTHER: Final = 1 << 14
ALL: Final = 0xFFFFFFFF
"""Of a contact that did not say."""


def bit(method: str) -> int:
    return BITS.get(method.upper(), OTHER)


def bits(values: Iterable[str]) -> int:
    """Of the values of Allow, or of a parameter `methods`."""
    words = (word.strip() for value in values for word in value.split(","))
    sum_ = 0
    for word in words:
        if word:
            sum_ |= bit(word)
    return sum_
