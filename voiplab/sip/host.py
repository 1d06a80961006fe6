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
    shown = f"[{host}]" if ":" in host else host
    return shown if port is None else f"{shown}:{port}"


def is_ipv4(text: str) -> bool:
    octets = text.split(".")
    return len(octets) == 4 and all(OCTET.fullmatch(octet) and int(octet) <= 255 for octet in octets)


def is_ipv6(text: str) -> bool:
    head, gap, tail = text.partition("::")
    groups = [*head.split(":"), *tail.split(":")] if head and tail else (head or tail).split(":")
    if not head and not tail:
        return gap == "::"
    last = groups.pop()
    if "." in last:
        # The last 32 bits may be written as an IPv4 address.
        count = len(groups) + 2
        sound = is_ipv4(last) and text.endswith(last)
    else:
        count = len(groups) + 1
        sound = GROUP.fullmatch(last) is not None
    fits = count <= 7 if gap else count == 8
    return sound and fits and all(GROUP.fullmatch(group) for group in groups)
