"""The side of a transaction that looks to whoever has sent the request."""

from functools import partial
from typing import TYPE_CHECKING

from voiplab.opensips.received import Received
from voiplab.opensips.sockets import Parcel
from voiplab.opensips.tm.running import Running, Told
from voiplab.recording.events import EventId
from voiplab.sip.message import Message
from voiplab.sip.transaction.effects import Terminated
from voiplab.sip.transaction.invite_server import InviteServer
from voiplab.sip.transaction.invite_server import State as InviteState
from voiplab.sip.transaction.server import Server as Machine
from voiplab.sip.transaction.server import State
from voiplab.sip.transaction.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voiplab.opensips.server import Server


class Upstream:
    """`status` is that of the latest reply which was sent; 0: none was."""

    def __init__(self, server: "Server", received: Received, timing: Timing, over: "Callable[[], None]") -> None:
        self.status = 0
        self._server = server
        self._received = received
        self._over = over
        self._origins: Mapping[str, EventId] = {}
        reliable = received.way.is_reliable
        self._machine: InviteServer | Machine = (
            InviteServer(timing, reliable) if received.method == "INVITE" else Machine(timing, reliable)
        )
        kind = "invite server transaction" if received.method == "INVITE" else "server transaction"
        via = received.via
        name = f"{received.method} {via.branch if via is not None else ''}"
        named = (name, kind, received.call_id)
        self._running = Running(server.host, server.ticks, named, self._machine, self._send, self._told)

    @property
    def is_over(self) -> bool:
        return self._machine.state in (InviteState.TERMINATED, State.TERMINATED)

    @property
    def has_answered(self) -> bool:
        return self.status >= 200

    def respond(self, status: int, payload: bytes, origins: "Mapping[str, EventId]") -> None:
        """Send a reply. After a final one only another 2xx to an INVITE may follow."""
        if self.is_over or (self.has_answered and not (200 <= self.status < 300 and 200 <= status < 300)):
            return
        self.status = status
        self._origins = origins
        self._running.take(partial(self._machine.respond, status, payload))

    def repeat(self) -> None:
        """The request has come once more: so does the latest reply."""
        if not self.is_over:
            self._running.take(self._machine.receive_request)

    def acknowledge(self, ack: Message) -> None:
        if isinstance(self._machine, InviteServer) and not self.is_over:
            self._running.take(partial(self._machine.receive_ack, ack))

    def _send(self, payload: bytes, copy: bool) -> None:
        self._server.sockets.send(self._received.reply_way, Parcel(payload, self._origins, copy))

    def _told(self, told: Told) -> None:
        if isinstance(told, Terminated):
            self._over()
