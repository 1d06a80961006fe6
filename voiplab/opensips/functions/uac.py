"""uac: From and To are other ones for the called side, in the whole dialog; what they were travels in the Record-Route.

With restore_mode auto each side goes on seeing its own: requests inside of the dialog are changed by loose_route(), replies
when they are passed on.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from functools import partial
from itertools import zip_longest
from typing import Final

from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.received import Received
from voiplab.opensips.script.context import Arguments, Context

_NAME_ADDR: Final = re.compile(r'[ \t]*((?:"(?:[^"\\]|\\.)*"[ \t]*|[^<;"]*)<[^>]*>|[^;<>"]+?)[ \t]*(?:;|$)')
_DISPLAY: Final = re.compile(r"(.*?)<[^>]*>$")
_BRACKETS: Final = re.compile(r"<[!-;=?-~]+>")
_OTHER: Final[Mapping[str, str]] = {"From": "To", "To": "From"}
AUTO: Final = "auto"
SEQUENTIAL: Final = "decline FROM/TO replacing in sequential request in auto mode (has TO tag)"


def uac_replace_from(context: Context, arguments: Arguments) -> int:
    return _replace(context, arguments, "From", "rr_from_store_param")


def uac_replace_to(context: Context, arguments: Arguments) -> int:
    return _replace(context, arguments, "To", "rr_to_store_param")


def _replace(context: Context, arguments: Arguments, header: str, parameter: str) -> int:
    received, configuration = context.received, context.server.configuration
    is_auto = configuration.parameter("uac", "restore_mode") == AUTO
    if is_auto and received.to_tag is not None:
        context.error("uac:replace_uri", SEQUENTIAL)
        return -1
    found, address = _body(received, header), received.address(header)
    if found is None or address is None:
        return -1
    start, end, was = found
    uri = arguments.text(1) or str(address.uri)
    known = _DISPLAY.match(was)
    display = arguments.text(0) if arguments.is_given(0) else (known[1].strip() if known is not None else "")
    new = f"<{uri}>"
    received.lumps.drop(start, end)  # of two calls the second one counts
    received.lumps.replace(start, end, f"{display} {new}" if display else new, context.line)
    if is_auto:
        name = f";{configuration.parameter('uac', parameter)}="
        stored = _encoded(_mixed(new.encode(), str(address.uri).encode()))
        others = [one for one in received.record_route_params if not one.startswith(name)]
        received.record_route_params[:] = [f"{name}{stored}", *others]
        received.reply_changes[header] = partial(_put_back, header, was)
    return 1


def _body(message: Received, header: str) -> tuple[int, int, str] | None:
    """Display name and URI with its brackets: where they stand in the buffer, and what they are."""
    places = message.places(header)
    if not places:
        return None
    start, end = message.value_span(places[0])
    found = _NAME_ADDR.match(message.buffer[start:end].decode("latin-1"))
    return None if found is None else (start + found.start(1), start + found.end(1), found[1])


def _put_back(header: str, text: str, message: Received) -> None:
    found = _body(message, header)
    if found is not None:
        message.lumps.replace(found[0], found[1], text)


# What travels in the Record-Route


def _mixed(one: bytes, other: bytes) -> bytes:
    """Each is found again with the help of the other; the shorter one goes on with zeros."""
    return bytes(left ^ right for left, right in zip_longest(one, other, fillvalue=0))


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode().replace("=", "-")


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.replace("-", "="), validate=True)
    except binascii.Error:
        return None


# Inside of the dialog


def _routed(context: Context) -> None:
    configuration = context.server.configuration
    received, from_ = context.received, context.received.address("From")
    if configuration.parameter("uac", "restore_mode") != AUTO or from_ is None or received.to_tag is None:
        return
    params = dict(part.partition("=")[::2] for part in (received.route_params or "").split(";"))
    is_downstream = params.get("ftag") in (None, from_.tag)
    for header, name in (("From", "rr_from_store_param"), ("To", "rr_to_store_param")):
        stored = params.get(str(configuration.parameter("uac", name)))
        value = _decoded(stored) if stored else None
        if value is not None:
            _restore(received, header if is_downstream else _OTHER[header], value, is_downstream)


def _restore(received: Received, header: str, value: bytes, is_downstream: bool) -> None:
    found, address = _body(received, header), received.address(header)
    if found is None or address is None:
        return
    start, end, was = found
    known = str(address.uri) if is_downstream else f"<{address.uri}>"
    mixed = _mixed(value, known.encode()).rstrip(b"\0").decode("latin-1")
    new = mixed if is_downstream else f"<{mixed}>"
    if _BRACKETS.fullmatch(new) is None:
        return  # it was stored for somebody else
    received.lumps.replace(start, end, new)
    received.reply_changes[header] = partial(_put_back, header, was)


BEHAVIOUR: Final = Behaviour(
    functions={"uac_replace_from": uac_replace_from, "uac_replace_to": uac_replace_to},
    routed=_routed,
)
