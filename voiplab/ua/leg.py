"""One call of one element: an INVITE and the dialog that it makes (RFC 3261 sections 13 to 15).

What both ends do alike stands here; `outgoing.py` and `incoming.py` have the two beginnings.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Final, Protocol

from voiplab.net.host import Host
from voiplab.net.packet import Transport
from voiplab.sip.dialog import Dialog
from voiplab.sip.draft import Draft
from voiplab.sip.glare import Effect as Crossing
from voiplab.sip.glare import RefusePending, RefuseTooSoon
from voiplab.sip.message import Request, Response
from voiplab.sip.offer_answer import Carrier, Meaning
from voiplab.sip.words import Words
from voiplab.ua.answering import Answering
from voiplab.ua.client_transaction import ClientTransaction, Heard, Outcome
from voiplab.ua.endpoint import Endpoint
from voiplab.ua.next_hop import address_of, transport_of
from voiplab.ua.offers import Offers
from voiplab.ua.server_transaction import ServerTransaction
from voiplab.ua.timers import record_move
from voiplab.ua.turn import Turn

CROSSINGS: Final[Mapping[Meaning, Sequence[Crossing]]] = {
    **dict.fromkeys(Meaning, ()),
    Meaning.GLARE: (RefusePending(),),
    Meaning.TOO_SOON: (RefuseTooSoon(),),
}
"""What a session description means for the request that brings it."""


class LegState(Words):
    INVITED = "invited"
    EARLY = "early"
    CANCELLED = "cancelled"
    UP = "up"
    ENDED = "ended"


class Prack(Enum):
    """What a PRACK means to whoever sent the reliable response."""

    MATCHES = "acknowledges the response that waits for it"
    STRAY = "matches no response that waits"

    __hash__ = object.__hash__


class LegUser(Protocol):
    """A phone, or a channel of a server: it is told what happens, and answers requests in its own words."""

    # an outgoing call

    def progressed(self, response: Response) -> None:
        """A provisional response; if it was reliable it has been acknowledged by a PRACK."""

    def answered(self, response: Response) -> None:
        """A 2xx: it is for the user to acknowledge it (`OutgoingLeg.acknowledge`)."""

    def refused(self, outcome: Outcome) -> None:
        """A final response other than 2xx, or silence. The leg may invite again (credentials, another target)."""

    # an incoming call

    def cancelled(self, cancel: Request, transaction: ServerTransaction) -> None:
        """Answer both the CANCEL and the INVITE."""

    def pracked(self, prack: Request, transaction: ServerTransaction, verdict: Prack) -> None:
        """Answer the PRACK: 200, or 481."""

    def unacknowledged(self, status: int) -> None:
        """A reliable provisional response was never acknowledged, or (status 200) the answer."""

    # a dialog

    def crossed(self, invite: Request, transaction: ServerTransaction, why: Crossing) -> None:
        """Refuse an INVITE that came while another one is under way: 491, or 500 with Retry-After (RFC 3261 section 14.2).

        Or an UPDATE with an offer that came while another offer waits for its answer (RFC 3311 section 5.2).
        """

    def acknowledged(self, ack: Request) -> None:
        """The ACK to our 2xx, the first one or that of a re-INVITE."""

    def hung_up(self, bye: Request, transaction: ServerTransaction) -> None:
        """Answer the BYE. The leg has ended."""

    def requested(self, request: Request, transaction: ServerTransaction) -> None:
        """Any other request of the dialog: answer it."""


class Nobody:
    """Who hears of a call that its user is through with."""

    def _hear(self, *_what: object) -> None:
        """Nothing more comes of it."""

    progressed = answered = refused = cancelled = pracked = unacknowledged = _hear
    crossed = acknowledged = hung_up = requested = _hear


NOBODY: Final = Nobody()


class Leg:
    """`name` is the Call-ID. A leg is listed with its `Calls` from its beginning to its end."""

    def __init__(self, endpoint: Endpoint, calls: "Calls", user: LegUser, call_id: str, local_tag: str) -> None:
        self.endpoint = endpoint
        self.user = user
        self.call_id = call_id
        self.local_tag = local_tag
        self.state = LegState.INVITED
        self.dialog: Dialog | None = None
        self.transport = Transport.UDP
        """Of the INVITE; a request of the dialog takes it too, unless the other end's address names another one."""
        self.turn = Turn()
        self.offers = Offers()
        self._calls = calls
        self._answers: dict[int, Answering] = {}
        calls.add(self)
        record_move(self.host, call_id, "call", "", self.state.words, call_id)

    @property
    def host(self) -> Host:
        return self.endpoint.host

    @property
    def is_over(self) -> bool:
        return self.state is LegState.ENDED

    def move(self, state: LegState) -> None:
        record_move(self.host, self.call_id, "call", self.state.words, state.words, self.call_id)
        self.state = state
        if state is LegState.ENDED:
            self._calls.remove(self)

    # Requests in the dialog

    def draft(self, method: str) -> Draft:
        """A request of the dialog, to be completed and given to `send`."""
        assert self.dialog is not None
        return self.dialog.request(method)

    def send(self, draft: Draft, heard: Heard) -> ClientTransaction:
        assert self.dialog is not None
        transaction = self.request_in(self.dialog, draft, heard)
        if transaction.is_invite:
            self.turn.take(transaction)
            self.offers.sent(Carrier.INVITE, draft, transaction)
        return transaction

    def request_in(self, dialog: Dialog, draft: Draft, heard: Heard) -> ClientTransaction:
        """A request of one of the call's dialogs: a fork makes several."""
        hop = dialog.next_hop
        return self.endpoint.request(draft, address_of(hop), heard, transport_of(hop, self.transport))

    def acknowledge_in(self, dialog: Dialog, draft: Draft) -> Callable[[], None]:
        """Send the ACK to a 2xx; what comes back sends it once more, for a copy of the 2xx."""
        hop = dialog.next_hop
        return self.endpoint.acknowledge(draft, address_of(hop), transport_of(hop, self.transport))

    def reinvite(self, draft: Draft, heard: Heard, ack: Callable[[Response], Draft]) -> None:
        """Send another INVITE in the dialog. `ack` writes the ACK to its 2xx, after `heard` was told; copies get copies."""
        repeat: list[Callable[[], None]] = []

        def receive(outcome: Outcome) -> None:
            if not isinstance(outcome, Response) or not 200 <= outcome.status < 300:
                heard(outcome)
            elif repeat:
                repeat[0]()
            else:
                assert self.dialog is not None
                self.dialog.refresh(outcome)
                self.offers.received(Carrier.SUCCESS, outcome)
                heard(outcome)
                draft = ack(outcome)
                self.offers.sent(Carrier.ACK, draft)
                repeat.append(self.acknowledge_in(self.dialog, draft))

        self.send(draft, receive)

    def hang_up(self, draft: Draft) -> None:
        """Send the BYE that `draft` is; the call is over at once (RFC 3261 section 15.1.1)."""
        self.send(draft, unheard)
        self.end()

    def end(self) -> None:
        """The dialog is over: nothing of it is expected, or repeated, any more."""
        if self.dialog is not None:
            self.dialog.end()
        for answering in self._answers.values():
            answering.end()
        self._answers.clear()
        self.move(LegState.ENDED)

    def release(self) -> None:
        """The user is through with the call, and may be forgotten: what holds each other goes only when it is looked for."""
        self.user = NOBODY

    def answer_invite(self, transaction: ServerTransaction, draft: Draft) -> None:
        """Send a 2xx to the INVITE of the call or to a later one; it is repeated until its ACK comes."""
        number = transaction.request.cseq.number
        answering = Answering(
            self.host, transaction, draft, self.endpoint.manner.timing, lambda: self.user.unacknowledged(200)
        )
        self._answers[number] = answering
        self.offers.sent(Carrier.SUCCESS, draft)
        answering.start()

    # Requests of the dialog that arrive

    def receive(self, request: Request, transaction: ServerTransaction) -> None:
        """A request with our tag in To."""
        if self.dialog is not None and not self.dialog.accepts(request):
            transaction.respond(transaction.reply(500))  # out of order: RFC 3261 section 12.2.2
        elif request.method == "BYE":
            self.end()
            self.user.hung_up(request, transaction)
        elif crossings := self._crossings(request, transaction):
            self.user.crossed(request, transaction, crossings[0])
        else:
            self.take(request, transaction)

    def _crossings(self, request: Request, transaction: ServerTransaction) -> Sequence[Crossing]:
        """Why an INVITE, or an UPDATE with an offer, cannot be answered now."""
        if request.method == "INVITE":
            crossings = self.turn.give(transaction)
            if not crossings:
                self.offers.received(Carrier.INVITE, request, transaction)
            return crossings
        if request.method == "UPDATE":
            return CROSSINGS[self.offers.received(Carrier.UPDATE, request, transaction)]
        return ()

    def take(self, request: Request, transaction: ServerTransaction) -> None:
        """Anything but BYE."""
        self.user.requested(request, transaction)

    def receive_ack(self, ack: Request) -> None:
        """The ACK to one of our 2xx; the user hears of the first copy."""
        answering = self._answers.pop(ack.cseq.number, None)
        if answering is not None and answering.acknowledge():
            self.offers.received(Carrier.ACK, ack)
            self.user.acknowledged(ack)


class Calls:
    """The legs of one element, found by dialog: (Call-ID, local tag)."""

    def __init__(self) -> None:
        self._legs: dict[tuple[str, str], Leg] = {}

    def add(self, leg: Leg) -> None:
        self._legs[leg.call_id, leg.local_tag] = leg

    def remove(self, leg: Leg) -> None:
        self._legs.pop((leg.call_id, leg.local_tag), None)

    def of(self, request: Request) -> Leg | None:
        """The leg whose dialog the request belongs to."""
        return self._legs.get((request.call_id, request.to_tag or ""))

    @property
    def alive(self) -> tuple[str, ...]:
        return tuple(f"call {leg.call_id} ({leg.state.words})" for leg in self._legs.values())


def unheard(_outcome: Outcome) -> None:
    """Whatever comes back changes nothing."""
