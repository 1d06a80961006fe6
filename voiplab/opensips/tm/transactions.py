"""All transactions of a server, and which of them a message belongs to."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from voiplab.opensips.counters import Counters
from voiplab.opensips.received import Received
from voiplab.opensips.tm.branch import Ending
from voiplab.opensips.tm.branch_id import COOKIE, BranchId, hash_of
from voiplab.opensips.tm.local_transaction import LocalTransaction
from voiplab.opensips.tm.transaction import Transaction
from voiplab.sip.errors import Malformed
from voiplab.sip.transaction.key import LegacyKey, ServerKey, cancelled_key, server_key

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

Key = ServerKey | LegacyKey

_NUMBER: Final = re.compile(r"[0-9]{1,3}")


def _nothing() -> None:
    """Nobody wants to hear it."""


class Dialling(NamedTuple):
    """What an INVITE and the ACK to its 2xx have in common."""

    call_id: str
    from_tag: str
    number: str


class Transactions:
    def __init__(self, server: "Server") -> None:
        self._server = server
        self._by_key: dict[Key, Transaction] = {}
        self._by_prefix: dict[str, Transaction | LocalTransaction] = {}
        self._answered: dict[Dialling, Transaction] = {}
        self._label = server.host.chance("label").below(1 << 32)

    # Requests

    def of(self, received: Received) -> Transaction | None:
        """That of a copy of the request; of an ACK to a negative reply, that of its INVITE."""
        key = _key(received)
        found = None if key is None else self._by_key.get(key)
        if found is not None and received.method == "ACK" and 200 <= found.status < 300:
            return None
        return found

    def cancelled_by(self, cancel: Received) -> Transaction | None:
        request = cancel.request
        assert request is not None
        try:
            key = cancelled_key(request)
        except Malformed:
            return None
        return self._by_key.get(key)

    def acknowledged_by(self, ack: Received) -> Transaction | None:
        """The INVITE whose 2xx this ACK is for, as long as it is remembered."""
        return self._answered.get(_dialling(ack))

    def remember_answered(self, transaction: Transaction) -> None:
        self._answered[_dialling(transaction.request)] = transaction

    def new(self, received: Received, *, is_replicated: bool = False) -> Transaction:
        name = self.new_id(received)
        key = _key(received)
        transaction = Transaction(self._server, received, name, partial(self._forget, key, name))
        transaction.is_replicated = is_replicated
        if key is not None:
            self._by_key[key] = transaction
        self._by_prefix[name.prefix.lower()] = transaction
        self._server.part(Counters).count("tm:UAS_transactions")
        for watcher in received.watchers:
            watcher.begun(transaction)
        transaction.start()
        return transaction

    def new_id(self, received: Received) -> BranchId:
        return self.id_of(received.call_id, received.cseq_number or "")

    def id_of(self, call_id: str, cseq: str) -> BranchId:
        """For a request of the server's own."""
        self._label = (self._label + 1) % (1 << 32)
        return BranchId(hash_of(call_id, cseq), self._label)

    def local(
        self,
        name: BranchId,
        told: Callable[[Ending], None],
        repeated: Callable[[], None] = _nothing,
        forgotten: Callable[[], None] = _nothing,
    ) -> LocalTransaction:
        """For a request of the server's own, which is then sent by it."""
        prefix = name.prefix.lower()
        made = LocalTransaction(self._server, name, told, repeated, partial(self._forget_local, prefix, forgotten))
        self._by_prefix[prefix] = made
        return made

    def _forget_local(self, prefix: str, forgotten: Callable[[], None]) -> None:
        if self._by_prefix.pop(prefix, None) is not None:
            forgotten()

    def _forget(self, key: Key | None, name: BranchId) -> None:
        transaction = self._by_prefix.pop(name.prefix.lower(), None)
        if key is not None and self._by_key.get(key) is transaction:
            del self._by_key[key]
        if isinstance(transaction, Transaction) and self._answered.get(_dialling(transaction.request)) is transaction:
            del self._answered[_dialling(transaction.request)]
        if isinstance(transaction, Transaction):
            for watcher in transaction.request.watchers:
                watcher.forgotten()

    # Replies

    def take(self, reply: Received) -> bool:
        """Hand a reply to its branch; False when it belongs to none."""
        via = reply.via
        branch = (via.branch if via is not None else None) or ""
        prefix, _, number = branch.rpartition(".")
        transaction = self._by_prefix.get(f"{prefix}.".lower()) if branch.startswith(COOKIE) else None
        if transaction is None or not _NUMBER.fullmatch(number) or int(number) >= len(transaction.branches):
            return False
        self._server.part(Counters).count("tm:received_replies")
        transaction.branches[int(number)].receive(reply)
        return True

    @property
    def count(self) -> int:
        """How many there are now."""
        return len(self._by_prefix)

    @property
    def leftovers(self) -> Sequence[str]:
        return [left for transaction in self._by_prefix.values() for left in transaction.leftovers]


def _key(received: Received) -> Key | None:
    request = received.request
    assert request is not None, "replies are found by their branch"
    try:
        return server_key(request)
    except Malformed:
        return None


def _dialling(received: Received) -> Dialling:
    from_ = received.address("From")
    return Dialling(received.call_id, (from_.tag if from_ is not None else None) or "", received.cseq_number or "")
