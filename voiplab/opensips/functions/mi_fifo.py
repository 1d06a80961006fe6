"""mi_fifo: whoever writes into the named pipe is answered in one of their own. There are such pipes in a live lab only.

A request is `:pipe for the answer:{JSON}`, as recorded, with a line end behind it or none; without the name of a pipe nobody is
answered.
"""

from typing import TYPE_CHECKING, Final

from voiplab.net.edge import FarPipe
from voiplab.opensips.console.fifo import Asked, Noise, Requests
from voiplab.opensips.console.json_rpc import answer
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import seconds

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

PATIENCE: Final = seconds(1)
"""A longer silence ends a request, so that one that was never finished does not become the beginning of the next."""

SHOWN: Final = 200


class Window:
    """The pipe, where there is one."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._is_pretty = bool(server.number("mi_fifo", "pretty_printing"))
        self._requests = Requests()
        self._pipe: FarPipe | None = None
        self._waits: int | None = None

    def open(self) -> None:
        path = str(self._server.configuration.parameter("mi_fifo", "fifo_name"))
        self._pipe = self._server.host.pipe(path, self._hear)

    def _hear(self, payload: bytes) -> None:
        if self._waits is not None:
            self._server.host.cancel(self._waits)
            self._waits = None
        for request in self._requests.take(payload):
            self._treat(request)
        if self._requests.is_inside:
            self._waits = self._server.host.after(PATIENCE, self._silence, Pace.BACKGROUND)

    def _silence(self) -> None:
        self._waits = None
        self._treat(self._requests.rest())

    def _treat(self, request: Asked | Noise) -> None:
        assert self._pipe is not None
        match request:
            case Noise(says):
                self._pipe.remark(f"{self._server.name}: {says}")
            case Asked(pipe, text):
                self._server.host.asked(text[:SHOWN])
                said = answer(self._server, text, pretty=self._is_pretty)
                if pipe and said is not None:
                    self._pipe.answer(pipe, said.encode("utf-8", "backslashreplace"))


def _start(server: "Server") -> None:
    server.part(Window).open()


BEHAVIOUR: Final = Behaviour(start=_start)
