"""All legs of a server: requests that they send, and which of them a request belongs to."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from voiplab.opensips.auth.own_credentials import OwnCredentials
from voiplab.opensips.b2b.leg import Leg, Role, State
from voiplab.opensips.b2b.writing import Asked, written
from voiplab.opensips.configuration import PORT, Listener
from voiplab.opensips.forwarding import Outgoing
from voiplab.opensips.received import Received
from voiplab.opensips.sockets import Parcel, Way
from voiplab.opensips.tm.branch import Ending
from voiplab.opensips.usrloc.core_hash import core_hash
from voiplab.sip.errors import Malformed
from voiplab.sip.uri import Uri
from voiplab.ua.timers import record_move

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

KIND: Final = "b2b entity"
_NUMBERS: Final = 10_000_000
_UNACKNOWLEDGED: Final = 2
"""How far CSeq goes on with a BYE whose 2xx is acknowledged for it alone: recorded in d-b2bua/05."""


class Legs:
    def __init__(self, server: "Server") -> None:
        self._server = server
        self._chance = server.host.chance("b2b")
        self._legs: dict[str, Leg] = {}

    # Which there are

    def contact(self, listener: Listener, own: str) -> str:
        """What a leg calls itself when nobody has told it: the socket, and with `contact_user` the user of its own URI."""
        user = ""
        if self._server.number("b2b_logic", "contact_user"):
            try:
                user = Uri.parse(own).user or ""
            except Malformed:
                pass  # it is what a phone has sent
        return contact_of(listener, user)

    def client(self, own: str, peer: str, contact: str, cseq: int, proxy: str = "") -> Leg:
        """A party that is to be called: `own` is who calls it, as it sees it."""
        key = self._key(own, peer)
        leg = Leg(Role.CLIENT, key, key, own, self._chance.hex(32), peer, contact, peer, cseq, proxy)
        self._enter(leg)
        return leg

    def serving(self, invite: Received, contact: str) -> Leg:
        """A party that has called."""
        to, from_ = uri_of(invite, "To"), uri_of(invite, "From")
        key = self._key(from_, to)
        leg = Leg(Role.SERVER, key, invite.call_id, to, key, from_, contact, from_, 1)
        leg.learn(invite)
        self._enter(leg)
        return leg

    def _enter(self, leg: Leg) -> None:
        self._legs[leg.key] = leg
        record_move(self._server.host, leg.key, KIND, "", leg.state.words, leg.call_id)

    def _key(self, *hashed: str) -> str:
        server = self._server
        number = slot(server, *hashed)
        prefix = server.configuration.parameter("b2b_entities", "b2b_key_prefix")
        return f"{prefix}.{number}.{self._chance.below(_NUMBERS)}.{server.host.calendar.unix(server.host.now)}"

    def move(self, leg: Leg, state: State) -> None:
        record_move(self._server.host, leg.key, KIND, leg.state.words, state.words, leg.call_id)
        leg.state = state

    def forget(self, leg: Leg) -> None:
        if leg.state is not State.ENDED:
            self.move(leg, State.ENDED)
        self._legs.pop(leg.key, None)

    def named(self, key: str) -> Leg | None:
        return self._legs.get(key)

    def of(self, request: Received) -> Leg | None:
        """Whose dialog a request is in. A copy on its way to the other side has the tags the other way round."""
        to, from_ = request.to_tag, request.address("From")
        if to is None or from_ is None:
            return None
        leg = self._legs.get(to) or self._legs.get(request.call_id)
        if leg is None or (leg.call_id, leg.own_tag, leg.peer_tag) != (request.call_id, to, from_.tag):
            return None
        return leg

    # What they send

    def invite(self, leg: Leg, asked: Asked, told: Callable[[Ending], None]) -> bool:
        """The first one, or another within the dialog. A challenge to the first one is answered once, in silence."""
        leg.ack = None
        self.move(leg, State.INVITING)
        return self._invite(leg, asked, told, is_plain=not leg.peer_tag)

    def _invite(self, leg: Leg, asked: Asked, told: Callable[[Ending], None], *, is_plain: bool) -> bool:
        leg.cseq += 1
        leg.invite_cseq = leg.cseq
        return self._ask(leg, asked, partial(self._answered, leg, asked if is_plain else None, told))

    def _answered(self, leg: Leg, plain: Asked | None, told: Callable[[Ending], None], ending: Ending) -> None:
        """`plain`: what was asked, if it is to be asked again with credentials."""
        if plain is not None and self._again(leg, plain, told, ending):
            return
        if ending.status >= 200:
            leg.inviting = None
            if ending.status < 300 and ending.reply is not None:
                self.move(leg, State.ANSWERED)
                leg.learn(ending.reply)
            elif leg.peer_tag and leg.state is State.INVITING:
                self.move(leg, State.ESTABLISHED)  # what was refused is a change of a call that stands
        told(ending)

    def _again(self, leg: Leg, asked: Asked, told: Callable[[Ending], None], ending: Ending) -> bool:
        if 100 < ending.status < 200:
            leg.rings = True
        if ending.reply is None or leg.rings or leg.state is not State.INVITING:
            return False
        known = self._server.part(OwnCredentials)
        line = known.answer(ending.reply, ending.status, (asked.method, leg.target, asked.body))
        if line is None:
            return False
        return self._invite(leg, asked._replace(more=(*asked.more, line)), told, is_plain=False)

    def ask(self, leg: Leg, asked: Asked, told: Callable[[Ending], None]) -> bool:
        leg.cseq += 1
        return self._ask(leg, asked, told)

    def _ask(self, leg: Leg, asked: Asked, told: Callable[[Ending], None]) -> bool:
        way = self._way(leg)
        if way is None:
            return False
        name = self._server.transactions.id_of(leg.call_id, str(leg.cseq))
        transaction = self._server.transactions.local(name, told, partial(self._acknowledge_again, leg))
        if asked.method == "INVITE":
            leg.inviting = transaction
        payload = written(asked, leg, leg.cseq, way.listener, name.numbered(0), self._server.user_agent)
        transaction.send(way, Outgoing(payload, {}), leg.target)
        return True

    def _way(self, leg: Leg) -> Way | None:
        if leg.proxy and not leg.peer_tag:
            return self._server.way_along(leg.proxy)
        return self._server.way_along(_within(leg.routes[0]) if leg.routes else leg.target)

    def acknowledge(self, leg: Leg, more: Sequence[str] = (), body: bytes = b"", max_forwards: int = 70) -> None:
        """The latest 2xx."""
        way = self._way(leg)
        self.move(leg, State.ESTABLISHED)
        if way is None:
            return
        name = self._server.transactions.id_of(leg.call_id, str(leg.invite_cseq))
        asked = Asked("ACK", (*more,), body, max_forwards)
        payload = written(asked, leg, leg.invite_cseq, way.listener, name.numbered(0), self._server.user_agent)
        leg.ack = (way, payload)
        self._server.sockets.send(way, Parcel(payload))

    def _acknowledge_again(self, leg: Leg) -> None:
        if leg.ack is not None:
            way, payload = leg.ack
            self._server.sockets.send(way, Parcel(payload, copy=True))

    def end(self, leg: Leg, told: Callable[[Ending], None]) -> None:
        """CANCEL, or BYE, as far as the dialog has come."""
        state = leg.state
        if state is State.INVITING and leg.inviting is not None:
            leg.inviting.cancel()
        elif state in (State.ANSWERED, State.ESTABLISHED):
            if state is State.ANSWERED:
                self.acknowledge(leg, [contact_line(leg)])
                leg.cseq += _UNACKNOWLEDGED - 1
            self.ask(leg, Asked("BYE", [contact_line(leg)]), told)
        self.forget(leg)


def slot(server: "Server", *hashed: str) -> int:
    """The place in a table of so many slots as `hash_size` says."""
    return core_hash(*hashed) % (1 << server.number("b2b_logic", "hash_size"))


def contact_line(leg: Leg) -> str:
    return f"Contact: <{leg.contact}>"


def contact_of(listener: Listener, user: str) -> str:
    port = "" if listener.port == PORT else f":{listener.port}"
    transport = "" if listener.protocol == "udp" else f";transport={listener.protocol}"
    at = f"{user}@" if user else ""
    return f"sip:{at}{listener.host}{port}{transport}"


def uri_of(message: Received, header: str) -> str:
    address = message.address(header)
    return str(address.uri) if address is not None else ""


def _within(route: str) -> str:
    """The URI inside of a Route value."""
    inner = route.partition("<")[2].partition(">")[0]
    try:
        return str(Uri.parse(inner))
    except Malformed:
        return inner
