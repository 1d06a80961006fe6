"""Loopback addresses of a test's own, so that tests can run side by side: 127.X.Y.0/24, held by a socket meanwhile."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from voiplab.net.address import Address

_FIRST: Final = 64  # 127.0.0.x is for people, and for the recorded cases
_LAST: Final = 254
_HELD: Final = 40_000


class Block:
    """`block[20]` is 127.X.Y.20."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __getitem__(self, number: int) -> str:
        return f"{self.prefix}{number}"

    def at(self, number: int, port: int = 5060) -> Address:
        return Address(self[number], port)


class NoneFree(Exception):
    """All blocks are in use: something holds them and does not end."""


def _is_left_behind(held: Block) -> bool:
    """Whether a server of a test that was killed still sits there."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as server:
        try:
            server.bind(tuple(held.at(20)))
        except OSError:
            return True
    return False


@contextmanager
def block() -> Iterator[Block]:
    """The first that nobody holds, and that no program of somebody else uses."""
    for number in range(_FIRST * 256, _LAST * 256):
        free = Block(f"127.{number // 256}.{number % 256}.")
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as holder:
            if _is_free(Address(free[254], _HELD), holder) and not any(
                _is_used(free.at(host)) for host in range(1, 100)
            ):
                yield free
                return
    raise NoneFree


def _is_used(at: Address) -> bool:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as trial:
        return not _is_free(at, trial)


def _is_free(at: Address, holder: socket.socket) -> bool:
    try:
        holder.bind(at)
    except OSError:
        return False
    return True
