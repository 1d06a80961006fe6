"""The SIP addresses that stand in the headers of messages: what somebody reads there, to be dialled without typing it again."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from voiplab.explain.messages import SipMessage

MOST: Final = 200
LONGEST: Final = 500

_URI: Final = re.compile(rb"sips?:[!#-;=?-~]{1,%d}" % LONGEST)
"""Without what ends one in a header: blanks, quotation marks, `<` and `>`."""


class Address(NamedTuple):
    """`message` is the number of the latest one that has it, in the header `header`."""

    uri: str
    header: str
    message: int


def addresses(messages: Iterable[SipMessage]) -> list[Address]:
    """The latest ones, each once."""
    found: dict[str, Address] = {}
    for message in messages:
        for address in _of(message):
            found.pop(address.uri, None)
            found[address.uri] = address
    return list(reversed(found.values()))[:MOST]


def _of(message: SipMessage) -> Iterator[Address]:
    head, _, _ = message.raw.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        for uri in _URI.findall(value):
            yield Address(uri.decode().rstrip(",;"), name.strip().decode("ascii", "replace"), message.n)
