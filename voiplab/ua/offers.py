"""Whose offer waits for its answer in a call (RFC 3264 section 4); on it depends what an UPDATE may bring (RFC 3311)."""

from voiplab.sip.draft import Draft
from voiplab.sip.message import Message
from voiplab.sip.offer_answer import OFFERING, Carrier, Meaning, OfferAnswer, Side
from voiplab.ua.client_transaction import ClientTransaction
from voiplab.ua.server_transaction import ServerTransaction

Transaction = ClientTransaction | ServerTransaction


class Offers:
    """Told of every message of the call that may have a session description."""

    def __init__(self) -> None:
        self._exchange = OfferAnswer()
        self._asking: Transaction | None = None
        """The request that opened the exchange: once it has its final response, no answer comes any more."""

    def sent(self, carrier: Carrier, draft: Draft, transaction: Transaction | None = None) -> None:
        if draft.body or carrier is Carrier.INVITE:
            self._passes(Side.LOCAL, carrier if draft.body else Carrier.EMPTY_INVITE, transaction)

    def received(self, carrier: Carrier, message: Message, transaction: Transaction | None = None) -> Meaning:
        if message.body or carrier is Carrier.INVITE:
            return self._passes(Side.REMOTE, carrier if message.body else Carrier.EMPTY_INVITE, transaction)
        return Meaning.NOTHING

    def _passes(self, side: Side, carrier: Carrier, transaction: Transaction | None) -> Meaning:
        if (carrier in OFFERING or carrier is Carrier.EMPTY_INVITE) and not self._exchange.may_offer:
            self._give_up_if_answered()
            if carrier is Carrier.EMPTY_INVITE and not self._exchange.may_offer:
                return Meaning.NOTHING
        meaning = self._exchange.meaning(side, carrier)
        if meaning not in (Meaning.GLARE, Meaning.TOO_SOON):
            meaning = self._exchange.take(side, carrier)
            self._asking = transaction or self._asking
        return meaning

    def _give_up_if_answered(self) -> None:
        if self._asking is None or self._asking.is_answered:
            self._exchange.refuse()
