"""host and port: RFC 3261 section 25.1, RFC 5954 for IPv6 addresses.

More lenient than the grammar in one thing: a name may have underscores and labels that begin with a digit, as in practice.
"""

import re
from typing import Final

from voiplab.sip.reader import Reader

NAME: Final = re.compile(r"[A-Za-z0-9_\-]++(?:\.[A-Za-z0-9_\-]++)*+\.?")
REFERENCE: Final = re.compile(r"\[[0-9A-Fa-f:.]{2,45}\]")
GROUP: Final = re.compile(r"[0-9A-Fa-f]{1,4}")
OCTET: Final = re.compile(r"[0-9]{1,3}")
LONGEST_IPV6: Final = 45
HIGHEST_PORT: Final = 65535
COMMON_PORT: Final = r"[0-9]{1,4}|[1-5][0-9]{4}"
"""A pattern that no number above the highest port matches; it leaves out a few below."""


def read_host(reader: Reader) -> str:
    """A name, an IPv4 address, or an IPv6 address without its brackets."""
    if reader.peek() != "[":
        return reader.take(NAME, "a host")
    begin = reader.at
    address = reader.take(REFERENCE, "an IPv6 address in brackets")[1:-1]
    if not is_ipv6(address):
        reader.at = begin
        reader.fail("an IPv6 address in brackets")
    return address


def read_port(reader: Reader) -> int:
    return reader.number("a port", HIGHEST_PORT)


def write_host(host: str, port: int | None) -> str:
    if port is None and ":" not in host:
        return host
    shown = f"[{host}]" if ":" in host else host
    return shown if port is None else f"{shown}:{port}"


def is_ipv4(text: str) -> bool:
    octets = text.split(".")
    return len(octets) == 4 and all(OCTET.fullmatch(octet) and int(octet) <= 255 for octet in octets)


def is_ipv6(text: str) -> bool:
    return ipv6_groups(text) is not None


def ipv6_groups(text: str) -> tuple[int, ...] | None:
    """The eight groups of an IPv6 address; None if it is none."""
    if len(text) > LONGEST_IPV6 or ":" not in text:
        return None
    head, gap, tail = text.partition("::")
    if gap and "." in head:
        return None
    before, after = _groups(head), _groups(tail)
    missing = 8 - len(before) - len(after)
    if None in before or None in after or (missing < 1 if gap else missing != 0):
        return None
    return tuple([group for group in (*before, *([0] * missing), *after) if group is not None])


def _groups(text: str) -> list[int | None]:
    """The groups between colons, None for what is no group; the last two of all may be written as an IPv4 address."""
    if not text:
        return []
    *groups, last = text.split(":")
    found = [int(group, 16) if GROUP.fullmatch(group) else None for group in groups]
    if is_ipv4(last):
        a, b, c, d = (int(octet) for octet in last.split("."))
        return [*found, a << 8 | b, c << 8 | d]
    return [*found, int(last, 16) if GROUP.fullmatch(last) else None]
