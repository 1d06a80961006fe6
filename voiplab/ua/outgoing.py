"""A call that this element makes: INVITE, provisional responses acknowledged by PRACK, CANCEL, the answer and its ACK.

RFC 3261 sections 9.1 and 13.2, RFC 3262 section 4. A forked INVITE makes an early dialog for each To tag; the first 2xx
wins, and a later one is acknowledged and hung up (section 13.2.2.4).
"""

from collections.abc import Callable

from voiplab.net.address import Address
from voiplab.net.packet import Transport
from voiplab.sip.dialog import Dialog
from voiplab.sip.draft import Draft
from voiplab.sip.headers.sequence import RAck
from voiplab.sip.message import Response
from voiplab.sip.reliable import PrackClient, Reception
from voiplab.ua.client_transaction import ClientTransaction, Outcome, Silence
from voiplab.ua.endpoint import Endpoint
from voiplab.ua.leg import Calls, Leg, LegState, LegUser, address_of

Dress = Callable[[Draft], Draft]
"""Completes a request of the dialog in the user's manner: Contact and the like."""


class OutgoingLeg(Leg):
    """`invite` may be called again after a refusal: with credentials, or to where a 3xx points."""

    def __init__(
        self, endpoint: Endpoint, calls: Calls, user: LegUser, call_id: str, local_tag: str, dress: Dress
    ) -> None:
        super().__init__(endpoint, calls, user, call_id, local_tag)
        self._dress = dress
        self._early: dict[str, Dialog] = {}
        self._pracks: dict[str, PrackClient] = {}
        self._acks: dict[str, Callable[[], None]] = {}
        self._cancel: list[tuple[str, str]] | None = None
        self._transaction: ClientTransaction | None = None

    def invite(self, draft: Draft, to: Address, transport: Transport = Transport.UDP) -> None:
        self._early.clear()
        self._pracks.clear()
        self._transaction = self.endpoint.request(draft, to, self._heard, transport)

    def cancel(self, fields: list[tuple[str, str]]) -> None:
        """Give the call up: CANCEL with these fields at once, or as soon as a provisional response allows it (section 9.1)."""
        self.move(LegState.CANCELLED)
        self._cancel = fields
        self._send_cancel()

    def acknowledge(self, draft: Draft) -> None:
        """Send the ACK that `draft` is; copies of the 2xx are answered by copies of it."""
        assert self.dialog is not None
        self._acks[self.dialog.remote_tag] = self.endpoint.acknowledge(draft, self.next_hop)

    def _heard(self, outcome: Outcome) -> None:
        if isinstance(outcome, Silence) or outcome.status >= 300:
            self._refused(outcome)
        elif outcome.status >= 200:
            self._success(outcome)
        else:
            self._provisional(outcome)

    def _refused(self, outcome: Outcome) -> None:
        """The user may invite again from within; if it does not, the call is over."""
        before = self._transaction
        self.user.refused(outcome)
        if self._transaction is before and not self.is_over:
            self.move(LegState.ENDED)

    def _provisional(self, response: Response) -> None:
        self._send_cancel()
        tag = response.to_tag
        if tag is None:
            if self.state is not LegState.CANCELLED:
                self.user.progressed(response)
            return
        dialog = self._early_dialog(tag, response)
        if not self._acknowledge_provisional(tag, response, dialog):
            return
        if self.state is LegState.CANCELLED:
            return
        self.dialog = dialog
        self.move(LegState.EARLY)
        self.user.progressed(response)

    def _early_dialog(self, tag: str, response: Response) -> Dialog:
        assert self._transaction is not None
        dialog = self._early.get(tag)
        if dialog is None:
            dialog = self._early[tag] = Dialog.as_uac(self._transaction.request, response)
            # RFC 3261 section 12.1.2 takes the remote URI from the request: whatever the response made of it, we keep ours.
            dialog.remote = f"{self._transaction.draft.value('To')};tag={tag}"
        else:
            dialog.refresh(response)
        return dialog

    def _acknowledge_provisional(self, tag: str, response: Response, dialog: Dialog) -> bool:
        """Whether the user is to hear of it: not of a copy, nor of one after a gap (RFC 3262 section 4)."""
        pracks = self._pracks.setdefault(tag, PrackClient())
        verdict = pracks.receive(response)
        if isinstance(verdict, RAck):
            prack = dialog.request("PRACK")
            prack.add("RAck", str(verdict))
            self.endpoint.request(self._dress(prack), address_of(dialog.next_hop), self._prack_heard)
        return verdict not in (Reception.REPEATED, Reception.AFTER_A_GAP)

    def _prack_heard(self, outcome: Outcome) -> None:
        """A callee that answers no PRACK is no partner for a call: the INVITE is cancelled."""
        if outcome is Silence.TIMEOUT and self.state is LegState.EARLY:
            self.cancel([])

    def _success(self, response: Response) -> None:
        tag = response.to_tag or ""
        if tag in self._acks:
            self._acks[tag]()
            return
        dialog = self._early_dialog(tag, response)
        dialog.confirm(response)
        if self.state in (LegState.CANCELLED, LegState.UP, LegState.ENDED):
            self._decline_answer(tag, dialog)
            return
        self.dialog = dialog
        self.move(LegState.UP)
        self.user.answered(response)

    def _decline_answer(self, tag: str, dialog: Dialog) -> None:
        """An answer that nobody wants any more: acknowledged, then hung up."""
        hop = address_of(dialog.next_hop)
        self._acks[tag] = self.endpoint.acknowledge(self._dress(dialog.request("ACK")), hop)
        self.endpoint.request(self._dress(dialog.request("BYE")), hop, _bye_answered)
        if self.state is LegState.CANCELLED:
            self.user.refused(Silence.TIMEOUT)
            self.move(LegState.ENDED)

    def _send_cancel(self) -> None:
        transaction = self._transaction
        if self._cancel is not None and transaction is not None and transaction.may_be_cancelled:
            fields, self._cancel = self._cancel, None
            self.endpoint.cancel(transaction, fields, _cancel_answered)


def _bye_answered(_outcome: Outcome) -> None:
    """The call is over whatever comes back."""


def _cancel_answered(_outcome: Outcome) -> None:
    """What counts is the final response to the INVITE."""
