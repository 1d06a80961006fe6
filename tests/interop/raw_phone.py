"""A recorded phone that was no program but a script of raw datagrams: it says again what it said then, on a real socket.

    python -m tests.interop.raw_phone CASE.trace IP:PORT

It is a process of its own, like a SIPp, because it runs in the network of its case.
"""

import heapq
import selectors
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

from tests.golden.replay import Replay
from tests.golden.trace import Trace
from tests.golden.trace_file import address, load
from voiplab.net.address import Address
from voiplab.sim.moment import Duration, Moment


class SocketWire:
    """Real ports and the wall clock for one replaying phone."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._sockets: dict[Address, socket.socket] = {}
        self._due: list[tuple[Moment, int, Callable[[], None]]] = []
        self._turn = 0

    @property
    def now(self) -> Moment:
        return time.monotonic_ns() // 1000

    def after(self, delay: Duration, act: Callable[[], None]) -> None:
        self._turn += 1
        heapq.heappush(self._due, (self.now + delay, self._turn, act))

    def open(self, at: Address) -> None:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(at)
        self._sockets[at] = sock
        self._selector.register(sock, selectors.EVENT_READ, at)

    def close(self, at: Address) -> None:
        sock = self._sockets.pop(at)
        self._selector.unregister(sock)
        sock.close()

    def send(self, payload: bytes, source: Address, target: Address) -> None:
        self._sockets[source].sendto(payload, target)

    def press(self, digit: str, source: Address, target: Address) -> None:
        raise NotADatagram(f"{source} pressed {digit} for {target}: no recorded script of datagrams did")

    def turn(self, heard: Callable[[bytes, Address, Address], None]) -> None:
        """Waits for what comes first, a datagram or what is due."""
        patience = max(0, self._due[0][0] - self.now) / 1_000_000 if self._due else None
        for key, _ in self._selector.select(patience):
            payload, (ip, port) = self._sockets[key.data].recvfrom(65_535)
            heard(payload, Address(ip, port), key.data)
        while self._due and self._due[0][0] <= self.now:
            heapq.heappop(self._due)[2]()


class NotADatagram(Exception):
    """What a script of raw datagrams cannot have done."""


def part_of(trace: Trace, phone: Address) -> Trace:
    """The case as this phone saw it."""
    return replace(
        trace, messages=tuple(one for one in trace.messages if phone in (one.source, one.target)), digits=(), refused=()
    )


def play(trace: Trace, phone: Address) -> None:
    """Until it has said everything and heard everything, or waits for nothing any more."""
    wire = SocketWire()
    wire.open(phone)
    over = Event()
    replay = Replay(part_of(trace, phone), wire, over.set)
    replay.begin()
    while not over.is_set():
        wire.turn(replay.heard)
    wire.close(phone)


def main() -> None:
    case, phone = sys.argv[1:]
    play(load(Path(case)), address(phone))


if __name__ == "__main__":
    main()
