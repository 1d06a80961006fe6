"""Requests of the server's own inside of a dialog, BYE and OPTIONS: a local_route gets them before they are sent."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from voiplab.opensips.dialog.belonging import belonging
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.dialogs import Dialogs
from voiplab.opensips.dialog.leg import Leg
from voiplab.opensips.dialog.route_set import uri_of
from voiplab.opensips.forwarding import Outgoing, own_request
from voiplab.opensips.received import Received
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.sockets import Way
from voiplab.opensips.tm.branch import Ending
from voiplab.opensips.tm.within import Within, written
from voiplab.sip.message import parse

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


class Requests:
    def __init__(self, server: "Server") -> None:
        self._server = server

    def send(
        self,
        dialog: Dialog,
        towards: int,
        asked: tuple[str, int, Sequence[str]],
        told: Callable[[Ending], None],
    ) -> bool:
        """`asked`: method, CSeq, and further header lines. False: there is no way to that side."""
        server, leg = self._server, dialog.leg(towards)
        if not leg.contact:
            server.error("dialog:build_dlg_t", "no contact available")
            return False
        way = server.way_along(uri_of(leg.routes[0]) if leg.routes else leg.contact, (leg.socket,))
        if way is None:
            return False
        method, cseq, more = asked
        name = server.transactions.id_of(dialog.call_id, str(cseq))
        request = _within(dialog, towards, leg, method, cseq, more)
        payload = written(request, way.listener, name.numbered(0), server.user_agent)
        outgoing, way = self._through_local_route(dialog, towards, payload, way)
        dialogs = server.part(Dialogs)
        dialogs.hold(dialog)
        transaction = server.transactions.local(name, told, forgotten=partial(dialogs.let_go, dialog))
        transaction.send(way, outgoing, leg.contact)
        return True

    def _through_local_route(self, dialog: Dialog, towards: int, payload: bytes, way: Way) -> tuple[Outgoing, Way]:
        server = self._server
        if server.configuration.route(RouteKind.LOCAL) is None:
            return Outgoing(payload, {}), way
        message = Received(parse(payload), way)
        own = belonging(message)
        own.dialog, own.towards = dialog, towards
        server.local_route(message)
        request = message.request
        assert request is not None, "it was written as one"
        if message.next_hop is not None or message.uri != request.uri:
            way = server.way_along(message.next_hop or message.uri, (message.socket, way.listener)) or way
        return own_request(message, way.listener), way


def _within(dialog: Dialog, towards: int, leg: Leg, method: str, cseq: int, more: Sequence[str]) -> Within:
    """From the other side, as this one knows it."""
    caller, callee = leg.from_uri or dialog.from_uri, leg.to_uri or dialog.to_uri
    peer, own = (caller, callee) if towards == 0 else (callee, caller)
    to, from_ = f"<{peer}>;tag={leg.tag}", f"<{own}>;tag={dialog.opposite(towards).tag}"
    return Within(method, leg.contact, to, from_, cseq, dialog.call_id, leg.routes, more)
