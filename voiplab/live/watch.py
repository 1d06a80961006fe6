"""Sockets that are watched by one selector; whatever becomes readable or writable has its own way of reading and writing."""

import socket
from collections.abc import Callable
from selectors import EVENT_READ, DefaultSelector

Ready = Callable[[int], None]
"""Takes the events of the selector."""


class Watch:
    """Which sockets are waited for, and which files of other kinds, by their numbers.

    A socket is closed here, so that the selector forgets it first.
    """

    def __init__(self) -> None:
        self._selector = DefaultSelector()

    def __len__(self) -> int:
        return len(self._selector.get_map())

    def add(self, sock: socket.socket | int, ready: Ready, events: int = EVENT_READ) -> None:
        self._selector.register(sock, events, ready)

    def change(self, sock: socket.socket, ready: Ready, events: int) -> None:
        self._selector.modify(sock, events, ready)

    def forget(self, sock: socket.socket | int) -> None:
        self._selector.unregister(sock)

    def close(self, sock: socket.socket) -> None:
        self.forget(sock)
        sock.close()

    def wait(self, timeout: float | None) -> int:
        """Wait until something is ready, and let it act. How many were."""
        watched = self._selector.get_map()
        ready = self._selector.select(timeout)
        for key, events in ready:
            current = watched.get(key.fd)
            if current is not None and current.fileobj is key.fileobj:  # another one may have closed it meanwhile
                current.data(events)
        return len(ready)

    def close_all(self) -> None:
        for key in list((self._selector.get_map() or {}).values()):  # None when it is closed already
            if isinstance(key.fileobj, socket.socket):
                self.close(key.fileobj)
        self._selector.close()
