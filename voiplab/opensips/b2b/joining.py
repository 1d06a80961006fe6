"""Somebody calls and takes over one side of a call that stands; whoever was there is sent away."""

from typing import TYPE_CHECKING

from voiplab.opensips.b2b.call import Call, Entity, connect
from voiplab.opensips.b2b.calls import Calls
from voiplab.opensips.b2b.leg import Role
from voiplab.opensips.b2b.legs import Legs, contact_line, uri_of
from voiplab.opensips.b2b.passing import body_type, hops_left
from voiplab.opensips.b2b.writing import Asked
from voiplab.opensips.received import Received
from voiplab.opensips.tm.transaction import Transaction

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


class Joining:
    def __init__(self, server: "Server") -> None:
        self._legs = server.part(Legs)
        self._calls = server.part(Calls)

    def call_of(self, key: str) -> Call | None:
        """By its key, or by `Call-ID;from-tag;to-tag` of one of its dialogs."""
        calls = self._calls.calls
        return calls.get(key) or next(
            (call for call in calls.values() if any(key == _dialog(entity) for entity in call.entities)), None
        )

    def join(self, call: Call, kept: Entity, invite: Received, transaction: Transaction) -> bool:
        """The offer of the INVITE goes to `kept`, the answer comes back in the reply."""
        for other in [one for one in call.entities if one is not kept]:
            self._calls.send_away(call, other)
        leg = self._legs.serving(invite, self._legs.contact(invite.way.listener, uri_of(invite, "To")))
        transaction.tag = leg.key
        caller = Entity("", leg)
        call.enter(caller)
        connect(kept, caller)
        self._calls.last(call)
        headers = [contact_line(kept.leg), *body_type(invite)]
        asked = Asked("INVITE", headers, invite.message.body, hops_left(invite))
        return self._calls.ask(call, kept, asked, transaction)


def _dialog(entity: Entity) -> str:
    leg = entity.leg
    tags = (leg.own_tag, leg.peer_tag) if leg.role is Role.CLIENT else (leg.peer_tag, leg.own_tag)
    return ";".join((leg.call_id, *tags))
