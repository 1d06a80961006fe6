"""b2b_logic: what a script does with the calls of a back-to-back user agent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.b2b.call import Entity, Party
from voiplab.opensips.b2b.calls import KEPT, Calls, Subject
from voiplab.opensips.b2b.joining import Joining
from voiplab.opensips.b2b.leg import State
from voiplab.opensips.b2b.originating import Originating
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.functions.tm import newtran
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.looking import argument_of
from voiplab.opensips.script.value import Value
from voiplab.opensips.variables import Reference
from voiplab.text.place import NotSimulated

DONE: Final = "b2b_logic passed"
PREPARED: Final = "b2b_logic entities"
NO_NEW: Final = "At least one new client entity required for bridging"
_ROUTES: Final = "b2b_logic dedicated request routes"
_SETUP_TIMEOUT: Final = re.compile(r"t([0-9]{0,9})")
_MISMATCH: Final = "Mismatch in the number of AVP values for the header names and header bodies"
_OWN_ROUTES: Final = "b2b_logic dedicated routes"


@dataclass(slots=True)
class Prepared:
    """Who was made for b2b_init_request() or b2b_bridge(): the caller, and who is called."""

    server: Party | None = None
    client: Party | None = None


def _subject(context: Context) -> Subject | None:
    found = context.received.kept.get(KEPT)
    return found if isinstance(found, Subject) else None


def _prepared(context: Context) -> Prepared:
    found = context.received.kept.setdefault(PREPARED, Prepared())
    assert isinstance(found, Prepared), "nobody else keeps anything under this name"
    return found


def _refuse_further(context: Context, arguments: Arguments, function: str, known: int) -> None:
    if any(arguments.is_given(place) for place in range(known, len(arguments))):
        raise NotSimulated(context.place, f"more than {known} parameters of {function}()")


# A call begins


def b2b_server_new(context: Context, arguments: Arguments) -> int:
    headers = _headers(context, arguments, 2)
    _prepared(context).server = Party(arguments.text(0), "", arguments.text(1), headers=headers)
    return 1


def b2b_client_new(context: Context, arguments: Arguments) -> int:
    if arguments.is_given(3):
        raise NotSimulated(context.place, "from_dname of b2b_client_new()")
    id_, uri, proxy, contact = (arguments.text(place) for place in (0, 1, 2, 4))
    _prepared(context).client = Party(id_, uri, contact, proxy, _headers(context, arguments, 5))
    return 1


def _headers(context: Context, arguments: Arguments, first: int) -> Sequence[str]:
    """Names and bodies are the values of two AVPs."""
    names, bodies = (_values(context, arguments, place) for place in (first, first + 1))
    if len(names) > len(bodies):
        context.error("b2b_logic:b2b_scenario_hdrs", _MISMATCH)
    return [f"{name.strip()}: {body.strip()}" for name, body in zip(names, bodies, strict=False)]


def _values(context: Context, arguments: Arguments, place: int) -> Sequence[str]:
    if not arguments.is_given(place):
        return []
    variable = arguments.variable(place)
    if variable.name != "avp":
        raise NotSimulated(context.place, f"headers of a party from ${variable.name}")
    return [str(one) for one in context.received.avps.get(argument_of(context, variable), [])]


def b2b_init_request(context: Context, arguments: Arguments) -> int:
    if arguments.is_given(4):
        raise NotSimulated(context.place, "a body of b2b_init_request()")
    setup = _setup_timeout(context, arguments)
    prepared = _prepared(context)
    if not prepared.server or not prepared.client or context.received.method != "INVITE":
        context.error("b2b_logic:b2b_init_request", "Failed to process bridge action")
        return -1
    if newtran(context) <= 0:
        return -1
    routes = (arguments.text(2), arguments.text(3))
    parties = (prepared.server, prepared.client)
    done = context.server.part(Calls).serve(context, arguments.text(0), parties, routes, setup)
    return 1 if done else -1


def _setup_timeout(context: Context, arguments: Arguments) -> int:
    """The flag `t` with its seconds, and otherwise the parameter."""
    if not arguments.is_given(1):
        return context.server.number("b2b_logic", "b2bl_th_init_timeout")
    flags = arguments.text(1)
    found = _SETUP_TIMEOUT.fullmatch(flags)
    if found is None:
        raise NotSimulated(context.place, f"the flags {flags} of b2b_init_request()")
    return int(found[1] or 0)


# A message of a call


def _act(context: Context, _arguments: Arguments) -> int:
    """Once for each message, and not for an entity that is there no longer."""
    subject, kept = _subject(context), context.received.kept
    if subject is None or subject.entity not in subject.call.entities or DONE in kept:
        return -1
    kept[DONE] = True
    return subject.act()


def b2b_send_reply(context: Context, arguments: Arguments) -> int:
    subject = _subject(context)
    if subject is None or subject.transaction is None:
        return -1
    calls, status = context.server.part(Calls), arguments.number(0)
    return 1 if calls.reply(subject.entity, subject.transaction, status, arguments.text(1)) else -1


def b2b_end_dlg_leg(context: Context, _arguments: Arguments) -> int:
    """For a BYE it is the 200. The two parties are not connected any more."""
    subject = _subject(context)
    if subject is None:
        return -1
    calls = context.server.part(Calls)
    if context.received.method == "BYE" and subject.transaction is not None:
        calls.reply(subject.entity, subject.transaction, 200, "OK")
        calls.hung_up(subject.entity)
    else:
        calls.end_leg(subject.call, subject.entity)
    return 1


def b2b_delete_entity(context: Context, _arguments: Arguments) -> int:
    subject = _subject(context)
    if subject is None or subject.entity not in subject.call.entities:
        return -1
    context.server.part(Calls).delete(subject.call, subject.entity)
    return 1


# Somebody else comes instead


def b2b_bridge(context: Context, arguments: Arguments) -> int:
    """Who is left, and a party that b2b_client_new() has made; the order of the two does not matter."""
    _refuse_further(context, arguments, "b2b_bridge", 2)
    subject, prepared = _subject(context), _prepared(context)
    context.received.kept.pop(PREPARED)
    if subject is None or subject.transaction is None:
        return _not_bridged(context, f"The 'b2b_bridge' function can only be used from the {_ROUTES}")
    new = prepared.client
    if new is None:
        return _not_bridged(context, NO_NEW)
    ids = (arguments.text(0), arguments.text(1))
    old = [_standing(subject, id_) for id_ in ids]
    unknown = [id_ for id_, entity in zip(ids, old, strict=True) if entity is None and id_ != new.id]
    if unknown:
        return _not_bridged(context, f"Unknown bridge entity: {unknown[0]}")
    match [entity for entity in old if entity is not None]:
        case [kept]:
            _refuse_unready(context, subject, kept)
            context.server.part(Originating).replace(subject.call, kept, new)
            return 1
        case []:
            raise NotSimulated(context.place, "b2b_bridge() of two new parties")
        case _:
            return _not_bridged(context, NO_NEW)


def b2b_bridge_request(context: Context, arguments: Arguments) -> int:
    """Who has sent this INVITE takes the place of one party of a call, the other one is kept."""
    if _subject(context) is not None:
        return _not_joined(context, f"The 'b2b_bridge_request' function cannot be used from the {_OWN_ROUTES}")
    key, number, joining = arguments.text(0), arguments.number(1), context.server.part(Joining)
    call = joining.call_of(key)
    if call is None or context.received.method != "INVITE" or context.received.to_tag is not None:
        return _not_joined(context, f"Failed to parse key or find an entity [{key}]")
    if number not in (0, 1):
        raise NotSimulated(context.place, f"b2b_bridge_request() with a party {number}")
    kept = next((entity for entity in call.entities if entity.number == number and entity.peer is not None), None)
    if kept is None or kept.leg.state is not State.ESTABLISHED:
        raise NotSimulated(context.place, "b2b_bridge_request() of a call that is not set up")
    if newtran(context) <= 0 or context.transaction is None:
        return -1
    return 1 if joining.join(call, kept, context.received, context.transaction) else -1


def _not_joined(context: Context, says: str) -> int:
    context.error("b2b_logic:b2b_bridge_request", says)
    return -1


def _standing(subject: Subject, id_: str) -> Entity | None:
    found: Entity | None
    match id_:
        case "this":
            found = subject.entity
        case "peer":
            found = subject.peer
        case _:
            found = subject.call.named(id_)
    return found if found in subject.call.entities else None


def _refuse_unready(context: Context, subject: Subject, kept: Entity) -> None:
    """What becomes of a third party that nobody has sent away is not known."""
    if context.received.method == "BYE" and subject.entity is not kept:
        context.server.part(Calls).hung_up(subject.entity)
    others = [entity for entity in subject.call.entities if entity is not kept]
    if any(entity.leg.state is not State.ENDED for entity in others):
        raise NotSimulated(context.place, "b2b_bridge() while the other party is still there")
    if kept.leg.state is not State.ESTABLISHED:
        raise NotSimulated(context.place, "b2b_bridge() of a party that is not connected")


def _not_bridged(context: Context, says: str) -> int:
    context.error("b2b_logic:b2b_scenario_bridge", says)
    return -1


# Variables


def _key(context: Context) -> Value:
    subject = _subject(context)
    return subject.call.key if subject is not None else None


def _scenario(context: Context) -> Value:
    subject = _subject(context)
    return subject.call.scenario if subject is not None else None


def _own_key(context: Context) -> Value:
    subject = _subject(context)
    return subject.entity.leg.key if subject is not None else None


def _entity(context: Context, field: str) -> Value:
    subject = _subject(context)
    if subject is None:
        return None
    return _field(context, subject.entity, field)


def _field(context: Context, entity: Entity, field: str) -> Value:
    match field:
        case "id":
            return entity.id
        case "key":
            return entity.leg.key
        case "callid":
            return entity.leg.call_id
        case "fromtag":
            return entity.leg.own_tag
        case "totag":
            return entity.leg.peer_tag
        case _:
            raise NotSimulated(context.place, f"the field {field} of $b2b_logic.entity")


def _ctx(context: Context, name: str) -> Value:
    subject = _subject(context)
    return subject.call.context.get(name) if subject is not None else None


def _set_ctx(context: Context, reference: Reference, value: Value) -> bool:
    subject = _subject(context)
    if subject is None:
        return False
    subject.call.context[argument_of(context, reference)] = str(value) if value is not None else ""
    return True


BEHAVIOUR: Final = Behaviour(
    functions={
        "b2b_server_new": b2b_server_new,
        "b2b_client_new": b2b_client_new,
        "b2b_init_request": b2b_init_request,
        "b2b_bridge": b2b_bridge,
        "b2b_bridge_request": b2b_bridge_request,
        "b2b_pass_request": _act,
        "b2b_handle_reply": _act,
        "b2b_send_reply": b2b_send_reply,
        "b2b_end_dlg_leg": b2b_end_dlg_leg,
        "b2b_delete_entity": b2b_delete_entity,
    },
    readers={"b2b_logic.key": _key, "b2b_logic.scenario": _scenario, "b2b_logic.entity": _own_key},
    readers_of={"b2b_logic.entity": _entity, "b2b_logic.ctx": _ctx},
    writers={"b2b_logic.ctx": _set_ctx},
)
