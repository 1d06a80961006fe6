"""t_new_request(): a request of the script's own, which has nothing to do with the message that is being handled.

Module documentation of OpenSIPS 3.2, "tm". Its CSeq is the one that tm begins with.
"""

from typing import Final

from voiplab.opensips.forwarding import Outgoing, own_request
from voiplab.opensips.received import Received
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.sockets import Way
from voiplab.opensips.tm.branch import Ending
from voiplab.opensips.tm.within import Within, written
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, parse
from voiplab.text.place import NotSimulated

FIRST_CSEQ: Final = 10
CONTEXT: Final = "uac_ctx"
"""The AVP in which a local_route finds the last parameter."""
ORIGIN: Final = "tm:w_t_new_request"


def t_new_request(context: Context, arguments: Arguments) -> int:
    if context.kind is RouteKind.LOCAL:
        raise NotSimulated(context.place, "t_new_request() in a local_route, which it would begin again")
    server, target = context.server, arguments.text(1)
    kind, blank, body = arguments.text(4).partition(" ")
    if arguments.is_given(4) and not blank:
        context.error(ORIGIN, f"Content Type not found in the beginning of body <{kind}>")
        return -1
    way = server.way_along(target)
    if way is None:
        return _unsent(context)
    chance = server.host.chance("t_new_request")
    call_id = f"{chance.hex(16)}-{server.process}@{way.listener.host}"
    name = server.transactions.id_of(call_id, str(FIRST_CSEQ))
    request = Within(
        arguments.text(0),
        target,
        _name_addr(arguments.text(3)),
        f"{_name_addr(arguments.text(2))};tag={chance.hex(32)}",
        FIRST_CSEQ,
        call_id,
        more=[f"Content-Type: {kind}"] if blank else (),
        body=body.encode("utf-8", "surrogateescape"),
    )
    payload = written(request, way.listener, name.numbered(0), server.user_agent)
    try:
        message = parse(payload)
    except Malformed:
        return _unsent(context)
    if not isinstance(message, Request):
        return _unsent(context)
    received = Received(message, way)
    if arguments.is_given(5):
        received.avps[CONTEXT] = [arguments.text(5)]
    outgoing, way = _through_local_route(context, received, way)
    server.transactions.local(name, _ended).send(way, outgoing, target)
    return 1


def _unsent(context: Context) -> int:
    context.error(ORIGIN, "failed to send the request out")
    return -1


def _name_addr(text: str) -> str:
    """`[display ]URI`, as the script writes it."""
    display, _, uri = text.rpartition(" ")
    return f"{display} <{uri}>" if display else f"<{uri}>"


def _through_local_route(context: Context, received: Received, way: Way) -> tuple[Outgoing, Way]:
    server, target = context.server, received.uri
    server.local_route(received)
    if received.next_hop is not None or received.uri != target:
        way = server.way_along(received.next_hop or received.uri, (received.socket, way.listener)) or way
    return own_request(received, way.listener), way


def _ended(_ending: Ending) -> None:
    """Nobody has asked what becomes of it."""
