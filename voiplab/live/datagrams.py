"""A UDP port of this machine."""

import socket
from collections.abc import Callable
from typing import Final

from voiplab.live.limits import LARGEST_DATAGRAM, MOST_AT_ONCE
from voiplab.live.watch import Watch
from voiplab.net.address import Address

RECVERR: Final = {
    socket.AF_INET: (socket.IPPROTO_IP, 11),
    socket.AF_INET6: (socket.IPPROTO_IPV6, 25),
}
"""IP_RECVERR and IPV6_RECVERR of Linux, ip(7); the library has no names for them."""

TRIES: Final = 5
ERROR_QUEUE: Final = getattr(socket, "MSG_ERRQUEUE", None)


class DatagramSocket:
    """`got` is called with each datagram and where it came from."""

    def __init__(self, watch: Watch, sock: socket.socket, got: Callable[[bytes, Address], None]) -> None:
        self._watch = watch
        self._sock = sock
        self._got = got
        self._unreachable: Callable[[Address], None] | None = None
        watch.add(sock, self._ready)

    def send(self, payload: bytes, to: Address) -> str | None:
        """Why it did not leave; None when it did."""
        problem = self._send(payload, to)
        tries = TRIES if self._unreachable is not None else 0
        while problem is not None and tries:
            self._read_errors()  # what kept it back was an earlier datagram's error: ip(7), IP_RECVERR
            problem = self._send(payload, to)
            tries -= 1
        return problem

    def _send(self, payload: bytes, to: Address) -> str | None:
        try:
            self._sock.sendto(payload, tuple(to))
        except OSError as refused:
            return refused.strerror or str(refused)
        return None

    def heed_unreachable(self, tell: Callable[[Address], None]) -> None:
        """Be told of ICMP errors, and to which address; Linux hands them to an unconnected socket only when it is asked."""
        if ERROR_QUEUE is None:
            return  # another system than Linux: then nobody is told, as with most programs
        self._sock.setsockopt(*RECVERR[self._sock.family], 1)
        self._unreachable = tell

    def close(self) -> None:
        self._watch.close(self._sock)

    def _ready(self, _events: int) -> None:
        if not self._read() and self._unreachable is not None:
            self._read_errors()  # as long as one is left, the selector finds the socket ready

    def _read(self) -> bool:
        """Whether there was anything to read."""
        for count in range(MOST_AT_ONCE):
            try:
                payload, source = self._sock.recvfrom(LARGEST_DATAGRAM)
            except OSError:
                return count > 0
            self._got(payload, Address(source[0], source[1]))
        return True

    def _read_errors(self) -> None:
        """The address of an entry is where a datagram had been sent to."""
        assert ERROR_QUEUE is not None
        assert self._unreachable is not None
        for _ in range(MOST_AT_ONCE):
            try:
                _payload, _more, _flags, target = self._sock.recvmsg(1, 512, ERROR_QUEUE)
            except OSError:
                return
            self._unreachable(Address(target[0], target[1]))
