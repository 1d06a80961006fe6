"""Whose turn it is to INVITE in a dialog: RFC 3261 section 14. The transactions under way say when it is over."""

from collections.abc import Sequence

from voiplab.sip.glare import Effect as Crossing
from voiplab.sip.glare import InviteTurn
from voiplab.ua.client_transaction import ClientTransaction
from voiplab.ua.server_transaction import ServerTransaction


class Turn:
    """Of one call."""

    def __init__(self) -> None:
        self._turn = InviteTurn()
        self._under_way: ClientTransaction | ServerTransaction | None = None

    @property
    def is_free(self) -> bool:
        """Not while another INVITE is under way, in either direction."""
        self._settle()
        return self._turn.may_send

    def take(self, transaction: ClientTransaction) -> None:
        """An INVITE of ours is under way."""
        self._settle()
        self._turn.send()
        self._under_way = transaction

    def give(self, transaction: ServerTransaction) -> Sequence[Crossing]:
        """An INVITE has arrived: nothing, or why it cannot be answered now."""
        self._settle()
        crossings = self._turn.receive()
        if not crossings:
            self._under_way = transaction
        return crossings

    def _settle(self) -> None:
        """The INVITE that was under way may have got its final response meanwhile."""
        if self._under_way is not None and self._under_way.is_answered:
            self._turn.settle()
            self._under_way = None
