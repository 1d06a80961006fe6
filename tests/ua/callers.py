"""A plain user agent for the tests of this folder: it does what it is told, and writes down what it is told."""

from collections.abc import Callable

from tests.ua.elements import MANNER
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.network import Network
from voiplab.sim.calendar import Calendar
from voiplab.sip.draft import Draft
from voiplab.sip.glare import Effect as Crossing
from voiplab.sip.glare import RefusePending
from voiplab.sip.message import Request, Response
from voiplab.sip.reliable import HoldBack
from voiplab.ua.client_transaction import Outcome
from voiplab.ua.element import Element
from voiplab.ua.incoming import IncomingLeg
from voiplab.ua.leg import Leg, Prack
from voiplab.ua.manner import Manner
from voiplab.ua.outgoing import OutgoingLeg
from voiplab.ua.server_transaction import ServerTransaction

SDP = b"v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"


class Caller:
    """`story` is what it heard, in order; `on_invite` is what it does when it is called."""

    def __init__(self, network: Network, name: str, at: Address, manner: Manner = MANNER) -> None:
        self.host = Host(network, name, Calendar())
        self.element = Element(self.host, at, manner, self)
        self.name = name
        self.story: list[str] = []
        self.leg: Leg | None = None
        self.hold_back = HoldBack.SESSION
        self.refuses = 0
        """With which status it answers requests in a call, if not with 200."""
        self.on_invite: Callable[[IncomingLeg], None] = lambda _leg: None
        self.on_answer: Callable[[OutgoingLeg], None] = self.acknowledge

    def tell(self, what: str) -> None:
        self.story.append(f"{self.host.now / 1_000_000:g} {what}")

    # what it does

    def call(self, to: Address, body: bytes = b"", fields: tuple[tuple[str, str], ...] = ()) -> OutgoingLeg:
        call_id, tag = self.host.chance("call-id").hex(8), self.element.endpoint.tag()
        leg = OutgoingLeg(self.element.endpoint, self.element.calls, self, call_id, tag, self.dress)
        draft = Draft(f"INVITE sip:callee@{to} SIP/2.0", body=body)
        draft.fields = [
            ("Max-Forwards", "70"),
            ("From", f"<sip:{self.name}@example.com>;tag={tag}"),
            ("To", "<sip:callee@example.com>"),
            ("Call-ID", call_id),
            ("CSeq", "1 INVITE"),
            *fields,
        ]
        leg.invite(self.dress(draft), to)
        self.leg = leg
        return leg

    def dress(self, draft: Draft) -> Draft:
        draft.add("Contact", f"<sip:{self.name}@{self.element.endpoint.at}>")
        return draft

    def acknowledge(self, leg: OutgoingLeg) -> None:
        leg.acknowledge(self.dress(leg.draft("ACK")))

    def hang_up(self) -> None:
        assert self.leg is not None
        self.leg.hang_up(self.leg.draft("BYE"))

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        self.host.after(int(seconds * 1_000_000), act)

    # what it hears

    def hears_of(self, what: str, outcome: Outcome) -> None:
        self.tell(f"{what} {outcome.status if isinstance(outcome, Response) else outcome.value}")

    def arrived(self, request: Request, transaction: ServerTransaction) -> None:
        if request.method != "INVITE" or request.to_tag:
            self.tell(f"stray {request.method}")
            transaction.respond(transaction.reply(481, to_tag=self.element.endpoint.tag()))
            return
        self.tell("INVITE")
        leg = IncomingLeg(
            self.element.endpoint,
            self.element.calls,
            self,
            transaction,
            self.element.endpoint.tag(),
            100,
            self.hold_back,
        )
        self.leg = leg
        self.on_invite(leg)

    def progressed(self, response: Response) -> None:
        self.tell(str(response.status))

    def answered(self, response: Response) -> None:
        self.tell(str(response.status))
        assert isinstance(self.leg, OutgoingLeg)
        self.on_answer(self.leg)

    def refused(self, outcome: Outcome) -> None:
        self.tell(str(outcome.status) if isinstance(outcome, Response) else outcome.value)

    def cancelled(self, _cancel: Request, transaction: ServerTransaction) -> None:
        self.tell("CANCEL")
        assert isinstance(self.leg, IncomingLeg)
        transaction.respond(transaction.reply(200, to_tag=self.leg.local_tag))
        self.leg.refuse(self.leg.reply(487))

    def pracked(self, prack: Request, transaction: ServerTransaction, verdict: Prack) -> None:
        self.tell(f"PRACK {prack.get('RAck')} {verdict.name}")
        transaction.respond(transaction.reply(200 if verdict is Prack.MATCHES else 481))

    def unacknowledged(self, status: int) -> None:
        self.tell(f"{status} never acknowledged")

    def crossed(self, invite: Request, transaction: ServerTransaction, why: Crossing) -> None:
        status = 491 if isinstance(why, RefusePending) else 500
        self.tell(f"{invite.method} answered {status}")
        transaction.respond(transaction.reply(status))

    def acknowledged(self, _ack: Request) -> None:
        self.tell("ACK")

    def hung_up(self, _bye: Request, transaction: ServerTransaction) -> None:
        self.tell("BYE")
        transaction.respond(transaction.reply(200))

    def requested(self, request: Request, transaction: ServerTransaction) -> None:
        self.tell(request.method)
        if self.refuses:
            transaction.respond(transaction.reply(self.refuses))
        elif request.method == "INVITE":
            assert self.leg is not None
            self.leg.answer_invite(transaction, self.dress(transaction.reply(200)))
        else:
            transaction.respond(transaction.reply(200))
