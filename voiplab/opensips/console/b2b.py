"""Commands of b2b_logic: a call between two others is begun, changed, listed and ended."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from voiplab.opensips.b2b.call import BRIDGED, Call, Entity
from voiplab.opensips.b2b.calls import Calls
from voiplab.opensips.b2b.leg import Leg, Role, State
from voiplab.opensips.b2b.originating import NoAddress, Originating
from voiplab.opensips.console.command import OK, Json, MiError, Parameters
from voiplab.opensips.log import LogLine
from voiplab.opensips.parsing import parse_uri

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

CONFIRMED: Final = 5
ACK: Final = 4
ENTITY: Final = ("scenario_id", "entity1", "entity2")


def b2b_trigger_scenario(server: "Server", parameters: Parameters) -> Json:
    first, second = _entity(parameters, "entity1"), _entity(parameters, "entity2")
    context = _context(parameters)
    _refuse_unreadable(server, first[1], second[1])
    try:
        server.part(Originating).originate(parameters.text("scenario_id"), first, second, context)
    except NoAddress as missing:
        raise MiError(500, "Failed to initialize scenario") from missing
    return OK


def _entity(parameters: Parameters, name: str) -> tuple[str, str]:
    """`id,uri` or `id,uri,display name`: the last is taken and shows nowhere, as it was recorded."""
    id_, _, rest = parameters.text(name).partition(",")
    uri = rest.partition(",")[0]
    if not uri:
        raise MiError(400, f"Missing destination URI for {name}")
    return id_, uri


def _refuse_unreadable(server: "Server", *uris: str) -> None:
    """They are written into a request line, To and From."""
    for text in uris:
        uri = parse_uri(text)
        if isinstance(uri, LogLine):
            server.log_line(uri)
            raise MiError(500, "Failed to initialize scenario")


def _context(parameters: Parameters) -> Mapping[str, str]:
    """Each is `name=value`."""
    if not parameters.has("context"):
        return {}
    pairs = [text.partition("=") for text in parameters.texts("context")]
    return {name: value for name, _, value in pairs}


def b2b_bridge(server: "Server", parameters: Parameters) -> Json:
    call = _call(server, parameters, "dialog_id")
    flag = parameters.number("flag") if parameters.has("flag") else 0
    if len(call.entities) != 2 or any(one.peer is None for one in call.entities):
        raise MiError(500, "not simulated in voiplab: a bridge of a call that is not set up")
    _refuse_unreadable(server, parameters.text("new_uri"))
    server.part(Originating).bridge(call, parameters.text("new_uri"), 1 if flag else 0)
    return OK


def b2b_terminate_call(server: "Server", parameters: Parameters) -> Json:
    server.part(Calls).end(_call(server, parameters, "key"))
    return OK


def _call(server: "Server", parameters: Parameters, name: str) -> Call:
    found = server.part(Calls).calls.get(parameters.text(name))
    if found is None:
        raise MiError(404, "B2B session not found")
    return found


def b2b_list(server: "Server", _parameters: Parameters) -> Json:
    return {"Tuples": [_tuple(call) for call in server.part(Calls).calls.values()]}


def b2be_list(server: "Server", _parameters: Parameters) -> Json:
    """As it was recorded of calls that stand and in which nobody has asked for anything since."""
    calls = server.part(Calls).calls.values()
    return [_dialog(server, call, entity.leg) for call in calls for entity in call.entities]


def _dialog(server: "Server", call: Call, leg: Leg) -> Json:
    if leg.role is not Role.CLIENT or leg.state is not State.ESTABLISHED or leg.cseq != leg.invite_cseq:
        raise MiError(500, "not simulated in voiplab: b2be_list of a call that is not just set up")
    way = server.way_along(leg.target)
    return {
        "dlg": int(leg.key.split(".")[-2]),
        "param": call.key,
        "mod_name": "b2b_logic",
        "state": CONFIRMED,
        "last_invite_cseq": leg.invite_cseq,
        "last_method": ACK,
        "db_flag": 2,
        "callid": leg.call_id,
        "from": "",
        "from_uri": leg.own,
        "from_tag": leg.own_tag,
        "to": "",
        "to_uri": leg.peer,
        "to_tag": leg.peer_tag,
        "cseq": {"caller": leg.cseq, "callee": 1},
        "contact": {"caller": leg.contact, "callee": leg.target},
        "send_sock": way.listener.host if way is not None else "",
        "LEGS": [{"id": 0, "tag": leg.peer_tag, "cseq": leg.cseq, "contact": leg.target}],
    }


def _tuple(call: Call) -> Json:
    return {
        "id": int(call.key.partition(".")[2]),
        "key": call.key,
        "state": BRIDGED,
        "lifetime": call.lifetime,
        "db_flag": 2,
        "scenario": call.scenario,
        "SERVERS": _entities(call.servers),
        "CLIENTS": _entities(call.clients),
        "BRIDGE_ENTITIES": _entities(call.entities),
    }


def _entities(entities: list[Entity]) -> list[Json]:
    return [_shown(index, entity) for index, entity in enumerate(entities)]


def _shown(index: int, entity: Entity) -> Json:
    leg = entity.leg
    name: dict[str, Json] = {"scenario_id": entity.id} if entity.id else {}
    return {
        "index": index,
        **name,
        "key": leg.key,
        "disconnected": 0,
        "state": 1,
        "no": entity.number,
        "type": 1 if leg.role is Role.CLIENT else 0,
        "peer": entity.peer.leg.key if entity.peer is not None else "",
        "to_uri": leg.peer,
        "from_uri": leg.own,
    }
