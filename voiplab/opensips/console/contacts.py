"""Commands of usrloc: the table of contacts is shown and changed."""

from typing import TYPE_CHECKING, Final

from voiplab.opensips.console.command import OK, Json, MiError, Parameters
from voiplab.opensips.functions.usrloc import Tables
from voiplab.opensips.usrloc.contact import Contact
from voiplab.opensips.usrloc.location import Location
from voiplab.opensips.usrloc.q_value import parse_q, write_q
from voiplab.opensips.usrloc.record import Matching, Record

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

CALL_ID: Final = "dfjrewr12386fd6-343@opensips.mi"
USER_AGENT: Final = "OpenSIPS MI Server"


def ul_dump(server: "Server", parameters: Parameters) -> Json:
    tables = server.part(Tables)
    is_brief = parameters.has("brief") and parameters.number("brief") != 0
    return {"Domains": [_table(table, tables.now, is_brief) for table in tables.tables.values()]}


def ul_show_contact(server: "Server", parameters: Parameters) -> Json:
    return _record(_found_record(server, parameters), server.part(Tables).now)


def ul_rm(server: "Server", parameters: Parameters) -> Json:
    table = _found_table(server, parameters)
    table.delete(_aor(table, parameters))
    return OK


def ul_rm_contact(server: "Server", parameters: Parameters) -> Json:
    record = _found_record(server, parameters)
    contact = record.find(parameters.text("contact"), "", Matching.CONTACT)
    if contact is None:
        raise MiError(404, "Contact not found")
    record.remove(contact)
    _found_table(server, parameters).release(record)
    return OK


def ul_add(server: "Server", parameters: Parameters) -> Json:
    """A contact by hand: without an end when `expires` is 0."""
    table = _found_table(server, parameters)
    aor = _aor(table, parameters)
    contact = _typed(server, parameters)
    record = table.record(aor) or table.new_record(aor)
    known = record.find(contact.uri, "", Matching.CONTACT)
    if known is None:
        record.insert(contact)
    else:
        record.update(known, contact)
    return OK


def _typed(server: "Server", parameters: Parameters) -> Contact:
    now, expires = server.part(Tables).now, parameters.number("expires")
    q = parse_q(parameters.text("q"))
    if q is None:
        raise MiError(400, "Bad parameter")
    flags, branch_flags = parameters.number("flags"), parameters.number("cflags")
    if branch_flags:
        # They are numbers there, and which name has which number depends on the order in which the script was read.
        raise MiError(500, "not simulated in voiplab: branch flags of ul_add")
    return Contact(
        parameters.text("contact"),
        0,
        now + expires if expires else 0,
        q,
        CALL_ID,
        1,
        USER_AGENT,
        parameters.number("methods"),
        now,
        None,
        flags=flags,
    )


def ul_flush(_server: "Server", _parameters: Parameters) -> Json:
    """There is no database that anything could be written to."""
    return OK


def _found_table(server: "Server", parameters: Parameters) -> Location:
    found = server.part(Tables).tables.get(parameters.text("table_name"))
    if found is None:
        raise MiError(404, "Table not found")
    return found


def _aor(table: Location, parameters: Parameters) -> str:
    aor = parameters.text("aor")
    user, at, _ = aor.partition("@")
    if not table.settings.use_domain:
        return user
    if not at:
        raise MiError(400, "Domain missing in AOR")
    return aor


def _found_record(server: "Server", parameters: Parameters) -> Record:
    table = _found_table(server, parameters)
    record = table.record(_aor(table, parameters))
    if record is None:
        raise MiError(404, "AOR not found")
    return record


def _table(table: Location, now: int, is_brief: bool) -> Json:
    records = table.in_order()
    shown: list[Json] = [{"AOR": record.aor} if is_brief else _record(record, now) for record in records]
    return {"name": table.name, "hash_size": table.slots, "AORs": shown}


def _record(record: Record, now: int) -> Json:
    return {"AOR": record.aor, "Contacts": [_contact(contact, now) for contact in record.contacts]}


def _contact(contact: Contact, now: int) -> Json:
    row: dict[str, Json] = {
        "Contact": contact.uri,
        "ContactID": str(contact.id),
        "Expires": _expires(contact, now),
        "Q": write_q(contact.q),
        "Callid": contact.call_id,
        "Cseq": contact.cseq,
        "User-agent": contact.user_agent,
        "Received": contact.received,
        "Path": contact.path,
        "State": "CS_NEW",  # it becomes another one in a database only
        "Flags": contact.flags,
        "Cflags": " ".join(contact.branch_flags),
        "Socket": "" if contact.socket is None else str(contact.socket),
        "Methods": contact.methods,
        "SIP_instance": contact.instance,
    }
    left_out = ("Received", "Path", "Socket", "SIP_instance")
    return {name: value for name, value in row.items() if value or name not in left_out}


def _expires(contact: Contact, now: int) -> Json:
    if contact.expires == 0:
        return "permanent"
    return contact.expires - now if contact.expires >= now else "expired"
