"""Whoever follows a transaction from its beginning to its end."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiplab.opensips.received import Received
    from voiplab.opensips.tm.transaction import Transaction


class Watcher:
    """Each of these does nothing until somebody has something to do then."""

    def begun(self, transaction: "Transaction") -> None:
        """The request has its transaction."""

    def built(self, payload: bytes) -> None:
        """The request is about to be sent along one more branch."""

    def leaving(self, status: int, payload: bytes, reply: "Received | None") -> None:
        """A reply is about to be sent back: a branch's, or one of the server's own."""

    def cancelled(self) -> None:
        """By whoever has sent the request."""

    def forgotten(self) -> None:
        """Nothing is left of the transaction, or there has never been one."""
