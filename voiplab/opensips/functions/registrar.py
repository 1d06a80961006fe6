"""registrar: save(), lookup() and the questions to the table of contacts, as a script calls them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voiplab.opensips.counters import Counters
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.functions.signaling import reply
from voiplab.opensips.functions.usrloc import Tables
from voiplab.opensips.received import Received
from voiplab.opensips.registrar import registered
from voiplab.opensips.registrar.address_of_record import address_of_record
from voiplab.opensips.registrar.faults import Refused
from voiplab.opensips.registrar.lookup import FAILED, Looking
from voiplab.opensips.registrar.lookup_flags import BadFlags, parse_lookup_flags
from voiplab.opensips.registrar.save import Saving
from voiplab.opensips.registrar.save_flags import SaveFlags, parse_save_flags
from voiplab.opensips.registrar.settings import Settings, complaints
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.looking import argument_of, look
from voiplab.opensips.tree import Call, Text
from voiplab.opensips.usrloc.location import Location
from voiplab.opensips.variables import parse_variable
from voiplab.opensips.walk import walk
from voiplab.sip.errors import Malformed

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_UNSENT: Final = -1


class Registrar:
    def __init__(self, server: "Server") -> None:
        self.settings = Settings.of(server.configuration)


def save(context: Context, arguments: Arguments) -> int:
    if context.kind is not RouteKind.ONREPLY:
        return _save(context, arguments, parse_save_flags(arguments.text(1)), context.received)
    if context.transaction is None:
        context.error("registrar:save", "Transaction not created on Register - can not save on reply")
        return -1
    flags = replace(parse_save_flags(arguments.text(1)), reply=False)
    return _save(context, arguments, flags, context.transaction.request, context.received)


def _save(
    context: Context, arguments: Arguments, parsed: SaveFlags, request: Received, granted: Received | None = None
) -> int:
    registrar = context.server.part(Registrar)
    flags = {name: value for name, value in context.received.target.flags.items() if value}
    saving = Saving(
        _table(context, arguments),
        registrar.settings,
        parsed,
        context.server.part(Tables).now,
        arguments.text(2) or None,
        _source(context),
        tuple(flags),
    )
    saved = saving.save(request, granted)
    context.server.part(Counters).count(f"registrar:{'accepted' if saved.is_accepted else 'rejected'}_regs")
    for line in saved.log:
        context.server.log_line(line)
    answer = saved.answer
    if answer is not None and not reply(context, answer.status, answer.reason, tuple(answer.lines)):
        return _UNSENT
    return saved.code


def lookup(context: Context, arguments: Arguments) -> int:
    settings = context.server.part(Registrar).settings
    try:
        flags = parse_lookup_flags(arguments.text(1), context.place)
    except BadFlags as bad:
        for line in bad.log:
            context.server.log_line(line)
        return FAILED
    now = context.server.part(Tables).now
    patience = context.allowance.patience
    looking = Looking(_table(context, arguments), settings, flags, context.received, now, list(flags.log), patience)
    code = looking.look(arguments.text(2) or None)
    for line in looking.log:
        context.server.log_line(line)
    return code


def is_registered(context: Context, arguments: Arguments) -> int:
    aor = _asked(context, arguments)
    if aor is None:
        return -1
    return _is(registered.is_registered(_table(context, arguments), aor, context.server.part(Tables).now))


def is_contact_registered(context: Context, arguments: Arguments) -> int:
    """Without contact and Call-ID the first Contact of the message counts."""
    aor = _asked(context, arguments)
    contact, call_id = arguments.text(2) or None, arguments.text(3) or None
    if contact is None and call_id is None:
        contact = _first_contact(context)
        if contact is None:
            return -1
    if aor is None:
        return -1
    now = context.server.part(Tables).now
    return _is(registered.is_contact_registered(_table(context, arguments), aor, now, contact, call_id))


def is_ip_registered(context: Context, arguments: Arguments) -> int:
    """All values of an AVP are looked for."""
    aor = _asked(context, arguments)
    if aor is None:
        return -1
    variable = arguments.variable(2)
    if variable.name == "avp" and variable.index is None:
        values = context.received.avps.get(argument_of(context, variable), [])
    else:
        values = [look(context, variable)]
    ips = [str(value) for value in values if value is not None]
    return _is(registered.is_ip_registered(_table(context, arguments), aor, context.server.part(Tables).now, ips))


def remove(context: Context, arguments: Arguments) -> int:
    aor = _name(context, arguments.text(1))
    if aor is None:
        return -1
    contact, next_hop, instance = (arguments.text(place) or None for place in (2, 3, 4))
    return _is(registered.remove(_table(context, arguments), aor, contact, next_hop, instance))


def _is(answer: bool) -> int:
    return 1 if answer else -1


def _table(context: Context, arguments: Arguments) -> Location:
    return context.server.part(Tables).table(arguments.text(0))


def _source(context: Context) -> str:
    """What fix_nated_register() has left in the AVP of `received_avp`."""
    configuration = context.server.configuration
    name = str(configuration.parameter("registrar", "received_avp"))
    value = look(context, parse_variable(name, configuration.module_names)) if name else None
    return "" if value is None else str(value)


def _asked(context: Context, arguments: Arguments) -> str | None:
    """The address of record of a question: To's in a REGISTER, From's otherwise, unless the script gives one."""
    uri = arguments.text(1)
    if not uri:
        address = context.received.address("To" if context.received.method == "REGISTER" else "From")
        uri = "" if address is None else str(address.uri)
    return _name(context, uri)


def _name(context: Context, uri: str) -> str | None:
    tables, settings = context.server.part(Tables), context.server.part(Registrar).settings
    try:
        return address_of_record(uri, settings, use_domain=tables.settings.use_domain)
    except Refused:
        context.error("core:extract_aor", "failed to parse Address of Record")
        return None


def _first_contact(context: Context) -> str | None:
    try:
        contact = context.received.message.contact
    except Malformed:
        return None
    return None if contact is None else str(contact.uri)


def _start(server: "Server") -> None:
    """The tables that the script names are there before anybody registers."""
    for line in complaints(server.configuration):
        server.log_line(line)
    for route in server.configuration.routes:
        for part in walk(route.body):
            if isinstance(part, Call) and part.module == "registrar":
                match part.arguments[0]:
                    case Text(text=name) if "$" not in name:
                        server.part(Tables).table(name)


BEHAVIOUR: Final = Behaviour(
    functions={
        "save": save,
        "lookup": lookup,
        "is_registered": is_registered,
        "is_contact_registered": is_contact_registered,
        "is_ip_registered": is_ip_registered,
        "remove": remove,
    },
    start=_start,
)
