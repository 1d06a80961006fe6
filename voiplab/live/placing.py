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
from voiplab.text.place import Files

LAST_PORT: Final = 65_535
WRITTEN: Final = re.compile(r"(?P<node>[^=]+)=\[?(?P<ip>[0-9a-fA-F.:]+?)\]?(?::(?P<port>[0-9]{1,5}))?")
IPV6_IN_BRACKETS: Final = re.compile(r"(?P<node>[^=]+)=\[(?P<ip>[0-9a-fA-F.:]+)\](?::(?P<port>[0-9]{1,5}))?")


class Moving(NamedTuple):
    """`freeswitch=127.0.0.20:5070`: the node, and where it is from now on."""

    node: str
    ip: str
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Moving":
        """ValueError says what is expected."""
        found = IPV6_IN_BRACKETS.fullmatch(text) or WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(
                f"`{text}` names no place; expected one like freeswitch=127.0.0.20 or freeswitch=127.0.0.20:5070"
            )
        try:
            ip = str(ip_address(found["ip"]))
        except ValueError:
            raise ValueError(f"`{found['ip']}` is no IP address") from None
        port = None if found["port"] is None else int(found["port"])
        if port is not None and not 0 < port <= LAST_PORT:
            raise ValueError(f"{port} is no port; they go from 1 to {LAST_PORT}")
        return cls(found["node"], ip, port)


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

    def tokens(self, node: str) -> "Tokens":
        """What is replaced in the files of a node, and by what."""
        if node == self.moving.node:
            return _own_tokens(self.ip, self.moving)
        return _others_tokens(self.ip, self.moving)


Tokens = Mapping[str, str]


def place(lab: Lab, moving: Moving) -> tuple[Lab, Move, Sequence[Replaced]]:
    """The lab with one node somewhere else, and what was replaced for it. KeyError when no node is called so."""
    host = lab.nodes[moving.node].host
    first, *others = lab.topology.hosts[host]
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


def _in_files(files: Files, tokens: Tokens) -> tuple[Files, Mapping[tuple[str, str, str], int]]:
    changed: dict[str, bytes] = {}
    counted: dict[tuple[str, str, str], int] = {}
    for name, content in files.items():
        changed[name], counts = _replaced(content, tokens)
        counted.update({(name, before, after): times for (before, after), times in counts.items()})
    return changed, counted


def _own_tokens(ip: str, moving: Moving) -> Tokens:
    ports = {} if moving.port is None else {"5060": str(moving.port)}
    return {ip: moving.ip, **ports}


def _others_tokens(ip: str, moving: Moving) -> Tokens:
    if moving.port is None:
        return {ip: moving.ip}
    there = f"[{moving.ip}]:{moving.port}" if ":" in moving.ip else f"{moving.ip}:{moving.port}"
    return {f"{ip}:5060": there, ip: there}


def _replaced(content: bytes, tokens: Tokens) -> tuple[bytes, Mapping[tuple[str, str], int]]:
    counts: dict[tuple[str, str], int] = {}
    alternatives = "|".join(map(re.escape, sorted(tokens, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w.])(?:{alternatives})(?!\w|\.\d)".encode(), re.ASCII)
    return pattern.sub(partial(_token, tokens, counts), content), counts


def _token(tokens: Tokens, counts: dict[tuple[str, str], int], found: re.Match[bytes]) -> bytes:
    before = found[0].decode()
    after = tokens[before]
    if before == after:
        return found[0]
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
