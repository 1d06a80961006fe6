"""The server's process on its host: what it has appointed is forgotten when it ends."""

from collections.abc import Callable
from functools import partial

from voiplab.net.host import Host
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import Duration


class Process(Host):
    """It sees what its host sees; only its appointments are its own."""

    def __init__(self, host: Host) -> None:
        vars(self).update(vars(host))
        self._appointments: dict[int, None] = {}

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

    def _due(self, due: list[int], act: Callable[[], None]) -> None:
        del self._appointments[due[0]]
        act()
