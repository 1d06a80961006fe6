"""A live lab and the programs out there in one process: real sockets, one loop, and nobody waits longer than it takes."""

import socket
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from voiplab.lab.ending import LimitReached
from voiplab.lab.lab import Lab, RunPlan
from voiplab.live.clock import WallClock
from voiplab.live.connection import Connection
from voiplab.live.datagrams import DatagramSocket
from voiplab.live.driver import Driver
from voiplab.live.lab import Conditions, LiveLab
from voiplab.live.sockets import bound
from voiplab.net.address import Address
from voiplab.recording.events import Logged, Lost, Sent
from voiplab.sim.moment import Duration, Moment, ms, seconds
from voiplab.sip.message import Request, Response, parse
from voiplab.text.place import ConfigError

PATIENCE: Final = seconds(10)
DATE: Final = datetime(2026, 3, 14, tzinfo=UTC)


class HastyClock(WallClock):
    """The wall clock, and as far ahead of it as a test wants to be."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead: Duration = 0

    def now(self) -> Moment:
        return super().now() + self.ahead


class Stage:
    def __init__(
        self, lab: Lab, plan: RunPlan | None = None, exposed: Sequence[str] = (), pipes: Path | None = None
    ) -> None:
        self.remarks: list[str] = []
        self.troubles: list[ConfigError | LimitReached] = []
        self.clock = HastyClock()
        conditions = Conditions(1, DATE, exposed, pipes=pipes, clock=self.clock)
        self.live = LiveLab(lab, plan or RunPlan("live"), conditions, self.remarks.append)
        self.watch = self.live.watch

    def until(self, so: Callable[[], object]) -> None:
        """Let everything go on until something is so."""

        def look() -> None:
            if so():
                driver.stop()

        driver = self._driver(look)
        look()
        driver.go(self.clock.now() + PATIENCE)
        assert so()

    def go_on(self, duration: Duration) -> None:
        self._driver(lambda: None).go(self.clock.now() + duration)

    def _driver(self, look: Callable[[], None]) -> Driver:
        return Driver(self.live.run, self.watch, self.live.clock, look, self.troubles.append)

    def ask(self, node: str, action: str) -> str:
        """What another terminal asks for, and what is said there."""
        said: list[Mapping[str, object]] = []
        self.live.serve({"do": "perform", "node": node, "action": action}, said.append, {}, lambda: None)
        self.until(lambda: said)
        return str(said[0].get("text", said[0].get("error")))

    def turn(self) -> None:
        """One turn of the loop."""
        driver = self._driver(lambda: driver.stop())
        driver.go(self.clock.now() + ms(1))

    def hurry(self, duration: Duration) -> None:
        """It is later now: for patience that nobody has."""
        self.clock.ahead += duration
        self.turn()

    # What was recorded

    def sent(self) -> list[str]:
        """`127.0.0.1:5060 > 127.0.0.20:5060 INVITE`, without repetitions."""
        lines = []
        for event in self.live.recording:
            what = event.what
            if isinstance(what, Sent) and not what.copy and isinstance(what.packet.payload, bytes):
                lines.append(f"{what.packet.source} > {what.packet.target} {name(parse(what.packet.payload))}")
        return lines

    def lost(self) -> list[str]:
        return [event.what.reason for event in self.live.recording if isinstance(event.what, Lost)]

    def log(self) -> list[str]:
        return [event.what.text for event in self.live.recording if isinstance(event.what, Logged)]


def name(message: Request | Response) -> str:
    """`INVITE`, or `200 INVITE`."""
    method = (message.get("CSeq") or "").rpartition(" ")[2]
    return method if isinstance(message, Request) else f"{message.status} {method}"


class Datagrams:
    """A UDP port of a program out there, and what came in at it, unless it is heard by somebody else."""

    def __init__(self, stage: Stage, at: Address, hear: Callable[[bytes, Address], None] | None = None) -> None:
        self.got: list[tuple[bytes, Address]] = []
        sock = bound(socket.SOCK_DGRAM, at)
        self.at = Address(*sock.getsockname()[:2])
        self._socket = DatagramSocket(stage.watch, sock, hear or self._keep)

    def _keep(self, payload: bytes, source: Address) -> None:
        self.got.append((payload, source))

    def send(self, payload: bytes, to: Address) -> None:
        assert self._socket.send(payload, to) is None

    def close(self) -> None:
        self._socket.close()


class Client:
    """A TCP connection of a program out there. `got`: all bytes that came; `is_closed`: the lab has closed it."""

    def __init__(self, stage: Stage, ip: str, to: Address, receive_buffer: int | None = None) -> None:
        self.got = bytearray()
        self.is_closed = False
        sock = socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET)
        if receive_buffer is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.bind((ip, 0))
        sock.connect(tuple(to))  # the system accepts it before we do
        sock.setblocking(False)
        self.at = Address(*sock.getsockname()[:2])
        self._connection = Connection(stage.watch, sock, self.at, to)

    def listen(self, hear: Callable[[bytes], None] | None = None) -> None:
        """Nothing is read before."""
        self._connection.listen(hear or self._take)

    def send(self, payload: bytes) -> None:
        self._connection.write(payload)

    def close(self) -> None:
        self._connection.hang_up()

    def _take(self, payload: bytes) -> None:
        self.got += payload
        self.is_closed = self.is_closed or not payload


class Server:
    """A TCP port of a program out there: `came` gets each connection."""

    def __init__(self, stage: Stage, at: Address, came: Callable[[Connection], None]) -> None:
        self._stage = stage
        self._came = came
        self._sock = bound(socket.SOCK_STREAM, at)
        self._sock.listen()
        self.at = Address(*self._sock.getsockname()[:2])
        stage.watch.add(self._sock, self._accept)

    def _accept(self, _events: int) -> None:
        sock, remote = self._sock.accept()
        sock.setblocking(False)
        self._came(Connection(self._stage.watch, sock, self.at, Address(*remote[:2])))
