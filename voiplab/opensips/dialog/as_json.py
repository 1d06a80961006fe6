"""A dialog as `$DLG_json` and `$DLG_ctx_json` show it: all values are texts, and nothing in them is escaped."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.leg import Leg

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

LONGEST: Final = 8192
"""What does not fit is NULL."""


def as_json(server: "Server", dialog: Dialog, *, with_context: bool) -> str | None:
    parts = [
        *_members(_head(server, dialog)),
        f'"caller":{_leg(dialog.caller)}',
        f'"callees":[{",".join(map(_leg, dialog.callees))}]',
    ]
    if with_context and dialog.values:
        values = {name: str(value) for name, value in reversed(dialog.values.items())}
        printable = {name: value for name, value in values.items() if value.isascii() and value.isprintable()}
        parts.append(f'"values":{{{",".join(_members(printable))}}}')
    if with_context and dialog.profiles:
        parts.append(f'"profiles":{{{",".join(_profiles(dialog))}}}')
    written = f"{{{','.join(parts)}}}"
    if len(written.encode("utf-8", "surrogateescape")) < LONGEST:
        return written
    server.error("dialog:dlg_get_json_out", "No more buf size ")
    return None


def _head(server: "Server", dialog: Dialog) -> Mapping[str, str]:
    return {
        "ID": str(dialog.id.whole),
        "state": str(dialog.state.value),
        "user_flags": str(dialog.user_flags),
        "callid": dialog.call_id,
        "timestart": str(dialog.started),
        "timeout": str(ends_at(server, dialog)),
        "from_uri": dialog.from_uri,
        "to_uri": dialog.to_uri,
    }


def ends_at(server: "Server", dialog: Dialog) -> int:
    """In seconds since 1970; 0: not yet counted, or no longer."""
    if dialog.ends is None:
        return 0
    return server.host.calendar.unix(server.host.now) + dialog.ends - server.ticks.count


def shown_routes(leg: Leg) -> str:
    return ",".join(leg.routes)


def _leg(leg: Leg) -> str:
    members = {
        "tag": leg.tag,
        "contact": leg.contact,
        "cseq": "" if leg.heard is None else str(leg.heard),
        "route_set": shown_routes(leg),
        "bind_addr": "" if leg.socket is None else str(leg.socket),
        "sdp": leg.sent_sdp or "",
    }
    return f"{{{','.join(_members(members))}}}"


def _members(values: Mapping[str, str]) -> list[str]:
    return [f'"{name}":"{value}"' for name, value in values.items()]


def _profiles(dialog: Dialog) -> Iterator[str]:
    """Each once, with all values."""
    for name in dict.fromkeys(name for name, _ in dialog.profiles):
        values = [f'"{value or ""}"' for own, value in dialog.profiles if own == name]
        yield f'"{name}":[{",".join(values)}]'
