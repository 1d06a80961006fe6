"""mi_datagram: whoever asks in a datagram is answered in one. A socket of the file system is nobody's here."""

import re
from typing import TYPE_CHECKING, Final

from voiplab.net.address import Address
from voiplab.net.host import DatagramPort
from voiplab.opensips.console.json_rpc import answer
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.log import EXITING, error
from voiplab.opensips.refusal import Problem, Refused

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_SOCKET: Final = re.compile(r"udp:([^:\s]+):([0-9]{1,5})")


class Window:
    """The open port, if there is one."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._is_pretty = bool(server.number("mi_datagram", "pretty_printing"))
        self._port: DatagramPort | None = None

    def open(self) -> None:
        given = self._server.configuration.given("mi_datagram", "socket_name")
        found = _SOCKET.fullmatch(str(given[-1].value)) if given else None
        if found is None:
            return
        at = Address(found[1], int(found[2]))
        if at.ip not in self._server.host.ips:
            says = "bind: Cannot assign requested address"
            log = (*self._server.configuration.log, error("mi_datagram:mi_init_datagram_server", says), EXITING)
            raise Refused([Problem(given[-1].place, says)], log)
        self._port = self._server.host.datagrams(at, self._answer)

    def _answer(self, request: bytes, source: Address) -> None:
        said = answer(self._server, request.decode("utf-8", "replace"), pretty=self._is_pretty)
        if said is not None and self._port is not None:
            self._port.send(said.encode("utf-8", "backslashreplace"), source)


def _start(server: "Server") -> None:
    server.part(Window).open()


BEHAVIOUR: Final = Behaviour(start=_start)
