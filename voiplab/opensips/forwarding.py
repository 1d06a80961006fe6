"""Requests and replies as they leave: all lumps applied, the own Via put in or taken out, nothing else touched."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from voiplab.opensips.configuration import Listener
from voiplab.opensips.lumps import Lumps, Rank
from voiplab.opensips.received import FORWARDED, Received
from voiplab.recording.events import EventId

_COMMA: Final = re.compile(r"[ \t]*,[ \t]*")


class Outgoing(NamedTuple):
    """`origins`: which line of the script wrote which header."""

    payload: bytes
    origins: Mapping[str, EventId]


def forwarded_request(received: Received, leaving: Listener, branch: str) -> Outgoing:
    request = received.request
    assert request is not None, "only requests have an R-URI"
    lumps = received.lumps.copy()
    for at, text in received.via_corrections(FORWARDED):
        lumps.insert(at, text)
    rport = ";rport" if received.is_local_rport_wanted else ""
    via = f"Via: SIP/2.0/{leaving.protocol.upper()} {leaving.host}:{leaving.port};branch={branch}{rport}\r\n"
    lumps.insert(received.top_via, via, Rank.VIA)
    if received.target.path is not None:
        lumps.insert(_route_place(received), f"Route: {received.target.path}\r\n")
    start = len(request.start.encode("utf-8", "surrogateescape"))
    lumps.replace(0, start, f"{request.method} {received.uri} {request.version}")
    return _outgoing(received, lumps, leaving)


def own_request(received: Received, leaving: Listener) -> Outgoing:
    """One that this server has written, after a route of the script has had it."""
    request = received.request
    assert request is not None, "only requests have an R-URI"
    lumps = received.lumps.copy()
    start = len(request.start.encode("utf-8", "surrogateescape"))
    lumps.replace(0, start, f"{request.method} {received.uri} {request.version}")
    if leaving is not received.way.listener:
        via = received.via
        assert via is not None, "it was written with one"
        sent_by = f" SIP/2.0/{leaving.protocol.upper()} {leaving.host}:{leaving.port};branch={via.branch}"
        lumps.replace(*received.value_span(received.places("Via")[0]), sent_by)
    return _outgoing(received, lumps, leaving)


def _route_place(received: Received) -> int:
    """Where the Path of a contact becomes a Route: before the first one that there is, otherwise behind the last Via."""
    routes, vias = received.places("Route"), received.places("Via")
    if routes:
        return received.span(routes[0])[0]
    return received.span(vias[-1])[1] if vias else received.first_header


def forwarded_reply(received: Received, leaving: Listener) -> Outgoing:
    lumps = received.lumps.copy()
    top = received.places("Via")[0]
    start, end = received.value_span(top)
    written = received.buffer[start:end].decode("latin-1")
    comma = _COMMA.search(written)
    if comma is None:
        lumps.remove(*received.span(top))
    else:
        blanks = len(written) - len(written.lstrip(" \t"))
        lumps.remove(start + blanks, start + comma.end())
    if received.status is not None:
        code, reason = received.status
        length = len(received.message.start.encode("utf-8", "surrogateescape"))
        lumps.replace(0, length, f"SIP/2.0 {code} {reason}")
    return _outgoing(received, lumps, leaving)


def _outgoing(received: Received, lumps: Lumps, leaving: Listener) -> Outgoing:
    if any(lump.at >= received.body_start for lump in lumps.lumps):
        _count_body(received, lumps, leaving)
    return Outgoing(lumps.apply(received.buffer, leaving), lumps.origins(leaving))


def _count_body(received: Received, lumps: Lumps, leaving: Listener) -> None:
    """A body that was changed is counted anew."""
    whole = lumps.apply(received.buffer, leaving)
    head = Lumps([lump for lump in lumps.lumps if lump.at < received.body_start])
    length = len(whole) - len(head.apply(received.buffer[: received.body_start], leaving))
    for place in received.places("Content-Length")[:1]:
        lumps.replace(*received.value_span(place), f" {length}")
