"""A server transaction at work: the request that opened it, the way back, and the machine that repeats what was answered."""

from collections.abc import Callable, Iterable
from functools import partial
from sys import intern
from typing import assert_never

from voiplab.net.host import Host
from voiplab.net.packet import Transport
from voiplab.recording.events import Moved
from voiplab.sip.draft import Draft
from voiplab.sip.message import Message, Request
from voiplab.sip.reply import reply
from voiplab.sip.timer import Timer
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
from voiplab.sip.transaction.invite_server import InviteServer
from voiplab.sip.transaction.invite_server import State as InviteState
from voiplab.sip.transaction.server import Server
from voiplab.sip.transaction.server import State as ServerState
from voiplab.ua.manner import Manner
from voiplab.ua.timers import Timers
from voiplab.ua.transport import Way, Wire


class ServerTransaction:
    """`respond` may be called any number of times with provisional responses, and once with a final one."""

    def __init__(
        self,
        host: Host,
        wire: Wire,
        manner: Callable[[], Manner],
        request: Request,
        via: str,
        way: Way,
        acknowledged: Callable[[Request], None],
        forget: Callable[[], None],
    ) -> None:
        """`via`: the request's topmost Via with what the transport learned (received, rport); `way`: where responses go."""
        self.request = request
        self.call_id = intern(request.call_id)  # a recording keeps it for as long as it lasts: once for all requests
        self.via = via
        self.way = way
        self.source = way.address
        self._host = host
        self._wire = wire
        self._manner = manner
        self._acknowledged = acknowledged
        self._forget = forget
        reliable = way.transport is Transport.TCP
        timing = manner().timing
        self.machine: InviteServer | Server = (
            InviteServer(timing, reliable) if request.method == "INVITE" else Server(timing, reliable)
        )
        self.kind = "invite server transaction" if request.method == "INVITE" else "server transaction"
        self.timers = Timers(host, f"{request.method} {request.branch or request.call_id}")
        self.cancelled: Callable[[Request, ServerTransaction], None] | None = None
        """Who takes the CANCEL of this INVITE: set by the call that it made."""
        self._draft = Draft("")
        host.note(Moved(self.timers.name, self.kind, "", self.machine.state.words, self.call_id))

    @property
    def is_answered(self) -> bool:
        """A final response has been sent."""
        return self.machine.state not in (InviteState.PROCEEDING, ServerState.TRYING, ServerState.PROCEEDING)

    def reply(self, status: int, phrase: str | None = None, to_tag: str | None = None) -> Draft:
        """A response to be completed and given to `respond`."""
        draft = reply(self.request, status, phrase, to_tag)
        draft.fields[0] = ("Via", self.via)  # `reply` begins with the Vias
        return draft

    def write(self, draft: Draft) -> bytes:
        """The bytes of a response, in the element's manner; nothing is sent yet."""
        self._draft = draft
        return self._manner().layout.write(draft)

    def respond(self, draft: Draft) -> None:
        """Write a response and send it."""
        assert draft.status is not None
        self.put(draft.status, self.write(draft))

    def put(self, status: int, payload: bytes) -> None:
        """Send a response that is written already."""
        self._take(partial(self.machine.respond, status, payload))

    def put_again(self, payload: bytes) -> None:
        """A copy that the user makes, not the transaction: a reliable 18x (RFC 3262), a 2xx until its ACK comes."""
        self._send(payload, copy=True)

    def receive_again(self) -> None:
        self._take(self.machine.receive_request)

    def receive_ack(self, ack: Request) -> None:
        assert isinstance(self.machine, InviteServer)
        self._take(partial(self.machine.receive_ack, ack))

    def _fire(self, timer: Timer) -> None:
        self._take(partial(self.machine.fire, timer))

    def _failed(self, _why: str) -> None:
        if self.machine.state not in (InviteState.TERMINATED, ServerState.TERMINATED):
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
                    self._deliver(message)
                case Timeout() | TransportFailed():
                    pass  # nobody acknowledged a refusal, or it could not be sent: there is nothing more to do
                case Terminated():
                    self._forget()
                    self.cancelled = None
                case _:
                    assert_never(effect)

    def _deliver(self, message: Message) -> None:
        assert isinstance(message, Request)
        self._acknowledged(message)

    def _send(self, payload: bytes, *, copy: bool) -> None:
        self._wire.send(payload, self.way, self._failed, self._manner().origins_of(self._draft), copy=copy)
