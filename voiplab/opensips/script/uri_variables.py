"""Variables of the R-URI, of the one that was dialled, and of the next hop."""

from collections.abc import Callable, Mapping
from typing import Final

from voiplab.opensips.log import LogLine
from voiplab.opensips.parsing import parse_uri
from voiplab.opensips.received import LOWEST_Q
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.headers import user_of
from voiplab.opensips.script.value import Value
from voiplab.sip.uri import Uri

Reader = Callable[[Context], Value]

_PORT: Final = 5060


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


def _q(context: Context) -> Value:
    q = context.received.target.q
    return None if q == LOWEST_Q else f"{q / 1000:g}"


URI_VARIABLES: Final[Mapping[str, Reader]] = {
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
}
