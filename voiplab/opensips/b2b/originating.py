"""A call between two others: an INVITE without a body to the first, its offer to the second, the answer back in the ACK.

RFC 3725 section 4.1 calls this flow I of third party call control.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from voiplab.opensips.b2b.call import Call, Entity, Party, connect
from voiplab.opensips.b2b.calls import Calls
from voiplab.opensips.b2b.leg import Leg
from voiplab.opensips.b2b.legs import Legs, contact_line
from voiplab.opensips.b2b.passing import body_type, cseq_of
from voiplab.opensips.b2b.writing import Asked
from voiplab.opensips.received import Received
from voiplab.opensips.tm.branch import Ending

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

NO_ADDRESS: Final = "'server_address' modparam required in order to to set Contact"


class NoAddress(Exception):
    """The server does not know what to write into Contact."""


class Originating:
    def __init__(self, server: "Server") -> None:
        self._server = server
        self._legs = server.part(Legs)
        self._calls = server.part(Calls)

    # Two parties are called

    def originate(
        self, scenario: str, first: tuple[str, str], second: tuple[str, str], context: Mapping[str, str]
    ) -> None:
        """Each party is an id and a URI. Raises `NoAddress`."""
        contact = str(self._server.configuration.parameter("b2b_logic", "server_address"))
        if not contact:
            self._server.error("b2b_logic:process_bridge_action", NO_ADDRESS)
            self._server.error("b2b_logic:b2bl_bridge_extern", "Failed to process bridge action")
            raise NoAddress
        (id_, uri), (_, other) = first, second
        call = self._calls.new(scenario, self._calls.routes(), uri, other)
        call.context.update(context)
        entity = Entity(id_, self._legs.client(other, uri, contact, 1))
        call.enter(entity)
        self._ask_for_offer(call, entity, Party(*second))

    def _ask_for_offer(self, call: Call, entity: Entity, second: Party) -> None:
        """An INVITE without a body: the 200 brings the offer."""
        told = partial(self._offered, call, entity, second)
        if not self._legs.invite(entity.leg, Asked("INVITE", [contact_line(entity.leg)]), told):
            self._calls.end(call)

    def _offered(self, call: Call, first: Entity, second: Party, ending: Ending) -> None:
        self._calls.hear(call, first, ending, partial(self._pass_offer, call, first, second, ending))

    def _pass_offer(self, call: Call, first: Entity, second: Party, ending: Ending) -> int:
        if ending.status >= 300:
            self._calls.end(call)
        elif ending.status >= 200 and ending.reply is not None:
            reply, own = ending.reply, first.leg.peer
            contact = second.contact or self._legs.contact(reply.way.listener, own)
            leg = self._legs.client(own, second.uri, contact, cseq_of(reply), second.proxy)
            leg.headers = second.headers
            entity = Entity(second.id, leg, 1)
            call.enter(entity)
            asked = Asked("INVITE", _headers(call, entity, reply), reply.message.body)
            if not self._legs.invite(entity.leg, asked, partial(self._chosen, call, first, entity)):
                self._calls.end(call)
        return 1

    def _chosen(self, call: Call, first: Entity, second: Entity, ending: Ending) -> None:
        self._calls.hear(call, second, ending, partial(self._pass_answer, call, first, second, ending))

    def _pass_answer(self, call: Call, first: Entity, second: Entity, ending: Ending) -> int:
        if ending.status >= 300 or first not in call.entities:
            self._calls.end(call)
        elif ending.status >= 200 and ending.reply is not None:
            reply = ending.reply
            self._legs.acknowledge(first.leg, _headers(call, first, reply), reply.message.body)
            self._legs.acknowledge(second.leg, [contact_line(second.leg)])
            connect(first, second)
            self._calls.last(call)
        return 1

    # One of them is exchanged

    def bridge(self, call: Call, uri: str, kept: int) -> None:
        """The party with the number `kept` is connected with somebody else; the other one is sent away."""
        entity = call.entities[kept]
        for other in [one for one in call.entities if one is not entity]:
            call.entities.remove(other)
            self._legs.end(other.leg, partial(self._gone, other.leg))
        entity.peer = None
        self._ask_for_offer(call, entity, Party("", uri))

    def replace(self, call: Call, kept: Entity, new: Party) -> None:
        """Who is left of a call is connected with somebody else."""
        self._calls.wait(call)
        self._ask_for_offer(call, kept, new)

    def _gone(self, leg: Leg, _ending: Ending) -> None:
        self._server.error("b2b_logic:b2b_logic_notify_reply", f"No b2b_key match found [{leg.key}], src=1")


def _headers(call: Call, entity: Entity, reply: Received) -> Sequence[str]:
    """Of what brings the body of this reply to the other side."""
    kind = [] if any(line.lower().startswith("content-type") for line in call.headers) else body_type(reply)
    return [*call.headers, contact_line(entity.leg), *kind]
