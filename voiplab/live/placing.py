"""Another address for a node, before its lab is built: in the topology, and as a whole token in the loaded copies of all files.

What lies on the disk stays as it is. With a port, the node's own 5060 becomes that port, and the others look for it there.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from ipaddress import ip_address
from typing import Final, NamedTuple

from voiplab.lab.lab import Lab
from voiplab.net.address import Address
from voiplab.text.place import Files

LAST_PORT: Final = 65_535
WRITTEN: Final = tuple(
    re.compile(rf"(?P<node>[^=]+)={place}", re.ASCII)
    for place in (
        r"(?P<ip>[0-9.]+)(:(?P<port>\d{1,5}))?",
        r"\[(?P<ip>[0-9a-fA-F.:]+)\](:(?P<port>\d{1,5}))?",
        r"(?P<ip>[0-9a-fA-F.]*:[0-9a-fA-F.:]*)",  # without brackets every colon is the address's own
    )
)


class Moving(NamedTuple):
    """`freeswitch=127.0.0.20:5070`: the node, and where it is from now on."""

    node: str
    ip: str
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Moving":
        """ValueError says what is expected."""
        found = next((found for form in WRITTEN if (found := form.fullmatch(text))), None)
        if found is None:
            raise ValueError(
                f"`{text}` names no place; expected one like freeswitch=127.0.0.20 or freeswitch=127.0.0.20:5070"
            )
        try:
            ip = ip_address(found["ip"])
        except ValueError:
            raise ValueError(f"`{found['ip']}` is no IP address") from None
        if ip.is_unspecified or ip.is_multicast:
            raise ValueError(f"{ip} is no address of one host")
        return cls(found["node"], str(ip), _port(found.groupdict().get("port")))


def _port(text: str | None) -> int | None:
    if text is None:
        return None
    if not 0 < int(text) <= LAST_PORT:
        raise ValueError(f"{text} is no port; they go from 1 to {LAST_PORT}")
    return int(text)


class Replaced(NamedTuple):
    """In `file` (of a node: `freeswitch/vars.xml`) a token was replaced, so many times."""

    before: str
    after: str
    file: str
    times: int


class Move(NamedTuple):
    """A node that was at `ip`, and where it is now."""

    ip: str
    moving: Moving

    def tokens(self, node: str) -> Sequence["Token"]:
        """What is replaced in the files of a node; of two that fit in one place the first."""
        if node == self.moving.node:
            return _own_tokens(self.ip, self.moving)
        return _others_tokens(self.ip, self.moving)


class Token(NamedTuple):
    before: str
    after: str
    followed: str = ""
    """By what, as a pattern."""

    @property
    def whole(self) -> str:
        """A pattern for it where it is no part of a longer address or number."""
        text = re.escape(self.before)
        if self.before.startswith("["):
            return rf"{text}(?!\w){self.followed}"
        if ":" in self.before and "." not in self.before:
            return rf"(?<![\w.:]){text}(?![\w:]|\.\d){self.followed}"
        return rf"(?<![\w.]){text}(?!\w|\.\d){self.followed}"


class CannotPlace(Exception):
    """A node cannot be there; the message is a sentence."""


def place(lab: Lab, moving: Moving) -> tuple[Lab, Move, Sequence[Replaced]]:
    """The lab with one node somewhere else, and what was replaced for it. KeyError, CannotPlace."""
    host = lab.nodes[moving.node].host
    first, *others = lab.topology.hosts[host]
    other = lab.topology.host_of(moving.ip)
    if other not in (None, host):
        raise CannotPlace(f"{moving.node} cannot be at {moving.ip}: {other} is there")
    if (":" in moving.ip) != (":" in first.ip):
        raise CannotPlace(f"{moving.node} cannot move from {first.ip} to {moving.ip}: one is IPv4, the other is IPv6")
    hosts = {**lab.topology.hosts, host: (replace(first, ip=moving.ip), *others)}
    move = Move(first.ip, moving)
    told = [Replaced(first.ip, moving.ip, "topology", 1)] if first.ip != moving.ip else []
    files: dict[str, Files] = {}
    for node, own in lab.files.items():
        files[node], counts = _in_files(own, move.tokens(node))
        told += [Replaced(before, after, f"{node}/{name}", times) for (name, before, after), times in counts.items()]
    return replace(lab, topology=replace(lab.topology, hosts=hosts), files=files), move, told


def moved(node: str, files: Files, moves: Sequence[Move]) -> Files:
    """The files of a node that were read again, with the same replacements."""
    for move in moves:
        files, _ = _in_files(files, move.tokens(node))
    return files


def _in_files(files: Files, tokens: Sequence[Token]) -> tuple[Files, Mapping[tuple[str, str, str], int]]:
    changed: dict[str, bytes] = {}
    counted: dict[tuple[str, str, str], int] = {}
    for name, content in files.items():
        changed[name], counts = _replaced(content, tokens)
        counted.update({(name, before, after): times for (before, after), times in counts.items()})
    return changed, counted


def _own_tokens(ip: str, moving: Moving) -> Sequence[Token]:
    port = [] if moving.port is None else [Token("5060", str(moving.port))]
    return [Token(ip, moving.ip), *port]


def _others_tokens(ip: str, moving: Moving) -> Sequence[Token]:
    if moving.port is None:
        return [Token(ip, moving.ip)]
    there = str(Address(moving.ip, moving.port))
    before, after = (f"[{one}]" if ":" in one else one for one in (ip, moving.ip))
    return [
        Token(f"{before}:5060", there),
        Token(before, after, r"(?=:\d)"),  # another port of it
        Token(before, there),
        Token(ip, there),
    ]


def _replaced(content: bytes, tokens: Sequence[Token]) -> tuple[bytes, Mapping[tuple[str, str], int]]:
    counts: dict[tuple[str, str], int] = {}
    alternatives = "|".join(f"(?P<token{place}>{token.whole})" for place, token in enumerate(tokens))
    pattern = re.compile(alternatives.encode(), re.ASCII)
    return pattern.sub(partial(_put, tokens, counts), content), counts


def _put(tokens: Sequence[Token], counts: dict[tuple[str, str], int], found: re.Match[bytes]) -> bytes:
    assert found.lastgroup is not None
    before, after, _ = tokens[int(found.lastgroup.removeprefix("token"))]
    if before != after:
        counts[before, after] = counts.get((before, after), 0) + 1
    return after.encode()


def on_loopback(ip: str) -> str:
    """Which address of this machine stands for another one, unless somebody chooses: 127.168.10.20 for 192.168.10.20."""
    if ":" in ip:
        return "::1"
    return ".".join(("127", *ip.split(".")[1:]))


def sockets_needed(lab: Lab, exposed: Iterable[str]) -> Sequence[str]:
    """The addresses that real sockets stand for: those of all servers, and of the nodes that are exposed."""
    wanted = list(exposed)
    return [
        end.ip
        for name, plan in lab.nodes.items()
        if plan.kind != "phone" or name in wanted
        for end in lab.topology.hosts[plan.host]
    ]
