"""The transaction layer of one element: what arrives finds its transaction, or the element itself (its `Core`).

It carries out what the machines of `sip.transaction` ask for, on one address of a host, by UDP and TCP.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Protocol

from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.net.packet import Transport
from voiplab.recording.events import Logged
from voiplab.sip.draft import Draft
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, Response, parse
from voiplab.sip.phrases import phrase_of
from voiplab.sip.reply import reply
from voiplab.sip.salvage import readable_via, salvage
from voiplab.sip.transaction.key import (
    ClientKey,
    LegacyKey,
    MergeKey,
    ServerKey,
    cancelled_key,
    client_key,
    is_merged,
    merge_key,
    server_key,
)
from voiplab.ua.client_transaction import ClientTransaction, Heard
from voiplab.ua.manner import Manner
from voiplab.ua.server_transaction import ServerTransaction
from voiplab.ua.transport import Way, Wire
from voiplab.ua.way_back import received_via, return_address

BY_ITSELF: Final = "stack"
"""The situation of a response that the element gives without asking its user."""


class Core(Protocol):
    """The transaction user: a phone, a registrar, a proxy script, a B2BUA."""

    def received(self, request: Request, transaction: ServerTransaction) -> None:
        """A request that opened a transaction: anything but an ACK."""

    def acknowledged(self, ack: Request) -> None:
        """The ACK to a 2xx."""

    def strayed(self, response: Response) -> None:
        """A response that no transaction waits for: the copy of a 2xx after its transaction's end, or somebody else's."""


class Endpoint:
    """One SIP address of a host."""

    def __init__(self, host: Host, at: Address, manner: Manner, core: Core) -> None:
        """Open the sockets. NotMyAddress, PortInUse."""
        self.host = host
        self.at = at
        self.manner = manner
        self._core = core
        self._wire = Wire(host, at, self._arrived, self._unreachable if manner.heeds_unreachable else None)
        self._clients: dict[ClientKey, ClientTransaction] = {}
        self._servers: dict[ServerKey | LegacyKey, ServerTransaction] = {}
        self._ongoing: dict[MergeKey, ServerKey | LegacyKey] = {}
        self._branches = host.chance("branch")
        self._tags = host.chance("tag")

    def close(self) -> None:
        self._wire.close()

    def tag(self) -> str:
        """A new tag, in the element's own form."""
        return self.manner.tag(self._tags)

    @property
    def transactions(self) -> tuple[str, ...]:
        """The names of those still alive."""
        clients = [transaction.timers.name for transaction in self._clients.values()]
        return (*clients, *(transaction.timers.name for transaction in self._servers.values()))

    # Requests out

    def request(
        self, draft: Draft, to: Address, heard: Heard, transport: Transport = Transport.UDP
    ) -> ClientTransaction:
        """Send a request; `heard` gets each response, or why there is none. The Via is added here."""
        branch = self.manner.branch(self._branches)
        return self._begin(draft, branch, self._way(draft, branch, to, transport), heard)

    def cancel(self, invite: ClientTransaction, fields: Sequence[tuple[str, str]], heard: Heard) -> ClientTransaction:
        """Cancel an INVITE that got a provisional response: same branch, From, To, number (RFC 3261 section 9.1)."""
        original = invite.draft
        draft = Draft(f"CANCEL {original.start.split(' ')[1]} SIP/2.0")
        for name in ("Via", "Route", "Max-Forwards", "From", "To", "Call-ID"):
            draft.fields.extend(pair for pair in original.fields if pair[0] == name)
        draft.add("CSeq", f"{original.value('CSeq').split()[0]} CANCEL")
        draft.fields.extend(fields)
        invite.cancelled()
        return self._begin(draft, invite.branch, invite.way, heard)

    def acknowledge(self, draft: Draft, to: Address, transport: Transport = Transport.UDP) -> Callable[[], None]:
        """Send the ACK to a 2xx; what comes back sends it once more, for a copy of the 2xx."""
        branch = self.manner.branch(self._branches)
        way = self._way(draft, branch, to, transport)
        payload = self.manner.layout.write(draft)
        send = partial(self._wire.send, payload, way, _unheard, self.manner.origins_of(draft))
        send()
        return partial(send, copy=True)

    def _way(self, draft: Draft, branch: str, to: Address, transport: Transport) -> Way:
        """Give the draft its Via. By UDP, unless it is too long for it (RFC 3261 section 18.1.1)."""
        draft.fields.insert(0, ("Via", self.manner.via(transport, self.at, branch)))
        limit = self.manner.tcp_above
        if transport is Transport.UDP and limit is not None and len(self.manner.layout.write(draft)) > limit:
            draft.set("Via", self.manner.via(Transport.TCP, self.at, branch))
            transport = Transport.TCP
        return Way(transport, to)

    def _begin(self, draft: Draft, branch: str, way: Way, heard: Heard) -> ClientTransaction:
        key = ClientKey(branch.lower(), draft.method)
        transaction = ClientTransaction(
            self.host, self._wire, self.manner, draft, branch, way, heard, partial(self._forget_client, key)
        )
        self._clients[key] = transaction
        transaction.start()
        return transaction

    def _forget_client(self, key: ClientKey) -> None:
        del self._clients[key]

    def _unreachable(self, address: Address) -> None:
        for transaction in list(self._clients.values()):
            if transaction.way.transport is Transport.UDP and transaction.way.address == address:
                transaction.unreachable()

    # What arrives

    def _arrived(self, payload: bytes, way: Way) -> None:
        if not payload.strip(b"\r\n\0"):
            return  # a keep-alive: RFC 5626 section 4.4.1
        try:
            message = parse(payload)
        except Malformed as problem:
            self._refuse_malformed(payload, way, problem, phrase_of(400))
            return
        try:
            self._dispatch(message, way)
        except Malformed as problem:
            self._refuse_malformed(payload, way, problem, self.manner.bad_request(message))

    def _dispatch(self, message: Request | Response, way: Way) -> None:
        if isinstance(message, Response):
            self._response(message)
        else:
            self._request(message, way)

    def _refuse_malformed(self, payload: bytes, way: Way, problem: Malformed, phrase: str) -> None:
        """400, if there is enough of a request to say it to (RFC 4475 section 3.3.1)."""
        request = salvage(payload)
        via = None if request is None or request.method == "ACK" else readable_via(request)
        if request is None or via is None:
            self.host.note(Logged("warning", f"malformed message from {way.address} dropped: {problem}"))
            return
        draft = reply(request, 400, phrase)
        draft.situation = BY_ITSELF
        draft.fields[0] = ("Via", str(received_via(via, way.address)))
        if ";tag=" not in draft.value("To").lower():
            draft.set("To", f"{draft.value('To')};tag={self.tag()}")
        back = Way(way.transport, return_address(via, way), way.stream)
        self._wire.send(self.manner.layout.write(draft), back, _unheard)

    def _response(self, response: Response) -> None:
        if not response.has_one_via:
            return  # meant for somebody else: RFC 3261 section 8.1.3.3
        transaction = self._clients.get(client_key(response))
        if transaction is None:
            self._core.strayed(response)
        else:
            transaction.receive(response)

    def _request(self, request: Request, way: Way) -> None:
        key = server_key(request)
        transaction = self._servers.get(key)
        if request.method == "ACK":
            if transaction is None:
                self._core.acknowledged(request)
            else:
                transaction.receive_ack(request)
        elif transaction is not None:
            transaction.receive_again()
        else:
            self._open(request, key, way)

    def _open(self, request: Request, key: ServerKey | LegacyKey, way: Way) -> None:
        via = received_via(request.via, way.address)
        merged = merge_key(request)
        transaction = ServerTransaction(
            self.host,
            self._wire,
            lambda: self.manner,
            request,
            str(self.manner.answered(via, way.address)),
            Way(way.transport, return_address(via, way), way.stream),
            self._core.acknowledged,
            partial(self._forget_server, key, merged),
        )
        self._servers[key] = transaction
        if is_merged(request, self._ongoing):
            self._refuse(transaction, 482, self.manner.merged)
            return
        if merged is not None:
            self._ongoing[merged] = key
        try:
            self._core.received(request, transaction)
        except Malformed:
            # A header that this kind of request needs, and no other.
            self._refuse(transaction, 400, self.manner.bad_request(request))

    def _refuse(self, transaction: ServerTransaction, status: int, phrase: str) -> None:
        draft = transaction.reply(status, phrase, self.tag())
        draft.situation = BY_ITSELF
        transaction.respond(draft)

    def _forget_server(self, key: ServerKey | LegacyKey, merged: MergeKey | None) -> None:
        del self._servers[key]
        if merged is not None and self._ongoing.get(merged) == key:
            del self._ongoing[merged]

    def invite_of(self, cancel: Request) -> ServerTransaction | None:
        """The INVITE that a CANCEL means: RFC 3261 section 9.2."""
        return self._servers.get(cancelled_key(cancel))


def _unheard(_why: str) -> None:
    """An ACK that cannot be sent: the other side repeats its 2xx, and the ACK is tried again."""
