"""Whose description it is (o=), and where media is wanted (c=): RFC 8866 sections 5.2 and 5.7."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from voiplab.sdp.fields import WORD, Fields
from voiplab.sip.errors import Malformed

LAST_NUMBER: Final = 10**20 - 1
REMEMBERED_LENGTH: Final = 128

#  What nearly all write, with single spaces; whatever does not match is left to the grammar.
_USUAL_ORIGIN = re.compile(r"o=([^ ]+) ([0-9]{1,20}) ([0-9]{1,20}) IN IP[46] ([^ ]+)")
_INTERNET = re.compile(r"IN(?= )")
_FAMILY = re.compile(r"IP[46](?= )")


class Origin(NamedTuple):
    user: str
    session_id: int
    version: int
    address: str


class Connection(NamedTuple):
    """`family` is IP4 or IP6. The address may be a name, and a multicast address carries its TTL: `224.2.1.1/127`."""

    family: str
    address: str

    @property
    def is_zero(self) -> bool:
        """Send me nothing: how RFC 2543 said hold. IPv6 has `::` for it."""
        return self.address in ("0.0.0.0", "::")


def origin_of(head: Sequence[str]) -> Origin:
    for line in head:
        if line.startswith("o="):
            return _origin(line)
    raise Malformed(head[-1], len(head[-1]) + 1, "an o= line")


def _origin(line: str) -> Origin:
    found = _USUAL_ORIGIN.fullmatch(line)
    if found is None:
        return read_origin(line)
    user, session_id, version, address = found.groups()
    return Origin(user, int(session_id), int(version), address)


def read_origin(line: str) -> Origin:
    #  origin-field =  %s"o" "=" username SP sess-id SP sess-version SP nettype SP addrtype SP unicast-address
    fields = Fields(line, 2)
    user = fields.take(WORD, "a user name or -")
    session_id = fields.number(LAST_NUMBER, "a session id")
    version = fields.number(LAST_NUMBER, "a version")
    return Origin(user, session_id, version, _address(fields).address)


def connection_of(section: Sequence[str]) -> Connection | None:
    found: Connection | None = None
    for line in section:
        if line.startswith("c="):
            # Hosts repeat from call to call.
            read = _remembered(line) if len(line) <= REMEMBERED_LENGTH else read_connection(line)
            found = found or read  # several of them are multicast layers: the first is where to begin
    return found


def read_connection(line: str) -> Connection:
    #  connection-field =  %s"c" "=" nettype SP addrtype SP connection-address
    return _address(Fields(line, 2))


_remembered = lru_cache(maxsize=1024)(read_connection)


def _address(fields: Fields) -> Connection:
    fields.take(_INTERNET, "IN")
    family = fields.take(_FAMILY, "IP4 or IP6")
    address = fields.take(WORD, "an address")
    fields.end()
    return Connection(family, address)
