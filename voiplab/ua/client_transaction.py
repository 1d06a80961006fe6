"""A client transaction at work: one machine of `sip.transaction`, its timers on a host, and who is told the outcome."""

from collections.abc import Callable, Iterable
from enum import Enum
from functools import partial
from typing import Final, assert_never

from voiplab.net.host import Host
from voiplab.net.packet import Transport
from voiplab.recording.events import Moved
from voiplab.sip.draft import Draft
from voiplab.sip.layout import Layout
from voiplab.sip.message import Message, Request, Response, parse
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.client import Client
from voiplab.sip.transaction.client import State as ClientState
from voiplab.sip.transaction.effects import (
    Arm,
    Deliver,
    Disarm,
    Effect,
    Send,
    SendAgain,
    Terminated,
    Timeout,
    TransportFailed,
)
from voiplab.sip.transaction.invite_client import InviteClient
from voiplab.sip.transaction.invite_client import State as InviteState
from voiplab.ua.manner import Manner
from voiplab.ua.timers import Timers
from voiplab.ua.transport import Way, Wire


class Silence(Enum):
    """What a user hears in place of a final response."""

    TIMEOUT = "no response came"  # as good as a 408: RFC 3261 section 8.1.3.1
    UNREACHABLE = "it could not be sent"  # as good as a 503

    __hash__ = object.__hash__


WAITING: Final = frozenset({
    InviteState.CALLING, InviteState.PROCEEDING, InviteState.CANCELLED,
    ClientState.TRYING, ClientState.PROCEEDING, ClientState.UNHEARD,
})  # fmt: skip
"""The states before the final response."""

Outcome = Response | Silence
Heard = Callable[[Outcome], None]


class ClientTransaction:
    """Made and started by `Endpoint.request`; `heard` is called for every response that the machine delivers."""

    def __init__(
        self,
        host: Host,
        wire: Wire,
        manner: Manner,
        draft: Draft,
        branch: str,
        way: Way,
        heard: Heard,
        forget: Callable[[], None],
    ) -> None:
        self.payload = manner.layout.write(draft)
        self.draft = draft
        self.branch = branch
        self.call_id = draft.value("Call-ID")
        self.way = way
        self._host = host
        self._wire = wire
        self._manner = manner
        self._heard = heard
        self._forget = forget
        method = draft.method
        self.is_invite = method == "INVITE"
        reliable = way.transport is Transport.TCP
        self.machine: InviteClient | Client = (
            InviteClient(self.payload, manner.timing, reliable, partial(_write_ack, manner.layout, draft))
            if self.is_invite
            else Client(self.payload, manner.timing, reliable)
        )
        self.kind = "invite client transaction" if self.is_invite else "client transaction"
        self.timers = Timers(host, f"{method} {branch}")

    def start(self) -> None:
        self._host.note(Moved(self.timers.name, self.kind, "", self.machine.state.words, self.call_id))
        self._carry_out(self.machine.start())

    @property
    def request(self) -> Request:
        """The request as it went out."""
        request = parse(self.payload, longest=len(self.payload))
        assert isinstance(request, Request)
        return request

    @property
    def is_answered(self) -> bool:
        """A final response has come, or none will."""
        return self.machine.state not in WAITING

    @property
    def may_be_cancelled(self) -> bool:
        """RFC 3261 section 9.1: not before a provisional response, not after a final one."""
        return self.machine.state is InviteState.PROCEEDING

    def unreachable(self) -> None:
        """Nobody listens there: an INVITE that has heard nothing fails, another request is not repeated any more."""
        if isinstance(self.machine, Client):
            if self.machine.state is not ClientState.TERMINATED:
                self._take(self.machine.unreachable)
        elif self.machine.state is InviteState.CALLING:
            self.failed("port unreachable")

    def receive(self, response: Response) -> None:
        self._take(partial(self.machine.receive, response.status, response))

    def cancelled(self) -> None:
        """A CANCEL has been sent for this INVITE."""
        assert isinstance(self.machine, InviteClient)
        self._take(self.machine.cancel)

    def abandon(self) -> None:
        """Nobody waits any more for the end of this INVITE."""
        assert isinstance(self.machine, InviteClient)
        self._take(self.machine.abandon)

    def _fire(self, timer: Timer) -> None:
        self._take(partial(self.machine.fire, timer))

    def failed(self, _why: str) -> None:
        """The transport could not send it."""
        if self.machine.state not in (InviteState.TERMINATED, ClientState.TERMINATED):
            self._take(self.machine.transport_error)

    def _take(self, handle: Callable[[], list[Effect]]) -> None:
        was = self.machine.state
        effects = handle()
        now = self.machine.state
        if now is not was:
            self._host.note(Moved(self.timers.name, self.kind, was.words, now.words, self.call_id))
        self._carry_out(effects)

    def _carry_out(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send(payload):
                    self._send(payload, copy=False)
                case SendAgain(payload):
                    self._send(payload, copy=True)
                case Arm(timer, after):
                    self.timers.arm(timer, after, self._fire)
                case Disarm(timer):
                    self.timers.disarm(timer)
                case Deliver(message):
                    assert isinstance(message, Response)
                    self._heard(message)
                case Timeout():
                    self._heard(Silence.TIMEOUT)
                case TransportFailed():
                    self._heard(Silence.UNREACHABLE)
                case Terminated():
                    self._forget()
                    self._heard = _nobody
                case _:
                    assert_never(effect)

    def _send(self, payload: bytes, *, copy: bool) -> None:
        self._wire.send(payload, self.way, self.failed, self._manner.origins_of(self.draft), copy=copy)


def _write_ack(layout: Layout, invite: Draft, response: Message) -> bytes:
    """The ACK of a failure belongs to its transaction: RFC 3261 section 17.1.1.3."""
    ack = Draft(f"ACK {invite.start.split(' ')[1]} SIP/2.0")
    for name in ("Via", "Max-Forwards", "From"):
        ack.add(name, invite.value(name))
    ack.add("To", response.get("To") or invite.value("To"))
    ack.add("Call-ID", invite.value("Call-ID"))
    ack.add("CSeq", f"{invite.value('CSeq').split()[0]} ACK")
    ack.fields += [(name, value) for name, value in invite.fields if name == "Route"]
    return layout.write(ack)


def _nobody(_outcome: Outcome) -> None:
    """The transaction is over: nobody is told anything any more."""
