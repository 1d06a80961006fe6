"""All calls of the back-to-back user agent: how they begin, what their script routes see, how they end."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from voiplab.opensips.b2b.call import UNLIMITED, Call, Entity, Party, connect, separate
from voiplab.opensips.b2b.leg import Leg, State
from voiplab.opensips.b2b.legs import Legs, contact_line, slot, uri_of
from voiplab.opensips.b2b.lifetimes import Lifetimes
from voiplab.opensips.b2b.passing import cseq_of, hops_left, passed_headers
from voiplab.opensips.b2b.writing import Asked
from voiplab.opensips.received import Received
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.script.context import Context
from voiplab.opensips.tm.branch import Ending
from voiplab.opensips.tm.transaction import Transaction
from voiplab.text.place import Place

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

KEPT: Final = "b2b_logic"
"""Under this name a message knows what it is about."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Of a message that a script route gets: whose it is, and what is to be done with it when the route says so."""

    call: Call
    entity: Entity
    act: Callable[[], int]
    transaction: Transaction | None = None
    peer: Entity | None = None
    """With whom it was connected when the message came."""


class Calls:
    def __init__(self, server: "Server") -> None:
        self._server = server
        self._legs = server.part(Legs)
        self._lifetimes = server.part(Lifetimes)
        self.calls: dict[str, Call] = {}

    def new(self, scenario: str, routes: tuple[str, str], *hashed: str) -> Call:
        place, number = slot(self._server, *hashed), 0
        while f"{place}.{number}" in self.calls:
            number += 1
        call = Call(f"{place}.{number}", scenario, *routes, UNLIMITED)
        self.calls[call.key] = call
        return call

    def last(self, call: Call) -> None:
        """Its parties are connected: from now on counts how long a call may last."""
        self._lifetimes.limit(call, self._server.number("b2b_logic", "max_duration"), partial(self.end, call))

    def wait(self, call: Call) -> None:
        """Its parties are being connected: nothing counts."""
        self._lifetimes.stop(call)
        call.lifetime = UNLIMITED

    def routes(self) -> tuple[str, str]:
        """For what a scenario does; top hiding has those that it was given, and otherwise none, as it was recorded."""
        parameter = self._server.configuration.parameter
        return str(parameter("b2b_logic", "script_req_route")), str(parameter("b2b_logic", "script_reply_route"))

    def _forget(self, call: Call) -> None:
        self._lifetimes.stop(call)
        self.calls.pop(call.key, None)

    # Somebody has called

    def serve(
        self, context: Context, scenario: str, parties: tuple[Party, Party], routes: tuple[str, str], setup: int
    ) -> bool:
        """`context` has the INVITE of the first party, with its transaction; the second one is called for it.

        It has `setup` seconds to answer; with 0, as long as a call may last.
        """
        invite, transaction = context.received, context.transaction
        assert transaction is not None, "whoever serves has made one"
        listener = invite.way.listener
        first, second = parties
        own = first.contact or self._legs.contact(listener, uri_of(invite, "To"))
        leg = self._legs.serving(invite, own)
        leg.headers = first.headers
        transaction.tag = leg.key
        call = self.new(scenario, routes, invite.call_id)
        caller = Entity(first.id, leg)
        contact = second.contact or self._legs.contact(listener, leg.peer)
        client = self._legs.client(leg.peer, second.uri, contact, cseq_of(invite), second.proxy)
        client.headers = second.headers
        called = Entity(second.id, client, 1)
        call.enter(caller)
        call.enter(called)
        connect(caller, called)
        call.headers = passed_headers(invite, self._server.configuration)
        duration = setup or self._server.number("b2b_logic", "max_duration")
        self._lifetimes.limit(call, duration, partial(self._give_up, call, transaction))
        return self._pass(call, caller, invite, transaction) > 0

    def _give_up(self, call: Call, invite: Transaction) -> None:
        """Nobody has answered the caller in time."""
        status, reason = (487, "Request Terminated") if invite.is_cancelled else (408, "Request Timeout")
        caller = call.servers[0] if call.servers else None
        if caller is not None:
            self.reply(caller, invite, status, reason)
        self.end(call)

    # Requests within a call

    def take(self, request: Received) -> bool:
        """Whether it belongs to a call; the script's main route does not see it then."""
        if request.method == "CANCEL":
            return self._take_cancel(request)
        leg = self._legs.of(request)
        found = self._of_leg(leg) if leg is not None else None
        if found is None:
            return False
        transactions = self._server.transactions
        known = transactions.of(request)
        if known is None:
            self._request(*found, request, None if request.method == "ACK" else transactions.new(request))
        elif request.method == "ACK":
            known.acknowledge(request.message)
        else:
            known.repeat()
        return True

    def _of_leg(self, leg: Leg) -> tuple[Call, Entity] | None:
        call = self.calls.get(leg.call)
        entity = call.of(leg) if call is not None else None
        return (call, entity) if call is not None and entity is not None else None

    def _take_cancel(self, cancel: Received) -> bool:
        transactions = self._server.transactions
        invite = transactions.cancelled_by(cancel)
        caller = self._caller(invite) if invite is not None else None
        if invite is None or caller is None:
            return False
        transactions.new(cancel).reply(200, "canceling")
        invite.is_cancelled = True
        if caller.peer is not None and caller.peer.leg.inviting is not None:
            caller.peer.leg.inviting.cancel()
        return True

    def _caller(self, invite: Transaction) -> Entity | None:
        leg = self._legs.named(invite.tag)
        found = self._of_leg(leg) if leg is not None else None
        return found[1] if found is not None else None

    def _request(self, call: Call, entity: Entity, request: Received, transaction: Transaction | None) -> None:
        act = partial(self._pass, call, entity, request, transaction)
        is_early = request.method == "BYE" and call.is_being_connected
        if not call.request_route or request.method == "ACK" or is_early:
            act()
            return
        request.kept[KEPT] = Subject(call, entity, act, transaction, entity.peer)
        context = Context(self._server, RouteKind.REQUEST, request, Place("", 0), transaction)
        self._server.named_route(call.request_route, context)

    def _pass(self, call: Call, entity: Entity, request: Received, transaction: Transaction | None) -> int:
        peer = entity.peer
        if request.method == "BYE" and (peer is None or peer.leg.state is not State.ESTABLISHED):
            assert transaction is not None, "a BYE has a transaction"
            self.reply(entity, transaction, 200, "OK")
            self._legs.forget(entity.leg)
            self.end(call)
            return 1
        if peer is None:
            return -1
        headers = [*passed_headers(request, self._server.configuration), contact_line(peer.leg)]
        hops, body = hops_left(request), request.message.body
        if transaction is None:
            self._legs.acknowledge(peer.leg, headers, body, hops)
            self._legs.move(entity.leg, State.ESTABLISHED)
            return 1
        asked = Asked(request.method, headers, body, hops)
        return 1 if self.ask(call, peer, asked, transaction) else -1

    def ask(self, call: Call, entity: Entity, asked: Asked, transaction: Transaction) -> bool:
        """What comes back from the entity is passed to its peer, whose transaction this is."""
        told = partial(self._answered, call, entity, transaction)
        if asked.method == "INVITE":
            return self._legs.invite(entity.leg, asked, told)
        return self._legs.ask(entity.leg, asked, told)

    def _answered(self, call: Call, entity: Entity, transaction: Transaction, ending: Ending) -> None:
        self.hear(call, entity, ending, partial(self._pass_reply, call, entity, transaction, ending))

    def _pass_reply(self, call: Call, entity: Entity, transaction: Transaction, ending: Ending) -> int:
        reply, asker = ending.reply, entity.peer
        if asker is None:
            return -1
        more = [*passed_headers(reply, self._server.configuration)] if reply is not None else []
        body = reply.message.body if reply is not None else b""
        transaction.reply(ending.status, ending.reason, [*more, contact_line(asker.leg)], body)
        method = transaction.request.method
        if method == "INVITE" and 200 <= ending.status < 300 and transaction.request.to_tag is None:
            self.last(call)
        refused = method == "INVITE" and ending.status >= 300 and asker.leg.state is State.INVITING
        if ending.status >= 200 and (method == "BYE" or refused):
            self._drop(call)
        return 1

    # What a script route may do

    def reply(self, entity: Entity, transaction: Transaction, status: int, reason: str) -> bool:
        return transaction.reply(status, reason, [contact_line(entity.leg)])

    def end_leg(self, call: Call, entity: Entity) -> None:
        """A BYE, and with its reply the entity is known no longer."""
        separate(entity)
        self._legs.end(entity.leg, partial(self._is_gone, call, entity))

    def _is_gone(self, call: Call, entity: Entity, ending: Ending) -> None:
        if ending.status >= 200 and entity in call.entities:
            self.delete(call, entity)

    def send_away(self, call: Call, entity: Entity) -> None:
        """Nobody waits for what becomes of it."""
        separate(entity)
        call.entities.remove(entity)
        self._legs.end(entity.leg, _nothing)

    def hung_up(self, entity: Entity) -> None:
        """Its BYE has its reply, and goes no further."""
        separate(entity)
        self._legs.forget(entity.leg)

    def delete(self, call: Call, entity: Entity) -> None:
        """The entity is known no longer; with the last one goes the call."""
        self._legs.forget(entity.leg)
        call.entities.remove(entity)
        separate(entity)
        if not call.entities:
            self._forget(call)

    # Replies

    def hear(self, call: Call, entity: Entity, ending: Ending, act: Callable[[], int]) -> None:
        if ending.status <= 100:
            return
        if entity not in call.entities or call.key not in self.calls:
            if entity.leg.state is State.ANSWERED:  # it was too late for the CANCEL
                self._legs.end(entity.leg, _nothing)
            return
        if ending.reply is None or not call.reply_route:
            act()
            return
        ending.reply.kept[KEPT] = Subject(call, entity, act)
        context = Context(self._server, RouteKind.ONREPLY, ending.reply, Place("", 0))
        self._server.named_route(call.reply_route, context)

    # The end

    def end(self, call: Call) -> None:
        """Whoever is still there is sent away."""
        for entity in call.entities:
            self._legs.end(entity.leg, _nothing)
        self._forget(call)

    def _drop(self, call: Call) -> None:
        """Nobody is there any more."""
        for entity in call.entities:
            self._legs.forget(entity.leg)
        self._forget(call)


def _nothing(_ending: Ending) -> None:
    """Nobody is there to hear it."""
