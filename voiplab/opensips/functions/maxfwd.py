"""maxfwd: Max-Forwards is lowered in its place and keeps its width; one that is missing is added before the Via."""

from typing import Final

from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.lumps import Rank
from voiplab.opensips.script.context import Arguments, Context

ADDED: Final = 1
LOWERED: Final = 2
USED_UP: Final = -1
WRONG: Final = -2


def mf_process_maxfwd_header(context: Context, arguments: Arguments) -> int:
    received = context.received
    places = received.places("Max-Forwards")
    if not places:
        line = f"Max-Forwards: {arguments.number(0)}\r\n"
        received.lumps.insert(received.top_via, line, Rank.ADDED, context.line)
        return ADDED
    hops = _hops(received.values("Max-Forwards")[0])
    if hops is None:
        context.error("maxfwd:is_maxfwd_present", "unable to parse the max forwards number")
        return WRONG
    if hops == 0:
        return USED_UP
    received.overwrite(places[0], str(min(hops - 1, context.server.number("maxfwd", "max_limit"))))
    return LOWERED


def is_maxfwd_lt(context: Context, arguments: Arguments) -> int:
    values = context.received.values("Max-Forwards")
    hops = _hops(values[0]) if values else None
    return 1 if hops is not None and hops < arguments.number(0) else -1


def _hops(value: str) -> int | None:
    return int(value) if value.strip().isdecimal() and len(value.strip()) <= 9 else None


BEHAVIOUR: Final = Behaviour(
    functions={"mf_process_maxfwd_header": mf_process_maxfwd_header, "is_maxfwd_lt": is_maxfwd_lt}
)
