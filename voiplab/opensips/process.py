"""The server's process on its host: when it ends, what it has appointed is forgotten, and what it has opened is closed."""

from collections.abc import Callable
from functools import partial

from voiplab.net.address import Address
from voiplab.net.edge import FarPipe
from voiplab.net.host import DatagramPort, Host
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import Duration


class Process(Host):
    """It sees what its host sees; only its appointments, ports and pipes are its own."""

    def __init__(self, host: Host) -> None:
        vars(self).update(vars(host))
        self._appointments: dict[int, None] = {}
        self._opened: list[DatagramPort | FarPipe] = []

    def after(self, delay: Duration, act: Callable[[], None], pace: Pace = Pace.FOREGROUND) -> int:
        due: list[int] = []
        ticket = super().after(delay, partial(self._due, due, act), pace)
        due.append(ticket)
        self._appointments[ticket] = None
        return ticket

    def cancel(self, ticket: int) -> None:
        self._appointments.pop(ticket, None)
        super().cancel(ticket)

    def end(self) -> None:
        for ticket in list(self._appointments):
            self.cancel(ticket)
        for opened in self._opened:
            opened.close()
        self._opened.clear()

    def datagrams(self, at: Address, got: Callable[[bytes, Address], None]) -> DatagramPort:
        port = super().datagrams(at, got)
        self._opened.append(port)
        return port

    def pipe(self, path: str, hear: Callable[[bytes], None]) -> FarPipe | None:
        pipe = super().pipe(path, hear)
        if pipe is not None:
            self._opened.append(pipe)
        return pipe

    def _due(self, due: list[int], act: Callable[[], None]) -> None:
        del self._appointments[due[0]]
        act()
