"""A call that comes to this element: provisional responses, reliable or not, the answer until its ACK, or a refusal.

RFC 3261 sections 9.2 and 13.3, RFC 3262 section 3. Responses are drafts of the user's: `reply` begins one.
"""

from collections.abc import Iterable
from typing import assert_never

from voiplab.sip.dialog import Dialog
from voiplab.sip.draft import Draft
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.sequence import RAck
from voiplab.sip.message import Request
from voiplab.sip.offer_answer import Carrier
from voiplab.sip.reliable import (
    OPTION_TAG,
    AcceptPrack,
    AnswerNow,
    Effect,
    GivenUp,
    HoldBack,
    RefusePrack,
    ReliableProvisionals,
)
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import Arm, Disarm, Send, SendAgain
from voiplab.ua.endpoint import Endpoint
from voiplab.ua.leg import Calls, Leg, LegState, LegUser, Prack
from voiplab.ua.server_transaction import ServerTransaction
from voiplab.ua.timers import Timers


class IncomingLeg(Leg):
    """Made for an INVITE outside of a dialog."""

    def __init__(
        self,
        endpoint: Endpoint,
        calls: Calls,
        user: LegUser,
        transaction: ServerTransaction,
        local_tag: str,
        number_before: int,
        hold_back: HoldBack,
    ) -> None:
        """`number_before` is one less than the CSeq number of our first own request in the dialog."""
        self.transaction = transaction
        self.request = transaction.request
        super().__init__(endpoint, calls, user, self.request.call_id, local_tag)
        self.dialog = Dialog.as_uas(self.request, local_tag, number_before)
        timing = endpoint.manner.timing
        self._reliable = ReliableProvisionals(
            self.request.cseq.number, endpoint.manner.rseq(endpoint.host.chance("rseq")), timing, hold_back
        )
        self.transport = transaction.way.transport
        self.turn.give(transaction)
        self.offers.received(Carrier.INVITE, self.request, transaction)
        self._held_answer: Draft | None = None
        self._prack: tuple[Request, ServerTransaction] | None = None
        self._timers = Timers(endpoint.host, f"leg {self.call_id}")
        transaction.cancelled = self._receive_cancel

    def reply(self, status: int, phrase: str | None = None) -> Draft:
        """A response to the INVITE, with our tag."""
        return self.transaction.reply(status, phrase, self.local_tag)

    # Responses

    def progress(self, draft: Draft) -> None:
        """Send a provisional response unreliably."""
        if draft.status != 100:
            self.move(LegState.EARLY)
        self.offers.sent(Carrier.PROVISIONAL, draft)
        self.transaction.respond(draft)

    def progress_reliably(self, draft: Draft) -> None:
        """Send a provisional response that has to be acknowledged; RSeq and Require are added here."""
        self.move(LegState.EARLY)
        draft.add("RSeq", str(self._reliable.next_rseq))
        draft.add("Require", OPTION_TAG)
        self.offers.sent(Carrier.RELIABLE, draft)
        payload = self.transaction.write(draft)
        self._carry_out(self._reliable.send(payload, has_session=bool(draft.body)))

    def accept(self, draft: Draft) -> None:
        """Send the 2xx, as soon as no reliable provisional response has to be acknowledged first."""
        self._held_answer = draft
        self._carry_out(self._reliable.answer())

    def refuse(self, draft: Draft) -> None:
        """Send a final response other than 2xx; the call is over."""
        self._carry_out(self._reliable.refuse())
        self.transaction.respond(draft)
        self.dialog_of_call.fail()
        self.move(LegState.ENDED)

    @property
    def is_answered(self) -> bool:
        """A final response was sent. One that is held back was not."""
        return self.transaction.is_answered

    @property
    def dialog_of_call(self) -> Dialog:
        assert self.dialog is not None
        return self.dialog

    # What arrives

    def _receive_cancel(self, cancel: Request, transaction: ServerTransaction) -> None:
        self.user.cancelled(cancel, transaction)

    def take(self, request: Request, transaction: ServerTransaction) -> None:
        rack = _rack(request) if request.method == "PRACK" else None
        if rack is None:
            super().take(request, transaction)
        else:
            self._prack = (request, transaction)
            self._carry_out(self._reliable.receive_prack(rack))

    # The machine at work

    def _fire(self, timer: Timer) -> None:
        self._carry_out(self._reliable.fire(timer))

    def _carry_out(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send(payload):
                    self.transaction.put(_status(payload), payload)
                case SendAgain(payload):
                    self.transaction.put_again(payload)
                case Arm(timer, after):
                    self._timers.arm(timer, after, self._fire)
                case Disarm(timer):
                    self._timers.disarm(timer)
                case AcceptPrack():
                    self._answer_prack(Prack.MATCHES)
                case RefusePrack():
                    self._answer_prack(Prack.STRAY)
                case AnswerNow():
                    self._send_answer()
                case GivenUp():
                    self.user.unacknowledged(180)
                case _:
                    assert_never(effect)

    def _answer_prack(self, verdict: Prack) -> None:
        assert self._prack is not None
        prack, transaction = self._prack
        self.user.pracked(prack, transaction, verdict)

    def _send_answer(self) -> None:
        assert self._held_answer is not None
        self.dialog_of_call.answer()
        self.move(LegState.UP)
        self.answer_invite(self.transaction, self._held_answer)


def _status(payload: bytes) -> int:
    return int(payload[8:11])


def _rack(prack: Request) -> RAck | None:
    """None when it is missing or cannot be read: the user answers 400."""
    try:
        return prack.rack
    except Malformed:
        return None
