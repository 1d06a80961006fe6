"""A call that this element makes: INVITE, provisional responses acknowledged by PRACK, CANCEL, the answer and its ACK.

RFC 3261 sections 9.1 and 13.2, RFC 3262 section 4. A forked INVITE makes an early dialog for each To tag; the first 2xx
wins, and a later one is acknowledged and hung up (section 13.2.2.4).
"""

from collections.abc import Callable, Sequence
from typing import Final

from voiplab.net.address import Address
from voiplab.net.packet import Transport
from voiplab.sip.dialog import Dialog
from voiplab.sip.dialog_set import DialogSet
from voiplab.sip.draft import Draft
from voiplab.sip.headers.sequence import RAck
from voiplab.sip.message import Response
from voiplab.sip.offer_answer import Carrier
from voiplab.sip.reliable import PrackClient, Reception
from voiplab.ua.client_transaction import ClientTransaction, Outcome, Silence
from voiplab.ua.endpoint import Endpoint
from voiplab.ua.leg import Calls, Leg, LegState, LegUser, unheard

Dress = Callable[[Draft], Draft]
"""Completes a request of the dialog in the user's manner: Contact and the like."""

DROPPED: Final = (Reception.REPEATED, Reception.AFTER_A_GAP)
"""Of these nobody is told: RFC 3262 section 4."""


class OutgoingLeg(Leg):
    """`invite` may be called again after a refusal: with credentials, or to where a 3xx points."""

    def __init__(
        self, endpoint: Endpoint, calls: Calls, user: LegUser, call_id: str, local_tag: str, dress: Dress
    ) -> None:
        super().__init__(endpoint, calls, user, call_id, local_tag)
        self._dress = dress
        self._attempt: tuple[ClientTransaction, DialogSet] | None = None
        self._pracks: dict[str, PrackClient] = {}
        self._acks: dict[str, Callable[[], None]] = {}
        self._cancel_fields: Sequence[tuple[str, str]] = ()

    def invite(self, draft: Draft, to: Address, transport: Transport = Transport.UDP) -> None:
        self.transport = transport
        self._pracks.clear()
        transaction = self.endpoint.request(draft, to, self._heard, transport)
        self._attempt = transaction, DialogSet(transaction.request)
        self.turn.take(transaction)
        self.offers.sent(Carrier.INVITE, draft, transaction)

    def cancel(self, fields: Sequence[tuple[str, str]]) -> None:
        """Give the call up: CANCEL with these fields at once, or as soon as a provisional response allows it (section 9.1)."""
        self.move(LegState.CANCELLED)
        self._cancel_fields = fields
        self._cancel_if_possible()

    @property
    def is_pending(self) -> bool:
        """No final response has come to the INVITE."""
        return self._attempt is not None and not self._attempt[0].is_answered

    def acknowledge(self, draft: Draft) -> None:
        """Send the ACK that `draft` is; copies of the 2xx are answered by copies of it."""
        assert self.dialog is not None
        self.offers.sent(Carrier.ACK, draft)
        self._acks[self.dialog.remote_tag] = self.acknowledge_in(self.dialog, draft)

    # What comes back

    def _heard(self, outcome: Outcome) -> None:
        if isinstance(outcome, Silence) or outcome.status >= 300:
            self._refused(outcome)
        elif outcome.status >= 200:
            self._success(outcome)
        else:
            self._provisional(outcome)

    def _refused(self, outcome: Outcome) -> None:
        """The user may invite again from within; if it does not, the call is over."""
        if self.is_over:
            return  # only the ACK of the refusal could not be sent
        before = self._attempt
        self.user.refused(outcome)
        if self._attempt is before and not self.is_over:
            self.move(LegState.ENDED)

    def _provisional(self, response: Response) -> None:
        self._cancel_if_possible()
        dialog = self._dialog_of(response)
        verdict = None if dialog is None else self._acknowledge_provisional(response, dialog)
        if verdict in DROPPED:
            return
        self.offers.received(Carrier.RELIABLE if isinstance(verdict, RAck) else Carrier.PROVISIONAL, response)
        if self.state is LegState.CANCELLED:
            return
        if dialog is not None:
            self.dialog = dialog
            self.move(LegState.EARLY)
        self.user.progressed(response)

    def _dialog_of(self, response: Response) -> Dialog | None:
        assert self._attempt is not None
        return self._attempt[1].receive(response)

    def _acknowledge_provisional(self, response: Response, dialog: Dialog) -> RAck | Reception:
        verdict = self._pracks.setdefault(dialog.remote_tag, PrackClient()).receive(response)
        if isinstance(verdict, RAck):
            prack = dialog.request("PRACK")
            prack.add("RAck", str(verdict))
            self.request_in(dialog, self._dress(prack), self._prack_heard)
        return verdict

    def _prack_heard(self, outcome: Outcome) -> None:
        """A callee that answers no PRACK is no partner for a call: the INVITE is cancelled, or given up if nobody is there."""
        if self.state is not LegState.EARLY or self._attempt is None:
            return
        if outcome is Silence.TIMEOUT:
            self.cancel(())
        elif outcome is Silence.UNREACHABLE:
            self._attempt[0].abandon()
            self._refused(Silence.TIMEOUT)

    def _success(self, response: Response) -> None:
        tag = response.to_tag or ""
        if tag in self._acks:
            self._acks[tag]()
            return
        dialog = self._dialog_of(response)
        assert dialog is not None
        if self.state in (LegState.CANCELLED, LegState.UP, LegState.ENDED):
            self._decline_answer(tag, dialog)
            return
        self.dialog = dialog
        self.offers.received(Carrier.SUCCESS, response)
        self.move(LegState.UP)
        self.user.answered(response)

    def _decline_answer(self, tag: str, dialog: Dialog) -> None:
        """An answer that nobody wants any more: acknowledged, then hung up."""
        self._acks[tag] = self.acknowledge_in(dialog, self._dress(dialog.request("ACK")))
        self.request_in(dialog, self._dress(dialog.request("BYE")), unheard)
        dialog.end()
        if self.state is LegState.CANCELLED:
            self.user.refused(Silence.TIMEOUT)
            self.move(LegState.ENDED)

    def _cancel_if_possible(self) -> None:
        if self._attempt is None or self.state is not LegState.CANCELLED:
            return
        transaction, _ = self._attempt
        if transaction.may_be_cancelled:
            self.endpoint.cancel(transaction, self._cancel_fields, unheard)
