"""A re-INVITE of a leg whose media are passed: it goes on to the other leg, and the answer comes back (sofia.c)."""

from functools import partial
from typing import TYPE_CHECKING, Final

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.sofia.passing import PassedMedia
from voiplab.freeswitch.sofia.phrases import phrase_of
from voiplab.freeswitch.sofia.sessions import session_of
from voiplab.sdp.session import Session
from voiplab.sip.message import Request, Response
from voiplab.ua.client_transaction import Outcome
from voiplab.ua.server_transaction import ServerTransaction

if TYPE_CHECKING:
    from voiplab.freeswitch.sofia.line import SofiaLine

REQUEST_PENDING: Final = 491
REQUEST_TIMEOUT: Final = 408


def pass_on(line: "SofiaLine", media: PassedMedia, request: Request, transaction: ServerTransaction) -> None:
    """Without an offer there is nothing to pass: what was said is said again."""
    if line.leg.is_over:
        return
    offer = session_of(request)
    if offer is None:
        line.accept_again(request, transaction, media.again())
    elif line.channel.partner is None or media.other is None:
        line.channel.log("warning", "Re-INVITE to a proxy mode channel that is not in a bridge.")
        line.channel.hang_up(Cause.DESTINATION_OUT_OF_ORDER)
    elif not media.other.may_invite():
        line.reply(transaction, REQUEST_PENDING)
    else:
        PassedReinvite(line, media, offer, request, transaction).go_on(media.other)


class PassedReinvite:
    """From the INVITE of one leg to its reply."""

    def __init__(
        self, line: "SofiaLine", media: PassedMedia, offer: Session, request: Request, transaction: ServerTransaction
    ) -> None:
        self._line = line
        self._media = media
        self._offer = offer
        self._request = request
        self._transaction = transaction
        self._before = media.remote

    def go_on(self, other: PassedMedia) -> None:
        self._line.channel.log("debug", "Passing SDP to other leg.")
        self._media.remote = self._offer
        other.reinvite(other.offer(), self._heard)

    def _heard(self, outcome: Outcome) -> None:
        status = outcome.status if isinstance(outcome, Response) else REQUEST_TIMEOUT
        if status >= 200:
            self._line.channel.log("debug", f"Passing {status} {phrase_of(status)} to other leg")
            act = self._accept if status < 300 else partial(self._refuse, status)
            self._line.ground.later(latency.PASS_SDP, act)

    def _accept(self) -> None:
        if not self._line.leg.is_over:
            self._line.accept_again(self._request, self._transaction, self._media.answer(self._offer))

    def _refuse(self, status: int) -> None:
        """Everything stays as it was (RFC 3261 section 14.1)."""
        self._media.remote = self._before
        if not self._line.leg.is_over:
            self._line.reply(self._transaction, status)
