"""What an assignment does to a variable: script manual of OpenSIPS 3.2, "Core variables"."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from voiplab.opensips.log import LogLine
from voiplab.opensips.parsing import parse_uri
from voiplab.opensips.script.allowance import PORTION
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.headers import uri_text
from voiplab.opensips.script.looking import argument_of, index_of
from voiplab.opensips.script.value import Value
from voiplab.opensips.variables import Every, Reference
from voiplab.sip.uri import Uri

_PORT: Final = re.compile(r"[0-9]{1,5}")

Writer = Callable[[Context, Reference, Value], bool]
"""False: the value cannot stand there."""


def assign(context: Context, reference: Reference, value: Value) -> bool:
    writer = context.server.writers.get(reference.name)
    return writer is not None and writer(context, reference, value)


def set_avp(context: Context, name: str, value: Value) -> None:
    """On top of those that it has; nothing takes them all away."""
    if value is None:
        context.received.avps.pop(name, None)
    else:
        values = context.received.avps.setdefault(name, [])
        context.allowance.spend(context.place, len(values) // PORTION)
        values.insert(0, value)


def replace_avp(context: Context, name: str, value: Value) -> None:
    """The operator := leaves no others."""
    context.received.avps.pop(name, None)
    set_avp(context, name, value)


def _avp(context: Context, reference: Reference, value: Value) -> bool:
    name = argument_of(context, reference)
    index = index_of(context, reference)
    if index is None:
        set_avp(context, name, value)
        return True
    if isinstance(index, Every):
        replace_avp(context, name, value)
        return True
    values = context.received.avps.get(name, [])
    if not -len(values) <= index < len(values):
        return False
    if value is None:
        del values[index]
    else:
        values[index] = value
    return True


def _var(context: Context, reference: Reference, value: Value) -> bool:
    context.server.variables[argument_of(context, reference)] = value
    return True


def _ruri(context: Context, _reference: Reference, value: Value) -> bool:
    if value is None:
        return False
    context.received.uri = str(value)
    return True


def _next_hop(context: Context, _reference: Reference, value: Value) -> bool:
    context.received.next_hop = None if value is None else str(value)
    return True


def change_uri(context: Context, change: Callable[[Uri], Uri]) -> bool:
    """Part of the R-URI; False, with the server's complaint, when there is none to change."""
    uri = parse_uri(context.received.uri)
    if isinstance(uri, LogLine):
        context.server.log_line(uri)
        context.error("core:do_action", "ERROR: bad uri")
        return False
    context.received.uri = str(change(uri))
    return True


def _user(context: Context, _reference: Reference, value: Value) -> bool:
    return change_uri(context, lambda uri: replace(uri, user=None if value is None else str(value)))


def _domain(context: Context, _reference: Reference, value: Value) -> bool:
    return value is not None and change_uri(context, lambda uri: replace(uri, host=str(value)))


def port_of(value: Value) -> int | None:
    return int(value) if value is not None and _PORT.fullmatch(str(value)) else None


def _port(context: Context, _reference: Reference, value: Value) -> bool:
    return change_uri(context, lambda uri: replace(uri, port=port_of(value)))


def _of_next_hop(change: Callable[[Uri, Value], Uri]) -> Writer:
    def writer(context: Context, _reference: Reference, value: Value) -> bool:
        uri = parse_uri(context.received.next_hop or context.received.uri)
        if not isinstance(uri, Uri):
            return False
        context.received.next_hop = str(change(replace(uri, user=None, password=None), value))
        return True

    return writer


def _q(context: Context, _reference: Reference, value: Value) -> bool:
    q = thousandths(value)
    if q is None:
        return False
    context.received.target = replace(context.received.target, q=q)
    return True


def thousandths(value: Value) -> int | None:
    """A q of 0 to 1, with at most three digits behind the point."""
    whole, _, digits = str(value).partition(".")
    if whole not in ("0", "1", "") or not (digits.isdecimal() or not digits) or not (whole or digits):
        return None
    return min(int(whole or "0") * 1000 + int(digits[:3].ljust(3, "0") or "0"), 1000)


def _branch_flag(context: Context, reference: Reference, value: Value) -> bool:
    set_branch_flag(context, argument_of(context, reference), is_set=bool(value))
    return True


def set_branch_flag(context: Context, name: str, *, is_set: bool) -> None:
    target = context.received.target
    context.received.target = replace(target, flags={**target.flags, name: int(is_set)})


def _branch(context: Context, reference: Reference, value: Value) -> bool:
    """`$branch = uri` adds one; `$(branch(uri)[0]) = uri` changes one."""
    part, further = argument_of(context, reference), context.received.further
    if not part:
        if value is None:
            return False
        further.append(replace(context.received.target, uri=str(value), next_hop=None))
        return True
    index = index_of(context, reference)
    place = index if isinstance(index, int) else 0
    if not 0 <= place < len(further):
        return False
    if value is None and part == "uri":
        del further[place]
    elif part == "uri":
        further[place] = replace(further[place], uri=str(value))
    elif part == "duri":
        further[place] = replace(further[place], next_hop=None if value is None else str(value))
    else:
        return False
    return True


def _from(context: Context, _reference: Reference, value: Value) -> bool:
    """The URI in From, when the message is sent; its tag stays."""
    received = context.received
    places, written = received.places("From"), received.values("From")
    if value is None or not places:
        return False
    start, _ = received.value_span(places[0])
    old = uri_text(written[0])
    at = received.buffer.index(old.encode("utf-8", "surrogateescape"), start)
    received.lumps.replace(at, at + len(old.encode("utf-8", "surrogateescape")), str(value), context.line)
    return True


def _socket(context: Context, _reference: Reference, value: Value) -> bool:
    listener = context.server.listener_named(str(value))
    if listener is None:
        return False
    context.received.socket = listener
    return True


def _log_level(context: Context, _reference: Reference, value: Value) -> bool:
    context.server.log_level = value if isinstance(value, int) else context.server.number("", "log_level")
    return True


def _xlog_level(context: Context, _reference: Reference, value: Value) -> bool:
    context.server.xlog_level = value if isinstance(value, int) else context.server.number("", "xlog_level")
    return True


WRITERS: Final[dict[str, Writer]] = {
    "avp": _avp,
    "var": _var,
    "ru": _ruri,
    "rU": _user,
    "rd": _domain,
    "rp": _port,
    "ru_q": _q,
    "du": _next_hop,
    "dd": _of_next_hop(lambda uri, value: replace(uri, host=str(value))),
    "dp": _of_next_hop(lambda uri, value: replace(uri, port=port_of(value))),
    "branch": _branch,
    "branch.flag": _branch_flag,
    "fu": _from,
    "socket_out": _socket,
    "log_level": _log_level,
    "xlog_level": _xlog_level,
}
