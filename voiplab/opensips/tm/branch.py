"""One way that a request was forwarded: its client transaction, its CANCEL, and what came of it."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from voiplab.opensips.forwarding import Outgoing
from voiplab.opensips.received import Received, Target
from voiplab.opensips.sockets import Parcel, Way
from voiplab.opensips.tm.local_requests import Reason, ack, cancel
from voiplab.opensips.tm.running import Running, Told
from voiplab.recording.events import EventId, TimerFired, TimerSet, TimerStopped
from voiplab.sim.moment import seconds
from voiplab.sip.message import Message, Request, parse
from voiplab.sip.transaction.client import Client
from voiplab.sip.transaction.client import State as ClientState
from voiplab.sip.transaction.effects import Deliver, Terminated, Timeout
from voiplab.sip.transaction.invite_client import InviteClient
from voiplab.sip.transaction.invite_client import State as InviteState
from voiplab.sip.transaction.timing import Timing

if TYPE_CHECKING:
    from voiplab.opensips.server import Server
    from voiplab.opensips.tm.branch_id import BranchId

TIMEOUT: Final = (408, "Request Timeout")
NOT_SENT: Final = (477, "Send failed (477/TM)")
FR_INV: Final = "fr_inv_timeout"


class Ending(NamedTuple):
    """How a branch has ended. Without a reply the server says so itself."""

    status: int
    reason: str
    reply: Received | None = None


class Owner(Protocol):
    """The transaction that a branch belongs to."""

    @property
    def server(self) -> "Server": ...
    @property
    def id(self) -> "BranchId": ...
    @property
    def restarts_fr(self) -> bool: ...
    @property
    def fr_inv_timeout(self) -> int: ...
    @property
    def headers(self) -> str: ...
    def heard(self, branch: "Branch", reply: Received, *, late: bool) -> None: ...
    def branch_has_ended(self, branch: "Branch") -> None: ...
    def branch_is_over(self) -> None: ...


class Branch:
    def __init__(
        self, transaction: Owner, number: int, target: Target, way: Way, outgoing: Outgoing, timing: Timing
    ) -> None:
        self.number = number
        self.target = target
        self.status = 0
        """Of the latest reply; 0: none came."""
        self.final: Ending | None = None
        self._transaction = transaction
        self._server = transaction.server
        self._way = way
        self._timing = timing
        self._origins = outgoing.origins
        request = parse(outgoing.payload)
        assert isinstance(request, Request)
        self.request = request
        self._latest: Received | None = None
        self._to_be_cancelled: Reason | str | None = None
        self._cancel: Client | None = None
        self._cancelling: Running | None = None
        self._alarm: int | None = None
        self._id = transaction.id.numbered(number)
        self._name = f"{request.method} {self._id}"
        self._machine: InviteClient | Client = (
            InviteClient(outgoing.payload, timing, way.is_reliable, self._ack)
            if request.method == "INVITE"
            else Client(outgoing.payload, timing, way.is_reliable)
        )
        kind = "invite client transaction" if request.method == "INVITE" else "client transaction"
        named = (self._name, kind, request.get("Call-ID") or "")
        self._running = Running(self._server.host, self._server.ticks, named, self._machine, self._send, self._told)

    @property
    def is_pending(self) -> bool:
        return self.final is None

    @property
    def is_over(self) -> bool:
        is_cancelled = self._cancel is None or self._cancel.state is ClientState.TERMINATED
        return self._machine.state in (InviteState.TERMINATED, ClientState.TERMINATED) and is_cancelled

    def start(self) -> None:
        self._running.take(self._machine.start)

    # What comes back

    def receive(self, reply: Received) -> None:
        if reply.method == "CANCEL":
            if (
                self._cancel is not None
                and self._cancelling is not None
                and self._cancel.state is not ClientState.TERMINATED
            ):
                self._cancelling.take(partial(self._cancel.receive, _status(reply.message), reply.message))
        elif self._machine.state not in (InviteState.TERMINATED, ClientState.TERMINATED):
            self._latest = reply
            self._running.take(partial(self._machine.receive, _status(reply.message), reply.message))

    def _told(self, told: Told) -> None:
        match told:
            case Deliver(message):
                self._delivered(_status(message))
            case Timeout():
                self._end(Ending(*TIMEOUT))
            case Terminated():
                self._disarm()
                self._transaction.branch_is_over()
            case _:
                self._end(Ending(*NOT_SENT))

    def _delivered(self, status: int) -> None:
        reply = self._latest
        assert reply is not None, "what is delivered has been received"
        self.status = status
        if status >= 200:
            self._disarm()
        elif self.final is None:
            self._wait_for_answer()
        ended = self.final is not None
        if status >= 200 and not ended:
            self.final = Ending(status, _reason(reply.message), reply)
        self._transaction.heard(self, reply, late=ended)
        if status < 200 and self._to_be_cancelled is not None:
            self.cancel(self._to_be_cancelled)

    def _end(self, final: Ending) -> None:
        self._disarm()
        if self.final is None:
            self.final = final
            self._transaction.branch_has_ended(self)

    # How long it may ring

    def _wait_for_answer(self) -> None:
        if not isinstance(self._machine, InviteClient) or self._machine.state is InviteState.CANCELLED:
            return
        if self._alarm is not None and not self._transaction.restarts_fr:
            return
        self._disarm()
        host, after = self._server.host, self._server.ticks.slow(seconds(self._transaction.fr_inv_timeout))
        host.note(TimerSet(self._name, FR_INV, after))
        self._alarm = host.after(after, self._rang_too_long)

    def _disarm(self) -> None:
        if self._alarm is not None:
            self._server.host.cancel(self._alarm)
            self._server.host.note(TimerStopped(self._name, FR_INV))
            self._alarm = None

    def _rang_too_long(self) -> None:
        self._alarm = None
        self._server.host.enter(TimerFired(self._name, f"{FR_INV}: nobody has answered"))
        self.cancel(Reason.NO_ANSWER)
        self._end(Ending(*TIMEOUT))

    # CANCEL

    def cancel(self, reason: Reason | str) -> None:
        """RFC 3261 section 9.1: not before a provisional reply; then as soon as one comes."""
        if not isinstance(self._machine, InviteClient):
            return
        if self._machine.state is InviteState.CALLING:
            self._to_be_cancelled = reason
        elif self._machine.state is InviteState.PROCEEDING:
            self._to_be_cancelled = None
            self._disarm()
            self._running.take(self._machine.cancel)
            payload = cancel(self.request, reason, self._server.user_agent, self._transaction.headers)
            self._cancel = Client(payload, self._timing, self._way.is_reliable)
            named = (f"CANCEL {self._id}", "client transaction", self.request.get("Call-ID") or "")
            host, ticks = self._server.host, self._server.ticks
            self._cancelling = Running(host, ticks, named, self._cancel, self._send_cancel, self._cancel_told)
            self._cancelling.take(self._cancel.start)

    def _cancel_told(self, told: Told) -> None:
        if isinstance(told, Terminated):
            self._transaction.branch_is_over()

    # The wire

    def _ack(self, reply: Message) -> bytes:
        return ack(self.request, reply, self._server.user_agent, self._transaction.headers)

    def _send(self, payload: bytes, copy: bool) -> None:
        self._put(payload, copy, self._origins)

    def _send_cancel(self, payload: bytes, copy: bool) -> None:
        self._put(payload, copy, {})

    def _put(self, payload: bytes, copy: bool, origins: Mapping[str, EventId]) -> None:
        self._server.sockets.send(self._way, Parcel(payload, origins, copy, self._failed))

    def _failed(self) -> None:
        """There is no connection to be had."""
        if self._machine.state not in (InviteState.TERMINATED, ClientState.TERMINATED):
            self._running.take(self._machine.transport_error)


def _status(message: Message) -> int:
    return int(message.start[8:11])


def _reason(message: Message) -> str:
    return message.start[12:]
