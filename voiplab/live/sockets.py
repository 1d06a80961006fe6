"""Sockets of this machine: bound, or refused in a sentence."""

import errno
import socket
from typing import Final

from voiplab.net.address import Address

SO_RCVBUFFORCE: Final = 33
"""Linux, socket(7); the library has no name for it."""


class CannotOpen(Exception):
    """The system does not give us this port; the message is a sentence."""


def bound(kind: socket.SocketKind, at: Address) -> socket.socket:
    """A socket that does not block, bound to an address of this machine. CannotOpen."""
    name = "UDP" if kind is socket.SOCK_DGRAM else "TCP"
    family = socket.AF_INET6 if ":" in at.ip else socket.AF_INET
    try:
        sock = socket.socket(family, kind)
    except OSError as refused:
        raise CannotOpen(f"no socket for {name} {at}: {refused.strerror}") from None
    try:
        sock.setblocking(False)
        if kind is socket.SOCK_STREAM:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(tuple(at))
    except OSError as refused:
        sock.close()
        raise CannotOpen(_reason(name, at, refused)) from None
    return sock


def _reason(name: str, at: Address, refused: OSError) -> str:
    match refused.errno:
        case errno.EADDRINUSE:
            return f"{name} port {at.port} of {at.ip} is in use by another program"
        case errno.EADDRNOTAVAIL:
            return f"{at.ip} is no address of this machine"
        case errno.EACCES:
            return f"{name} port {at.port} of {at.ip} needs more rights than you have"
        case _:
            return f"{name} {at} cannot be opened: {refused.strerror}"


def widen(sock: socket.socket, wanted: int) -> None:
    """Ask for room for a burst of datagrams; with the rights for it more than the system's usual limit."""
    for option in (SO_RCVBUFFORCE, socket.SO_RCVBUF):
        try:
            sock.setsockopt(socket.SOL_SOCKET, option, wanted)
        except OSError:
            continue
        return


def allow_many_sockets() -> None:
    """Each call has two ports for media; many systems allow a program only a thousand files unless it asks."""
    import resource  # POSIX only

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    except (ValueError, OSError):
        return  # macOS calls its own limit unlimited, and then refuses it
