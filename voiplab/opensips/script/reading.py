"""What the variables of the core are: script manual of OpenSIPS 3.2, "Core variables".

A reader gets the context and, where the variable has one, what stands in its brackets. `VALUES` have several values.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from voiplab.opensips.configuration import Listener
from voiplab.opensips.log import LogLine
from voiplab.opensips.parsing import parse_uri
from voiplab.opensips.received import LOWEST_Q, Received
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.headers import after_uri, display_name, split_list, uri_text, user_of
from voiplab.opensips.script.value import Value
from voiplab.sip.message import Request, Response
from voiplab.sip.params import has, value_of
from voiplab.sip.uri import Uri

Reader = Callable[[Context], Value]
ReaderOf = Callable[[Context, str], Value]
ValuesOf = Callable[[Context, str], Sequence[Value]]

_PORT: Final = 5060


# URIs


def current_uri(context: Context, asker: str) -> Uri | None:
    """The R-URI, read; with the complaints of the server where it is none."""
    return _complained(context, context.received.uri, asker)


def _complained(context: Context, text: str, asker: str) -> Uri | None:
    uri = parse_uri(text)
    if isinstance(uri, LogLine):
        context.server.log_line(uri)
        context.error("core:parse_sip_msg_uri", f"bad uri <{text}>")
        context.error(f"core:{asker}", "failed to parse the R-URI")
        return None
    return uri


def _ruri(context: Context) -> Value:
    if context.received.request is None or current_uri(context, "pv_get_ruri") is None:
        return None
    return context.received.uri


def _original(context: Context) -> str | None:
    request = context.received.request
    return None if request is None else request.uri


def _next_hop(context: Context) -> str | None:
    return context.received.next_hop


def _towards(context: Context) -> str | None:
    return context.received.next_hop or context.received.uri or None


def _of(text: Callable[[Context], str | None], read: Callable[[Uri], Value]) -> Reader:
    def reader(context: Context) -> Value:
        found = text(context)
        uri = None if found is None else parse_uri(found)
        return read(uri) if isinstance(uri, Uri) else None

    return reader


def _of_ruri(read: Callable[[Uri], Value]) -> Reader:
    def reader(context: Context) -> Value:
        if context.received.request is None:
            return None
        uri = current_uri(context, "pv_get_ruri_attr")
        return None if uri is None else read(uri)

    return reader


def _port(uri: Uri) -> Value:
    return uri.port or (5061 if uri.scheme == "sips" else _PORT)


def _transport(uri: Uri) -> Value:
    return (uri.transport or ("tls" if uri.scheme == "sips" else "udp")).upper()


def _host(uri: Uri) -> Value:
    return uri.host or None


# Headers


def _header(name: str) -> Reader:
    def reader(context: Context) -> Value:
        values = context.received.values(name)
        return values[0] if values else None

    return reader


def _in_header(name: str, read: Callable[[str], Value]) -> Reader:
    def reader(context: Context) -> Value:
        values = context.received.values(name)
        return read(values[0]) if values else None

    return reader


def _part_of_uri(read: Callable[[Uri], Value]) -> Callable[[str], Value]:
    def part(value: str) -> Value:
        uri = parse_uri(uri_text(value))
        return read(uri) if isinstance(uri, Uri) else None

    return part


def _tag(value: str) -> Value:
    found = re.search(r";\s*tag\s*=\s*([^\s;,]+)", value)
    return found[1] if found else None


def _addressed(name: str, letter: str) -> Mapping[str, Reader]:
    """`fu fU fd fn ft` of From, and their like."""
    return {
        f"{letter}u": _in_header(name, uri_text),
        f"{letter}U": _in_header(name, _part_of_uri(user_of)),
        f"{letter}d": _in_header(name, _part_of_uri(_host)),
        f"{letter}n": _in_header(name, display_name),
        f"{letter}t": _in_header(name, _tag),
    }


def _cseq(context: Context) -> Value:
    return context.received.cseq_number


def _credentials(name: str) -> Reader:
    def reader(context: Context) -> Value:
        for header in ("Proxy-Authorization", "Authorization"):
            for value in context.received.values(header):
                found = re.search(rf'\b{name}\s*=\s*"?([^",]*)', value)
                if found:
                    return found[1]
        return None

    return reader


def _credential_user(context: Context) -> Value:
    whole = _credentials("username")(context)
    return str(whole).removeprefix("sip:").partition("@")[0] if whole is not None else None


def _credential_domain(context: Context) -> Value:
    whole = str(_credentials("username")(context) or "")
    return whole.partition("@")[2] or None


# The message and the way it came


def _body(context: Context, kind: str = "") -> Value:
    message = context.received.message
    wanted = not kind or (message.get("Content-Type") or "").split(";")[0].strip().lower() == kind.lower()
    return message.body.decode("utf-8", "surrogateescape") if message.body and wanted else None


def _content_length(context: Context) -> Value:
    written = (context.received.message.get("Content-Length") or "").strip()
    return int(written) if written.isdecimal() else None


def _status(context: Context) -> Value:
    """Of a request there is none, so not in a failure route either: $T_reply_code is for that."""
    message = context.received.message
    return message.status if isinstance(message, Response) else None


def _reason(context: Context) -> Value:
    message = context.received.message
    return message.phrase if isinstance(message, Response) else None


def _method(context: Context) -> Value:
    return context.received.method or None


def _arrived(context: Context) -> Listener:
    return context.received.way.listener


def _of_socket(listener: Listener | None, part: str) -> Value:
    if listener is None:
        return None
    parts: Mapping[str, Value] = {
        "": str(listener),
        "ip": listener.host,
        "port": listener.port,
        "proto": listener.protocol,
        "tag": listener.options.get("tag"),
        "af": "INET",
    }
    return parts.get(part.lower())


# Time


def _moment(context: Context, form: str) -> Value:
    host = context.server.host
    return host.calendar.at(host.now).strftime(form)


def _unix(context: Context) -> float:
    host = context.server.host
    return host.calendar.at(host.now).timestamp()


def _microseconds(context: Context) -> Value:
    host = context.server.host
    return host.calendar.at(host.now).microsecond


def _started(context: Context) -> timedelta:
    host = context.server.host
    return timedelta(microseconds=host.now - context.server.started)


def _since_start(context: Context, form: str) -> Value:
    host = context.server.host
    return (host.calendar.at(host.now) - _started(context)).strftime(form)


_FORM: Final = "%a %b %d %H:%M:%S %Y"


# Flags and branches


def flag_names(flags: Mapping[str, int]) -> str:
    return " ".join(name for name, is_set in flags.items() if is_set)


def _q(context: Context) -> Value:
    q = context.received.target.q
    return None if q == LOWEST_Q else f"{q / 1000:g}"


def _route_name(context: Context) -> Value:
    return context.routes[-1] if context.routes else None


READERS: Final[dict[str, Reader]] = {
    "ru": _ruri,
    "rU": _of_ruri(user_of),
    "rd": _of_ruri(_host),
    "rp": _of_ruri(_port),
    "rP": _of_ruri(_transport),
    "ru_q": _q,
    "ou": _original,
    "oU": _of(_original, user_of),
    "od": _of(_original, _host),
    "op": _of(_original, _port),
    "oP": _of(_original, _transport),
    "du": _next_hop,
    "dd": _of(_towards, _host),
    "dp": _of(_towards, _port),
    "dP": _of(_towards, _transport),
    **_addressed("From", "f"),
    **_addressed("To", "t"),
    "ci": _header("Call-ID"),
    "cs": _cseq,
    "ct": _header("Contact"),
    "cT": _header("Content-Type"),
    "cl": _content_length,
    "ua": _header("User-Agent"),
    "rt": _in_header("Refer-To", uri_text),
    "ai": _in_header("P-Asserted-Identity", uri_text),
    "au": _credential_user,
    "aU": _credentials("username"),
    "ad": _credential_domain,
    "ar": _credentials("realm"),
    "adu": _credentials("uri"),
    "auth.alg": _credentials("algorithm"),
    "auth.nc": _credentials("nc"),
    "auth.nonce": _credentials("nonce"),
    "auth.qop": _credentials("qop"),
    "auth.resp": _credentials("response"),
    "rm": _method,
    "rs": _status,
    "rr": _reason,
    "rc": lambda context: context.code,
    "retcode": lambda context: context.code,
    "mb": lambda context: context.received.buffer.decode("utf-8", "surrogateescape"),
    "ml": lambda context: len(context.received.buffer),
    "mi": lambda context: context.server.messages,
    "msg.is_request": lambda context: int(isinstance(context.received.message, Request)),
    "msg.type": lambda context: "request" if isinstance(context.received.message, Request) else "reply",
    "si": lambda context: context.received.way.address.ip,
    "sp": lambda context: context.received.way.address.port,
    "pr": lambda context: _arrived(context).protocol,
    "proto": lambda context: _arrived(context).protocol,
    "af": lambda _: "INET",
    "Ri": lambda context: _arrived(context).host,
    "Rp": lambda context: _arrived(context).port,
    "pp": lambda context: context.server.process,
    "mf": lambda context: flag_names(context.received.flags),
    "bf": lambda context: flag_names(context.received.target.flags),
    "Ts": lambda context: int(_unix(context)),
    "Tsm": _microseconds,
    "TS": lambda context: int(_unix(context) - _started(context).total_seconds()),
    "Tf": lambda context: _moment(context, _FORM),
    "TF": lambda context: _since_start(context, _FORM),
    "log_level": lambda context: context.server.log_level,
    "xlog_level": lambda context: context.server.xlog_level,
    "route.name": _route_name,
    "route.type": lambda context: context.kind.value,
}


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
    place = int(number) - 1 if number.isdecimal() else -1
    return given[place] if 0 <= place < len(given) else None


def _branch_flag(context: Context, name: str) -> Value:
    return int(bool(context.received.target.flags.get(name)))


def _header_count(context: Context, name: str) -> Value:
    return len(context.received.values(name))


def _socket_out(context: Context, part: str) -> Value:
    return _of_socket(context.received.socket, part)


READERS_OF: Final[dict[str, ReaderOf]] = {
    "var": lambda context, name: context.server.variables.get(name),
    "ct.fields": _contact_field,
    "param": _parameter,
    "hdrcnt": _header_count,
    "branch.flag": _branch_flag,
    "rb": _body,
    "socket_in": lambda context, part: _of_socket(_arrived(context), part),
    "socket_out": _socket_out,
    "time": _moment,
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
