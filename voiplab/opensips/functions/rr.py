"""rr: Record-Route when a dialog begins, Route when it goes on (RFC 3261 sections 16.4, 16.6 and 16.12)."""

import re
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from voiplab.opensips.configuration import PORT, Listener
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.log import LogLine
from voiplab.opensips.lumps import Rank
from voiplab.opensips.parsing import parse_uri
from voiplab.opensips.patterns import search
from voiplab.opensips.received import Received
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.headers import split_list, uri_text
from voiplab.opensips.script.value import Value
from voiplab.sip.errors import Malformed
from voiplab.sip.params import has, write_params
from voiplab.sip.uri import Uri

DOUBLE: Final = "r2"
"""Marks two Record-Routes that are one: of the socket where a request came in, and of that where it left."""
NO_DOUBLES: Final = "Attempt to double record-route while 'enable_double_rr' param is disabled"


# Record-Route


@dataclass(frozen=True, slots=True)
class Recorded:
    """The Record-Routes of a request. `received` has the parameters: what one branch adds concerns no other."""

    received: Received
    user: str
    params: str
    doubles: bool

    def __call__(self, leaving: Listener) -> str:
        arriving = self.received.way.listener
        more = self.params + "".join(self.received.record_route_params)
        if leaving is arriving or not self.doubles:
            return self._line(leaving, more)
        more = f";{DOUBLE}=on{more}"
        return self._line(leaving, more) + self._line(arriving, more)

    def _line(self, listener: Listener, params: str) -> str:
        port = "" if listener.port == PORT else f":{listener.port}"
        transport = "" if listener.protocol == "udp" else f";transport={listener.protocol}"
        return f"Record-Route: <sip:{self.user}{listener.host}{port}{transport}{params}>\r\n"


@dataclass(frozen=True, slots=True)
class Preset:
    """Record-Routes that the script has written; nobody looks whether they lead here."""

    received: Received
    user: str
    params: str
    hosts: tuple[str, ...]

    def __call__(self, _leaving: Listener) -> str:
        more = self.params + "".join(self.received.record_route_params)
        return "".join(f"Record-Route: <sip:{self.user}{host}{more}>\r\n" for host in self.hosts)


def record_route(context: Context, arguments: Arguments) -> int:
    if _is_recorded(context, "w_record_route"):
        return -1
    doubles = bool(context.server.number("rr", "enable_double_rr"))
    params = f";lr{_from_tag(context)}{arguments.text(0)}"
    _record(context, Recorded(context.received, _user(context), params, doubles))
    return 1


def record_route_preset(context: Context, arguments: Arguments) -> int:
    """Of two the first one is for the side to which the request goes, the second for that from which it comes."""
    if _is_recorded(context, "w_record_route_preset"):
        return -1
    if arguments.is_given(1) and not context.server.number("rr", "enable_double_rr"):
        context.error("rr:w_record_route_preset", NO_DOUBLES)
        return -1
    hosts = tuple(arguments.text(place) for place in (0, 1) if arguments.is_given(place))
    _record(context, Preset(context.received, _user(context), f"{_from_tag(context)};lr", hosts))
    return 1


def _is_recorded(context: Context, function: str) -> bool:
    if context.received.is_recorded:
        context.error(f"rr:{function}", "Double attempt to record-route")
    return context.received.is_recorded


def _record(context: Context, text: Recorded | Preset) -> None:
    received = context.received
    received.is_recorded = True
    received.lumps.insert(received.first_header, text, Rank.ADDED, context.line)


def _from_tag(context: Context) -> str:
    from_ = context.received.address("From")
    tag = from_.tag if from_ is not None and context.server.number("rr", "append_fromtag") else None
    return f";ftag={tag}" if tag else ""


def _user(context: Context) -> str:
    """With `add_username` that of the R-URI as it came, or else of that which the script has made of it."""
    request = context.received.request
    if request is None or not context.server.number("rr", "add_username"):
        return ""
    for text in (request.uri, context.received.uri):
        uri = parse_uri(text)
        if not isinstance(uri, LogLine) and uri.user:
            return f"{uri.user}@"
    return ""


def add_rr_param(context: Context, arguments: Arguments) -> int:
    context.received.record_route_params.append(arguments.text(0))
    record_anew(context.received)
    return 1


def record_anew(received: Received) -> None:
    """What record_route() has written already, before this copy of the request was made, gets the parameters of the copy."""
    received.lumps.lumps = [
        replace(lump, text=replace(lump.text, received=received)) if isinstance(lump.text, Recorded | Preset) else lump
        for lump in received.lumps.lumps
    ]


# Route


class Entry(NamedTuple):
    """One of the Routes: `start` and `end` are offsets in the received bytes, `place` is the number of its line."""

    place: int
    start: int
    end: int
    uri: Uri


def loose_route(context: Context, _arguments: Arguments) -> int:
    received = context.received
    routes = _routes(received)
    if not routes:
        return -1
    if _is_strict(context):
        _after_strict(received, routes)
        context.server.routed(context)
        return 1
    if not _is_ours(context, routes[0].uri):
        return -1
    received.route_params = write_params(routes[0].uri.params).removeprefix(";")
    used = 1
    if has(routes[0].uri.params, DOUBLE) and len(routes) > 1 and _is_ours(context, routes[1].uri):
        used = 2
        received.socket = context.server.listener_of(routes[1].uri)
    _remove(received, routes, used)
    received.remote_target = received.uri
    received.routes_left = tuple(str(entry.uri) for entry in routes[used:])
    if len(routes) > used:
        following = routes[used].uri
        if following.is_loose:
            received.next_hop = str(following)
        else:
            _send_strictly(received, routes, used)
    context.server.routed(context)
    return 1


def _routes(received: Received) -> list[Entry]:
    entries: list[Entry] = []
    for place in received.places("Route"):
        begin, end = received.value_span(place)
        written = received.buffer[begin:end].decode("latin-1")
        at = 0
        for part in split_list(written):
            start = written.index(part, at)
            at = start + len(part)
            try:
                uri = Uri.parse(uri_text(part))
            except Malformed:
                return entries
            entries.append(Entry(place, begin + start, begin + at, uri))
    return entries


def _is_ours(context: Context, uri: Uri) -> bool:
    return context.server.is_mine(uri.host, uri.port or PORT)


def _is_strict(context: Context) -> bool:
    """A strict router has put our own Route into the R-URI."""
    try:
        uri = Uri.parse(context.received.uri)
    except Malformed:
        return False
    return uri.is_loose and _is_ours(context, uri)


def _after_strict(received: Received, routes: list[Entry]) -> None:
    """RFC 3261 section 16.4: the last Route is the R-URI."""
    last = routes[-1]
    received.route_params = write_params(Uri.parse(received.uri).params).removeprefix(";")
    received.uri = received.remote_target = str(last.uri)
    received.routes_left = tuple(str(entry.uri) for entry in routes[:-1])
    _cut(received, routes, len(routes) - 1, len(routes))
    if len(routes) > 1:
        received.next_hop = str(routes[0].uri)


def _send_strictly(received: Received, routes: list[Entry], used: int) -> None:
    """RFC 3261 section 16.6, step 6: the next one is a strict router, so its URI goes into the request line."""
    received.append(f"Route: <{received.uri}>\r\n")
    received.uri = str(routes[used].uri)
    _cut(received, routes, used, used + 1)


def _remove(received: Received, routes: list[Entry], count: int) -> None:
    _cut(received, routes, 0, count)


def _cut(received: Received, routes: list[Entry], start: int, end: int) -> None:
    """Whole lines where nothing is left of them."""
    gone = routes[start:end]
    for place in dict.fromkeys(entry.place for entry in gone):
        line = [entry for entry in routes if entry.place == place]
        left = [entry for entry in line if entry not in gone]
        if not left:
            received.lumps.remove(*received.span(place))
        elif line[0] in gone:
            received.lumps.remove(line[0].start, left[0].start)
        else:
            received.lumps.remove(left[-1].end, line[-1].end)


def check_route_param(context: Context, arguments: Arguments) -> int:
    params = context.received.route_params
    if params is None:
        return -1
    found = search(arguments.text(0), f";{params}", context.place, context.allowance.patience, lines=True)
    return 1 if found is not None else -1


def is_direction(context: Context, arguments: Arguments) -> int:
    """From where the dialog was begun is downstream: the ftag that we wrote is the tag of From."""
    from_ = context.received.address("From")
    ftag = re.search(r"(?:^|;)ftag=([^;]*)", context.received.route_params or "")
    is_downstream = ftag is None or (from_ is not None and from_.tag == ftag[1])
    return 1 if is_downstream == (arguments.text(0).lower() == "downstream") else -1


def _route_params(context: Context) -> Value:
    return context.received.route_params


BEHAVIOUR: Final = Behaviour(
    functions={
        "loose_route": loose_route,
        "record_route": record_route,
        "record_route_preset": record_route_preset,
        "add_rr_param": add_rr_param,
        "check_route_param": check_route_param,
        "is_direction": is_direction,
    },
    readers={"rr_params": _route_params},
)
