"""One SIP user agent: an endpoint and the calls on it. What belongs to no call goes to its `Outside`."""

from typing import Protocol

from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.sip.message import Request, Response
from voiplab.ua.endpoint import Endpoint
from voiplab.ua.leg import Calls
from voiplab.ua.manner import Manner
from voiplab.ua.server_transaction import ServerTransaction


class Outside(Protocol):
    """The product around the calls: a phone, or a profile of a server."""

    def arrived(self, request: Request, transaction: ServerTransaction) -> None:
        """A request of no call that is known: an INVITE, a REGISTER; also one with the tag of a call that is over."""


class Element:
    """The transaction user of its endpoint: it finds the call that a message belongs to."""

    def __init__(self, host: Host, at: Address, manner: Manner, outside: Outside) -> None:
        """Open the sockets. NotMyAddress, PortInUse."""
        self.calls = Calls()
        self.endpoint = Endpoint(host, at, manner, self)
        self._outside = outside

    def received(self, request: Request, transaction: ServerTransaction) -> None:
        if request.method == "CANCEL":
            self._cancel(request, transaction)
            return
        leg = self.calls.of(request) if request.to_tag is not None else None
        if leg is not None:
            leg.receive(request, transaction)
        else:
            self._outside.arrived(request, transaction)

    def _cancel(self, cancel: Request, transaction: ServerTransaction) -> None:
        """RFC 3261 section 9.2: too late after a final response, and nobody's without a transaction."""
        invite = self.endpoint.invite_of(cancel)
        if invite is None or invite.cancelled is None:
            self._outside.arrived(cancel, transaction)
        elif invite.is_answered:
            transaction.respond(transaction.reply(200))
        else:
            invite.cancelled(cancel, transaction)

    def acknowledged(self, ack: Request) -> None:
        leg = self.calls.of(ack)
        if leg is not None:
            leg.receive_ack(ack)

    def strayed(self, response: Response) -> None:
        """A copy of a 2xx whose transaction is gone, or somebody else's: RFC 3261 section 18.1.2 drops it."""

    @property
    def leftovers(self) -> tuple[str, ...]:
        """Calls and transactions that are still alive."""
        return (*self.calls.alive, *self.endpoint.transactions)
