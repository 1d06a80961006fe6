"""uac: From and To are other ones for the called side, in the whole dialog; what they were travels in the Record-Route.

Each side goes on seeing its own: replies are changed when they are passed on, requests inside of the dialog by loose_route(),
or, with restore_mode manual, by the script itself. With none nothing is stored.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from functools import partial
from itertools import cycle, zip_longest
from typing import Final

from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.functions.rr import record_anew
from voiplab.opensips.functions.uac_auth import count_on, uac_auth
from voiplab.opensips.received import Received
from voiplab.opensips.script.context import Arguments, Context

_NAME_ADDR: Final = re.compile(r'[ \t]*((?:"(?:[^"\\]|\\.)*"[ \t]*|[^<;"]*)<[^>]*>|[^;<>"]+?)[ \t]*(?:;|$)')
_DISPLAY: Final = re.compile(r"(.*?)<[^>]*>$")
_BRACKETS: Final = re.compile(r"<[!-;=?-~]+>")
_OTHER: Final[Mapping[str, str]] = {"From": "To", "To": "From"}
AUTO: Final = "auto"
NONE: Final = "none"
SEQUENTIAL: Final = "decline FROM/TO replacing in sequential request in auto mode (has TO tag)"


def uac_replace_from(context: Context, arguments: Arguments) -> int:
    return _replace(context, arguments, "From", "rr_from_store_param")


def uac_replace_to(context: Context, arguments: Arguments) -> int:
    return _replace(context, arguments, "To", "rr_to_store_param")


def _replace(context: Context, arguments: Arguments, header: str, parameter: str) -> int:
    received, configuration = context.received, context.server.configuration
    mode = configuration.parameter("uac", "restore_mode")
    if mode == AUTO and received.to_tag is not None:
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
    if mode != NONE:
        name = f";{configuration.parameter('uac', parameter)}="
        stored = _encoded(_locked(context, _mixed(new.encode(), str(address.uri).encode())))
        others = [one for one in received.record_route_params if not one.startswith(name)]
        received.record_route_params[:] = [f"{name}{stored}", *others]
        record_anew(received)
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


def _locked(context: Context, data: bytes) -> bytes:
    """And unlocked."""
    password = str(context.server.configuration.parameter("uac", "restore_passwd")).encode("utf-8", "surrogateescape")
    return bytes(one ^ other for one, other in zip(data, cycle(password), strict=False)) if password else data


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode().replace("=", "-")


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.replace("-", "="), validate=True)
    except binascii.Error:
        return None


# Inside of the dialog


def _routed(context: Context) -> None:
    if context.server.configuration.parameter("uac", "restore_mode") == AUTO:
        uac_restore_from(context)
        uac_restore_to(context)
    count_on(context)


def uac_restore_from(context: Context, _arguments: Arguments | None = None) -> int:
    return _put_in(context, "From", "rr_from_store_param")


def uac_restore_to(context: Context, _arguments: Arguments | None = None) -> int:
    return _put_in(context, "To", "rr_to_store_param")


def _put_in(context: Context, header: str, parameter: str) -> int:
    """What uac_replace_from() or uac_replace_to() has stored; of the other side's requests it is the other header's."""
    received, from_ = context.received, context.received.address("From")
    if from_ is None or received.to_tag is None:
        return -1
    params = dict(part.partition("=")[::2] for part in (received.route_params or "").split(";"))
    stored = params.get(str(context.server.configuration.parameter("uac", parameter)))
    value = _decoded(stored) if stored else None
    if value is None:
        return -1
    is_downstream = params.get("ftag") in (None, from_.tag)
    changed = header if is_downstream else _OTHER[header]
    return 1 if _restore(received, changed, _locked(context, value), is_downstream) else -1


def _restore(received: Received, header: str, value: bytes, is_downstream: bool) -> bool:
    found, address = _body(received, header), received.address(header)
    if found is None or address is None:
        return False
    start, end, was = found
    known = str(address.uri) if is_downstream else f"<{address.uri}>"
    mixed = _mixed(value, known.encode()).rstrip(b"\0").decode("latin-1")
    new = mixed if is_downstream else f"<{mixed}>"
    if _BRACKETS.fullmatch(new) is None:
        return False  # it was stored for somebody else
    received.lumps.replace(start, end, new)
    received.reply_changes[header] = partial(_put_back, header, was)
    return True


BEHAVIOUR: Final = Behaviour(
    functions={
        "uac_replace_from": uac_replace_from,
        "uac_replace_to": uac_replace_to,
        "uac_restore_from": uac_restore_from,
        "uac_restore_to": uac_restore_to,
        "uac_auth": uac_auth,
    },
    routed=_routed,
)
