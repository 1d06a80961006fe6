"""Variables of the message as a whole, of the way it came, of time and of the server."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from voiplab.opensips.configuration import Listener
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.value import Value
from voiplab.sip.message import Request, Response

Reader = Callable[[Context], Value]

_LENGTH: Final = re.compile(r"[0-9]{1,9}")


def body(context: Context, kind: str = "") -> Value:
    message = context.received.message
    wanted = not kind or (message.get("Content-Type") or "").split(";")[0].strip().lower() == kind.lower()
    return message.body.decode("utf-8", "surrogateescape") if message.body and wanted else None


def _content_length(context: Context) -> Value:
    written = (context.received.message.get("Content-Length") or "").strip()
    return int(written) if _LENGTH.fullmatch(written) else None


def _status(context: Context) -> Value:
    """Of a request there is none, so not in a failure route either: $T_reply_code is for that."""
    message = context.received.message
    return message.status if isinstance(message, Response) else None


def _reason(context: Context) -> Value:
    message = context.received.message
    return message.phrase if isinstance(message, Response) else None


def _method(context: Context) -> Value:
    return context.received.method or None


def arrived(context: Context) -> Listener:
    return context.received.way.listener


def of_socket(listener: Listener | None, part: str) -> Value:
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


def moment(context: Context, form: str) -> Value:
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


def flag_names(flags: Mapping[str, int]) -> str:
    return " ".join(name for name, is_set in flags.items() if is_set)


def _route_name(context: Context) -> Value:
    return context.routes[-1] if context.routes else None


MESSAGE_VARIABLES: Final[Mapping[str, Reader]] = {
    "cl": _content_length,
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
    "pr": lambda context: arrived(context).protocol,
    "proto": lambda context: arrived(context).protocol,
    "af": lambda _: "INET",
    "Ri": lambda context: arrived(context).host,
    "Rp": lambda context: arrived(context).port,
    "pp": lambda context: context.server.process,
    "mf": lambda context: flag_names(context.received.flags),
    "bf": lambda context: flag_names(context.received.target.flags),
    "Ts": lambda context: int(_unix(context)),
    "Tsm": _microseconds,
    "TS": lambda context: int(_unix(context) - _started(context).total_seconds()),
    "Tf": lambda context: moment(context, _FORM),
    "TF": lambda context: _since_start(context, _FORM),
    "cfg_line": lambda context: context.place.line,
    "cfg_file": lambda context: context.place.file,
    "log_level": lambda context: context.server.log_level,
    "xlog_level": lambda context: context.server.xlog_level,
    "route.name": _route_name,
    "route.type": lambda context: context.kind.value,
}
