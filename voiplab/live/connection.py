"""A TCP connection of this machine, and a local one to another terminal."""

import errno
import os
import socket
from collections.abc import Callable
from enum import Enum
from selectors import EVENT_READ, EVENT_WRITE
from typing import Final

from voiplab.live.limits import MOST_UNSENT
from voiplab.live.watch import Watch
from voiplab.net.address import Address

READ_AT_ONCE: Final = 64 << 10

NOWHERE: Final = Address("", 0)
"""Of a local socket, which has a path."""


class State(Enum):
    OPEN = "open"
    LEAVING = "what is still to be sent is sent, and nothing is read any more"
    CLOSED = "closed"


class Connection:
    """Nothing is read from it before somebody listens."""

    def __init__(self, watch: Watch, sock: socket.socket, local: Address = NOWHERE, remote: Address = NOWHERE) -> None:
        self.local = local
        self.remote = remote
        self._watch = watch
        self._sock = sock
        self._unsent = bytearray()
        self._state = State.OPEN
        self._awaited = EVENT_READ
        """What the selector looks for, once somebody listens."""
        self._got: Callable[[bytes], None] | None = None

    def listen(self, got: Callable[[bytes], None]) -> None:
        """`got` is called with what arrives, and once with nothing (b""), when the other end has gone."""
        self._got = got
        if self._state is State.CLOSED:
            got(b"")
        else:
            self._awaited = self._interests
            self._watch.add(self._sock, self._ready, self._awaited)

    def write(self, payload: bytes) -> None:
        if self._state is not State.OPEN:
            return
        self._unsent += payload
        self._flush()
        if len(self._unsent) > MOST_UNSENT:
            self.hang_up()

    def close(self) -> None:
        """After what is still to be sent."""
        if self._state is State.OPEN:
            self._state = State.LEAVING
            self._flush()

    def hang_up(self) -> None:
        """Close it at once, and tell who listens."""
        if self._state is State.CLOSED:
            return
        self._state = State.CLOSED
        if self._got is None:
            self._sock.close()
        else:
            self._watch.close(self._sock)
            self._got(b"")

    def _ready(self, events: int) -> None:
        if events & EVENT_WRITE:
            self._flush()
        if events & EVENT_READ and self._state is not State.CLOSED:
            self._read()

    def _read(self) -> None:
        try:
            payload = self._sock.recv(READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            payload = b""
        if not payload:
            self.hang_up()
        elif self._state is State.OPEN and self._got is not None:
            self._got(payload)

    def _flush(self) -> None:
        try:
            while self._unsent:
                del self._unsent[: self._sock.send(self._unsent)]
        except BlockingIOError:
            pass
        except OSError:
            self.hang_up()
            return
        if self._state is State.LEAVING and not self._unsent:
            self.hang_up()
        elif self._got is not None and self._interests != self._awaited:
            self._awaited = self._interests
            self._watch.change(self._sock, self._ready, self._awaited)

    @property
    def _interests(self) -> int:
        return EVENT_READ | EVENT_WRITE if self._unsent else EVENT_READ


def connecting(watch: Watch, sock: socket.socket, to: Address, done: Callable[[Connection | str], None]) -> None:
    """Connect a bound socket without waiting; `done` gets the connection, or why there is none."""

    def ready(_events: int) -> None:
        problem = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if problem:
            watch.close(sock)
            done(_refused(problem, to))
        else:
            watch.forget(sock)
            done(Connection(watch, sock, Address(*sock.getsockname()[:2]), to))

    problem = sock.connect_ex(tuple(to))
    if problem in (0, errno.EINPROGRESS):
        watch.add(sock, ready, EVENT_WRITE)
    else:
        sock.close()
        done(_refused(problem, to))


def _refused(problem: int, to: Address) -> str:
    if problem == errno.ECONNREFUSED:
        return f"{to} refuses connections"
    return f"no connection to {to}: {os.strerror(problem)}"
