"""fix_nated_sdp(): addresses of a session description become that of the sender. Module documentation, "nathelper"."""

import re
from enum import Enum
from typing import Final

from voiplab.opensips.received import Received

_LINE: Final = re.compile(rb"([co])=([^\r\n]*?IN IP4 )([0-9.]+)(?=[\s/]|$)", re.MULTILINE)
_NOWHERE: Final = "0.0.0.0"


class Fix(Enum):
    """The value is its bit in the flags."""

    ACTIVE = 1
    MEDIA = 2
    MARKED = 4
    ORIGIN = 8

    __hash__ = object.__hash__


def fix_session(received: Received, flags: int, mark: str, ip: str = "", fields: str = "") -> bool:
    """`mark`: nortpproxy_str; `ip` counts in place of the sender's; `fields` are added as they are. False: there is no body."""
    if not received.message.body:
        return False
    end = len(received.buffer)
    if flags & Fix.ACTIVE.value:
        received.lumps.insert(end, "a=direction:active\r\n")
    if flags & Fix.MARKED.value and mark and mark.encode() not in received.message.body:
        received.lumps.insert(end, mark)
    address = ip or received.way.address.ip
    if flags & Fix.ORIGIN.value:
        _change(received, b"o", "oldoip", address, end)
    if flags & Fix.MEDIA.value:
        _change(received, b"c", "oldcip", address, end)
    if fields:
        received.lumps.insert(end, fields)
    return True


def _change(received: Received, kind: bytes, remembers: str, address: str, end: int) -> None:
    for line in _LINE.finditer(received.buffer, received.body_start):
        old = line[3].decode("ascii")
        if line[1] == kind and old not in (address, _NOWHERE):
            received.lumps.replace(line.start(3), line.end(3), address)
            received.lumps.insert(end, f"a={remembers}:{old}\r\n")
