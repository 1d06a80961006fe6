"""What the variables of the core are: script manual of OpenSIPS 3.2, "Core variables".

A reader gets the context and, where the variable has one, what stands in its brackets. `VALUES` have several values.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from voiplab.opensips.received import LOWEST_Q, Received
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.header_variables import HEADER_VARIABLES
from voiplab.opensips.script.headers import after_uri, display_name, split_list, uri_text
from voiplab.opensips.script.message_variables import MESSAGE_VARIABLES, arrived, body, flag_names, moment, of_socket
from voiplab.opensips.script.uri_variables import URI_VARIABLES
from voiplab.opensips.script.value import Value
from voiplab.sip.params import has, value_of

Reader = Callable[[Context], Value]
ReaderOf = Callable[[Context, str], Value]
ValuesOf = Callable[[Context, str], Sequence[Value]]

READERS: Final[dict[str, Reader]] = {**URI_VARIABLES, **HEADER_VARIABLES, **MESSAGE_VARIABLES}


# Variables with something in brackets


def _contact_field(context: Context, field: str) -> Value:
    values = context.received.values("Contact")
    return _field(split_list(values[0])[0], field) if values else None


def _field(contact: str, field: str) -> Value:
    params = after_uri(contact)
    match field:
        case "name":
            return display_name(contact)
        case "uri":
            return uri_text(contact)
        case "params":
            return params or None
        case _:
            pairs = tuple(_pair(part) for part in params.split(";"))
            return (value_of(pairs, field) or "") if has(pairs, field) else None


def _pair(text: str) -> tuple[str, str | None]:
    name, equals, value = text.strip().partition("=")
    return name, value.strip('"') if equals else None


def _parameter(context: Context, number: str) -> Value:
    given = context.parameters[-1] if context.parameters else ()
    place = int(number) - 1 if number.isdecimal() and len(number) < 4 else -1
    return given[place] if 0 <= place < len(given) else None


def _branch_flag(context: Context, name: str) -> Value:
    return int(bool(context.received.target.flags.get(name)))


def _header_count(context: Context, name: str) -> Value:
    return len(context.received.values(name))


def _socket_out(context: Context, part: str) -> Value:
    return of_socket(context.received.socket, part)


READERS_OF: Final[dict[str, ReaderOf]] = {
    "var": lambda context, name: context.server.variables.get(name),
    "ct.fields": _contact_field,
    "param": _parameter,
    "hdrcnt": _header_count,
    "branch.flag": _branch_flag,
    "rb": body,
    "socket_in": lambda context, part: of_socket(arrived(context), part),
    "socket_out": _socket_out,
    "time": moment,
    "route": lambda context, _: " > ".join(context.routes) or None,
}


def _avps(context: Context, name: str) -> Sequence[Value]:
    """The last one first."""
    return context.received.avps.get(name, ())


def _branches(context: Context, part: str) -> Sequence[Value]:
    return [_of_branch(context.received, place, part or "uri") for place in range(len(context.received.further))]


def _of_branch(received: Received, place: int, part: str) -> Value:
    target = received.further[place]
    parts: Mapping[str, Value] = {
        "uri": target.uri,
        "duri": target.next_hop,
        "q": None if target.q == LOWEST_Q else f"{target.q / 1000:g}",
        "path": target.path,
        "flags": flag_names(target.flags),
        "socket": None if target.socket is None else str(target.socket),
    }
    return parts.get(part)


VALUES: Final[Mapping[str, ValuesOf]] = {
    "hdr": lambda context, name: context.received.values(name),
    "avp": _avps,
    "branch": _branches,
}
