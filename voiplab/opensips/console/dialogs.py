"""Commands of dialog: calls are listed, ended, and counted by their profiles."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from voiplab.opensips.console.command import OK, Json, MiError, Parameters
from voiplab.opensips.dialog.as_json import ends_at, shown_routes
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.dialogs import Dialogs
from voiplab.opensips.dialog.ending import BY_COMMAND, Endings
from voiplab.opensips.dialog.leg import Leg
from voiplab.opensips.dialog.profiles import Profiles, is_in
from voiplab.opensips.dialog.state import State

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_ESCAPES: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


# Listed


def dlg_list(server: "Server", parameters: Parameters) -> Json:
    return _listed(server, parameters, with_context=False)


def dlg_list_ctx(server: "Server", parameters: Parameters) -> Json:
    """With the values that a script has kept, and the profiles."""
    return _listed(server, parameters, with_context=True)


def _listed(server: "Server", parameters: Parameters, *, with_context: bool) -> Json:
    if parameters.has("callid"):
        return {"Dialog": _shown(server, _wanted(server, parameters), with_context)}
    found = list(server.part(Dialogs).all())
    begin, count = 0, 0
    if parameters.has("index"):
        begin, count = parameters.number("index"), parameters.number("counter")
    wanted = found[begin : begin + count] if count > 0 else found
    total: dict[str, Json] = {"count": len(found)} if count else {}
    return {**total, "Dialogs": [_shown(server, dialog, with_context) for dialog in wanted]}


def _wanted(server: "Server", parameters: Parameters) -> Dialog:
    """The first of that call, which must not have ended."""
    tag = parameters.text("from_tag") if parameters.has("from_tag") else None
    known = server.part(Dialogs).of_call(parameters.text("callid"))
    found = next((dialog for dialog in known if tag in (None, dialog.caller.tag)), None)
    if found is None or found.state is State.ENDED:
        raise MiError(404, "No such dialog")
    return found


def _shown(server: "Server", dialog: Dialog, with_context: bool) -> Json:
    caller, ends = dialog.caller, ends_at(server, dialog)
    row: dict[str, Json] = {
        "ID": str(dialog.id),
        "db_id": str(dialog.id.whole),
        "state": dialog.state.value,
        "user_flags": dialog.user_flags,
        "timestart": dialog.started,
        "datestart": _date(server, dialog.started),
        "timeout": ends,
        "dateout": _date(server, ends),
        "callid": dialog.call_id,
        "from_uri": dialog.from_uri,
        "to_uri": dialog.to_uri,
        "caller_tag": caller.tag,
        "caller_contact": caller.contact,
        "callee_cseq": _number(caller),
        "caller_route_set": shown_routes(caller),
        "caller_bind_addr": None if caller.socket is None else str(caller.socket),
        "caller_sdp": caller.sdp,
        "caller_sent_sdp": caller.sent_sdp,
    }
    rows = {name: value for name, value in row.items() if value is not None}
    context: dict[str, Json] = {"context": _context(dialog)} if with_context else {}
    return {**rows, "CALLEES": [_callee(leg) for leg in dialog.callees], **context}


def _callee(leg: Leg) -> Json:
    row: dict[str, Json] = {
        "callee_tag": leg.tag,
        "callee_contact": leg.contact,
        "caller_cseq": _number(leg),
        "callee_route_set": shown_routes(leg),
        "callee_bind_addr": None if leg.socket is None else str(leg.socket),
    }
    bodies: dict[str, Json] = {"callee_sdp": leg.sdp, "callee_sent_sdp": leg.sent_sdp}
    return {**row, **{name: body for name, body in bodies.items() if body is not None}}


def _number(leg: Leg) -> str:
    return "" if leg.heard is None else str(leg.heard)


def _date(server: "Server", unix: int) -> str | None:
    """None: there is no such moment."""
    if not unix:
        return None
    host = server.host
    at = host.calendar.at(host.now).timestamp()
    return host.calendar.at(host.now + round((unix - at) * 1_000_000)).strftime("%Y-%m-%d %H:%M:%S")


def _context(dialog: Dialog) -> Json:
    """The latest first."""
    values: list[Json] = [{name: _printable(value)} for name, value in reversed(dialog.values.items())]
    profiles: list[Json] = [{name: value or ""} for name, value in dialog.profiles]
    lists = {"values": values, "profiles": profiles}
    return {name: rows for name, rows in lists.items() if rows}


def _printable(value: str | int) -> Json:
    if isinstance(value, int):
        return value
    return "".join([_escaped(character) for character in value])


def _escaped(character: str) -> str:
    if " " <= character <= "~":
        return character
    octets = character.encode("utf-8", "surrogateescape")
    return _ESCAPES.get(character) or "".join([f"\\x{octet:02x}" for octet in octets])


# Changed


def dlg_end_dlg(server: "Server", parameters: Parameters) -> Json:
    dialog = server.part(Dialogs).named(parameters.text("dialog_id"))
    if dialog is None:
        raise MiError(404, "Requested Dialog not found")
    more = parameters.text("extra_hdrs").split("\r\n") if parameters.has("extra_hdrs") else ()
    if not _end(server, dialog, more):
        raise MiError(500, "Operation failed")
    return OK


def _end(server: "Server", dialog: Dialog, more: Sequence[str] = ()) -> bool:
    dialog.reason(BY_COMMAND)
    return server.part(Endings).end(dialog, more)


def dlg_push_var(server: "Server", parameters: Parameters) -> Json:
    """Into each of the dialogs that are there."""
    name, value = parameters.text("dlg_val_name"), parameters.text("dlg_val_value")
    for text in parameters.texts("DID"):
        dialog = server.part(Dialogs).named(text)
        if dialog is not None:
            dialog.values[name] = value
    return OK


# Profiles


def _profile(server: "Server", parameters: Parameters) -> str:
    name = parameters.text("profile")
    if name not in server.part(Profiles).has_value:
        raise MiError(404, "Profile not found")
    return name


def _value(parameters: Parameters) -> str | None:
    return parameters.text("value") if parameters.has("value") else None


def _inside(server: "Server", parameters: Parameters) -> list[Dialog]:
    profile, value = _profile(server, parameters), _value(parameters)
    return [dialog for dialog in server.part(Dialogs).all() if is_in(dialog, profile, value)]


def profile_get_size(server: "Server", parameters: Parameters) -> Json:
    name, value = _profile(server, parameters), _value(parameters)
    count = server.part(Profiles).size(name, value)
    return {"Profile": {"name": name, "value": value, "count": count, "shared": "no", "replicated": "no"}}


def profile_get_values(server: "Server", parameters: Parameters) -> Json:
    name, profiles = _profile(server, parameters), server.part(Profiles)
    if profiles.has_value[name]:
        return [{"value": value, "count": count} for value, count in profiles.values(name)]
    return [{"value": None, "count": profiles.size(name)}]


def profile_list_dlgs(server: "Server", parameters: Parameters) -> Json:
    return {"Dialogs": [_shown(server, dialog, with_context=False) for dialog in _inside(server, parameters)]}


def list_all_profiles(server: "Server", _parameters: Parameters) -> Json:
    rows: list[Json] = [
        {"name": name, "has value": has_value} for name, has_value in server.part(Profiles).has_value.items()
    ]
    return {"Profiles": rows}


def profile_end_dlgs(server: "Server", parameters: Parameters) -> Json:
    for dialog in _inside(server, parameters):
        _end(server, dialog)
    return OK
