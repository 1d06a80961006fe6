"""Sockets that are watched by one selector; whatever becomes readable or writable has its own way of reading and writing."""

import errno
import socket
from collections.abc import Callable
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import Final

from voiplab.live.limits import LARGEST_DATAGRAM, MOST_AT_ONCE, MOST_UNSENT, SOCKET_BUFFER
from voiplab.net.address import Address

READ_AT_ONCE: Final = 64 << 10

Ready = Callable[[int], None]
"""Takes the events of the selector."""


class CannotOpen(Exception):
    """The system does not give us this port; the message is a sentence."""


class Watch:
    """Which sockets are waited for. A socket is closed here, so that the selector forgets it first."""

    def __init__(self) -> None:
        self._selector = DefaultSelector()

    def add(self, sock: socket.socket, ready: Ready, events: int = EVENT_READ) -> None:
        self._selector.register(sock, events, ready)

    def change(self, sock: socket.socket, ready: Ready, events: int) -> None:
        self._selector.modify(sock, events, ready)

    def forget(self, sock: socket.socket) -> None:
        self._selector.unregister(sock)

    def close(self, sock: socket.socket) -> None:
        self.forget(sock)
        sock.close()

    def wait(self, timeout: float | None) -> None:
        """Wait until something is ready, and let it act."""
        for key, events in self._selector.select(timeout):
            current = self._selector.get_map().get(key.fd)
            if current is not None and current.fileobj is key.fileobj:  # another one may have closed it meanwhile
                current.data(events)

    def close_all(self) -> None:
        for key in list(self._selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            self.close(key.fileobj)
        self._selector.close()


def _family(ip: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in ip else socket.AF_INET


def bound(kind: socket.SocketKind, at: Address) -> socket.socket:
    """A socket that does not block, bound to an address of this machine. CannotOpen."""
    name = "UDP" if kind is socket.SOCK_DGRAM else "TCP"
    try:
        sock = socket.socket(_family(at.ip), kind)
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


def allow_many_sockets() -> None:
    """Each call has two ports for media; many systems allow a program only a thousand files unless it asks."""
    import resource  # POSIX only

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class DatagramSocket:
    """A UDP port: `got` is called with each datagram and where it came from."""

    def __init__(self, watch: Watch, sock: socket.socket, got: Callable[[bytes, Address], None]) -> None:
        self._watch = watch
        self._sock = sock
        self._got = got
        self._unreachable: Callable[[Address], None] | None = None
        watch.add(sock, self._ready)

    def send(self, payload: bytes, to: Address) -> str | None:
        """Why it did not leave; None when it did."""
        try:
            self._sock.sendto(payload, tuple(to))
        except OSError as refused:
            return refused.strerror or str(refused)
        return None

    def heed_unreachable(self, tell: Callable[[Address], None]) -> None:
        """Linux hands the ICMP error of an unconnected socket out only when it is asked for (ip(7), IP_RECVERR)."""
        level, option = (socket.IPPROTO_IPV6, 25) if self._sock.family == socket.AF_INET6 else (socket.IPPROTO_IP, 11)
        try:
            self._sock.setsockopt(level, option, 1)
        except OSError:
            return  # another system than Linux: then nobody is told, as with most programs
        self._unreachable = tell

    def close(self) -> None:
        self._watch.close(self._sock)

    def _ready(self, _events: int) -> None:
        for _ in range(MOST_AT_ONCE):
            try:
                payload, source = self._sock.recvfrom(LARGEST_DATAGRAM)
            except BlockingIOError:
                break
            except OSError:
                if not self._read_error():
                    break
                continue
            self._got(payload, Address(source[0], source[1]))

    def _read_error(self) -> bool:
        """One entry of the error queue: its address is where the datagram had been sent to. False when there is none."""
        try:
            _payload, _more, _flags, target = self._sock.recvmsg(1, 512, socket.MSG_ERRQUEUE)
        except OSError:
            return False
        if self._unreachable is not None and target:
            self._unreachable(Address(target[0], target[1]))
        return True


def widen(sock: socket.socket) -> None:
    """Ask for room for a burst of datagrams; with the rights for it more than the system's usual limit."""
    for option in (33, socket.SO_RCVBUF):  # SO_RCVBUFFORCE has no name in the library
        try:
            sock.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER)
        except OSError:
            continue
        return


NOWHERE: Final = Address("", 0)
"""Of a local socket, which has a path."""


class Connection:
    """A TCP connection. Nothing is read from it before somebody listens."""

    def __init__(self, watch: Watch, sock: socket.socket, local: Address = NOWHERE, remote: Address = NOWHERE) -> None:
        self.local = local
        self.remote = remote
        self._watch = watch
        self._sock = sock
        self._unsent = bytearray()
        self._is_open = True
        self._leaves = False
        self._got: Callable[[bytes], None] | None = None

    def listen(self, got: Callable[[bytes], None]) -> None:
        """`got` is called with what arrives, and once with nothing (b""), when the other end has gone."""
        self._got = got
        if self._is_open:
            self._watch.add(self._sock, self._ready)
        else:
            got(b"")

    def write(self, payload: bytes) -> None:
        if not self._is_open:
            return
        self._unsent += payload
        self._flush()
        if len(self._unsent) > MOST_UNSENT:
            self._gone()

    def close(self) -> None:
        """After what is still to be sent."""
        self._leaves = True
        self._flush()

    def abort(self) -> None:
        if not self._is_open:
            return
        self._is_open = False
        if self._got is None:
            self._sock.close()
        else:
            self._watch.close(self._sock)

    def _ready(self, events: int) -> None:
        if events & EVENT_WRITE:
            self._flush()
        if self._is_open and events & EVENT_READ:
            self._read()

    def _read(self) -> None:
        try:
            payload = self._sock.recv(READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            payload = b""
        if payload and self._got is not None:
            self._got(payload)
        else:
            self._gone()

    def _flush(self) -> None:
        if not self._is_open:
            return
        try:
            while self._unsent:
                del self._unsent[: self._sock.send(self._unsent)]
        except BlockingIOError:
            pass
        except OSError:
            self._gone()
            return
        if self._leaves and not self._unsent:
            self.abort()
        elif self._got is not None:
            self._watch.change(self._sock, self._ready, EVENT_READ | (EVENT_WRITE if self._unsent else 0))

    def hang_up(self) -> None:
        """Close it at once, and tell who listens."""
        if self._is_open:
            self._gone()

    def _gone(self) -> None:
        self.abort()
        if self._got is not None:
            self._got(b"")


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
    return f"no connection to {to}: {errno.errorcode.get(problem, problem)}"
