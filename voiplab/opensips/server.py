"""A running OpenSIPS: what arrives goes through the script; what the script wants leaves by the sockets."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeVar, cast

from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.opensips.configuration import PORT, Listener
from voiplab.opensips.counters import Counters
from voiplab.opensips.forwarding import forwarded_request
from voiplab.opensips.functions.behaviour import Behaviour, Function
from voiplab.opensips.functions.sl import Stateless
from voiplab.opensips.functions.table import behaviours, refuse_missing
from voiplab.opensips.log import Level, LogLine, critical, error
from voiplab.opensips.process import Process
from voiplab.opensips.received import Received, Target
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.script.assigning import WRITERS, Writer
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.execution import Execution
from voiplab.opensips.script.reading import READERS, READERS_OF, Reader, ReaderOf
from voiplab.opensips.script.value import Value
from voiplab.opensips.sockets import Parcel, Sockets, Way
from voiplab.opensips.starting import load
from voiplab.opensips.ticks import Ticks
from voiplab.opensips.tm.transactions import Transactions
from voiplab.recording.events import LineRun, log_line
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import Moment, seconds
from voiplab.sip.errors import Malformed
from voiplab.sip.host import is_ipv4, is_ipv6
from voiplab.sip.message import Request, parse
from voiplab.sip.uri import Uri
from voiplab.text.place import Files, Place

if TYPE_CHECKING:
    from voiplab.opensips.tm.branch import Ending
    from voiplab.opensips.tm.transaction import Transaction
    from voiplab.opensips.tree import Route

Part = TypeVar("Part")

LEVELS: Final[Mapping[Level, int]] = {
    Level.CRITICAL: -2,
    Level.ERROR: -1,
    Level.WARNING: 1,
    Level.NOTICE: 2,
    Level.INFO: 3,
    Level.RAW: -3,
}
"""What log_level has to be at least for such a line."""


class Server:
    """`variables` are those of the process, `$var(...)`: they last from message to message."""

    process: Final = 1

    def __init__(self, host: Host, name: str, files: Files) -> None:
        """Read the files. Refused in the words of the real server, NotSimulated."""
        self.host = Process(host)
        self.name = name
        self.files = files
        self.configuration = load(files, host.ips)
        refuse_missing(self.configuration)
        self.started: Moment = host.now
        self.messages: int = 0
        self.log_level: int = self.number("", "log_level")
        self.xlog_level: int = self.number("", "xlog_level")
        self.variables: dict[str, Value] = {}
        self.serial: dict[str, list[list[Target]]] = {}
        """What serialize_branches() has put aside, by Call-ID."""
        loaded = self._loaded = behaviours(self.configuration)
        self.functions = _functions(loaded)
        self.readers: Mapping[str, Reader] = READERS | _merged([one.readers for one in loaded.values()])
        self.readers_of: Mapping[str, ReaderOf] = READERS_OF | _merged([one.readers_of for one in loaded.values()])
        self.writers: Mapping[str, Writer] = WRITERS | _merged([one.writers for one in loaded.values()])
        self._parts: dict[object, object] = {}
        self._lines = {file: text.decode("utf-8", "surrogateescape").split("\n") for file, text in files.items()}

    def start(self) -> None:
        self.started = self.host.now
        self.ticks = Ticks(self.host)
        self.transactions = Transactions(self)
        self.sockets = Sockets(self.host, self.configuration.listeners, self.receive)
        for line in self.configuration.log:
            self.log_line(line)
        for behaviour in self._loaded.values():
            if behaviour.start is not None:
                behaviour.start(self)
        startup = self.configuration.route(RouteKind.STARTUP)
        if startup is not None:
            self._run_alone(startup)
        for route in self.configuration.routes:
            if route.kind is RouteKind.TIMER and route.every:
                self._appoint(route)

    def stop(self) -> None:
        """Nothing of it is left: no socket, no timer, no contact that it remembered."""
        self.host.end()
        self.sockets.close()
        self.transactions = Transactions(self)
        self._parts.clear()

    # The configuration

    def number(self, module: str, name: str) -> int:
        """A parameter of a module, or with an empty name a global one."""
        if module:
            return self.configuration.number(module, name)
        value = self.configuration.global_parameter(name)
        if isinstance(value, int):
            return value
        return {"yes": 1, "no": 0, "": 0}.get(value) or int(value if value.lstrip("-").isdecimal() else 0)

    @property
    def signature(self) -> str:
        """The Server header of replies; empty when they are to have none."""
        return str(self.configuration.global_parameter("server_header")) if self.number("", "server_signature") else ""

    @property
    def user_agent(self) -> str:
        """The User-Agent header of own requests."""
        return str(self.configuration.global_parameter("user_agent_header"))

    def part(self, kind: "Callable[[Server], Part]") -> Part:
        """What a module remembers: made when it is asked for first."""
        found = self._parts.get(kind)
        if found is None:
            found = self._parts[kind] = kind(self)
        return cast("Part", found)

    # Addresses

    def is_mine(self, host: str, port: int | None = None) -> bool:
        """One of the sockets or aliases; without a port, whatever their port is."""
        name = host.strip("[]").lower()
        for listener in self.configuration.listeners:
            if listener.host == name and port in (None, listener.port):
                return True
        for alias in self.configuration.aliases:
            known = alias.endpoint.host.lower()
            is_named = known == name or (alias.accept_subdomain and name.endswith(f".{known}"))
            if is_named and (port is None or alias.endpoint.port in (None, port)):
                return True
        return False

    def listener_of(self, uri: Uri) -> Listener | None:
        """The socket that a URI names."""
        return self._listener(uri.transport or "udp", uri.host, uri.port or PORT)

    def listener_named(self, text: str) -> Listener | None:
        """`udp:10.0.0.1:5060`"""
        protocol, _, address = text.partition(":")
        host, _, port = address.rpartition(":")
        return (
            self._listener(protocol, host, int(port[:5]))
            if port.isdecimal()
            else self._listener(protocol, address, PORT)
        )

    def _listener(self, protocol: str, host: str, port: int) -> Listener | None:
        wanted = (protocol.lower(), host, port)
        return next((one for one in self.configuration.listeners if (one.protocol, one.host, one.port) == wanted), None)

    def way_to(self, received: Received) -> Way | None:
        """Where a request goes now; None when its next hop has no address here, or no socket leads there."""
        return self.way_along(received.next_hop or received.uri, (received.socket, received.way.listener))

    def way_along(self, text: str, wanted: "Sequence[Listener | None]" = ()) -> Way | None:
        """The way to a URI, by the first of the wanted sockets that speaks its protocol."""
        try:
            uri = Uri.parse(text)
        except Malformed:
            self.error("tm:uri2proxy", f"bad_uri: [{text}]")
            return None
        if not (is_ipv4(uri.host) or is_ipv6(uri.host)):
            self.critical("core:mk_proxy", f'could not resolve hostname: "{uri.host}"')
            self.error("tm:uri2proxy", f"bad host name in URI <{text}>")
            return None
        protocol = uri.transport or "udp"
        listener = self._leaving(wanted, protocol)
        if listener is None:
            self.error("core:get_out_socket", f"no socket found to match {protocol}:{uri.host}")
            return None
        return Way(listener, Address(uri.host.strip("[]"), uri.port or PORT))

    def _leaving(self, wanted: "Sequence[Listener | None]", protocol: str) -> Listener | None:
        """The socket that is forced, otherwise that by which it came, otherwise the first of that protocol."""
        sockets = (*wanted, *self.configuration.listeners)
        return next((one for one in sockets if one is not None and one.protocol == protocol), None)

    # Messages

    def receive(self, payload: bytes, way: Way) -> None:
        try:
            message = parse(payload)
        except Malformed:
            return  # the real server drops it, too; keep-alives of phones are such datagrams
        self.messages += 1
        received = Received(message, way)
        counters = self.part(Counters)
        if isinstance(message, Request):
            counters.count("core:rcv_requests")
            self._request(received)
        else:
            counters.count("core:rcv_replies")
            self._reply(received)

    def _request(self, received: Received) -> None:
        if received.via is None:
            self.error("core:receive_msg", f"Unable to parse msg received from [{received.way.address}]")
            return
        if received.method == "ACK" and self.part(Stateless).absorbs(received):
            self.part(Counters).count("sl:received_ACKs")
            return
        if any(one.takes is not None and one.takes(self, received) for one in self._loaded.values()):
            return
        main = self.configuration.route(RouteKind.REQUEST)
        if main is not None:
            context = Context(self, RouteKind.REQUEST, received, main.place)
            self._run(context, main)
            if context.transaction is None:
                for watcher in received.watchers:
                    watcher.forgotten()

    def _reply(self, received: Received) -> None:
        if any(one.absorbs is not None and one.absorbs(self, received) for one in self._loaded.values()):
            return
        route = self.configuration.route(RouteKind.ONREPLY)
        if route is not None:
            context = Context(self, RouteKind.ONREPLY, received, route.place)
            self._run(context, route)
            if context.is_dropped and received.message.start[8:9] == "1":
                return
        self.transactions.take(received)

    def forward(self, received: Received, branch: str) -> bool:
        """Without a transaction."""
        way = self.way_to(received)
        if way is None:
            return False
        outgoing = forwarded_request(received, way.listener, branch)
        self.sockets.send(way, Parcel(outgoing.payload, outgoing.origins))
        self.part(Counters).count("core:fwd_requests")
        return True

    # Routes

    def _run(self, context: Context, route: "Route") -> int:
        context.place = route.place
        return Execution(context).run(route)

    def branch_route(self, transaction: "Transaction", name: str, received: Received, number: int) -> bool:
        """False: the branch was dropped."""
        context = self._context(RouteKind.BRANCH, transaction, received)
        context.branch = number
        self._run_named(context, RouteKind.BRANCH, name)
        return not context.is_dropped

    def reply_route(self, transaction: "Transaction", name: str, reply: Received, number: int) -> bool:
        """False: the reply was dropped, which counts for provisional ones."""
        context = self._context(RouteKind.ONREPLY, transaction, reply)
        context.branch = number
        self._run_named(context, RouteKind.ONREPLY, name)
        return not context.is_dropped

    def failure_route(self, transaction: "Transaction", name: str, ending: "Ending") -> None:
        """The request is as it came: its R-URI is the one that the caller has dialled."""
        request = transaction.request.copy()
        assert request.request is not None, "only requests have transactions"
        request.target = Target(request.request.uri)
        context = self._context(RouteKind.FAILURE, transaction, request)
        context.ending = ending
        self._run_named(context, RouteKind.FAILURE, name)

    def named_route(self, name: str, context: Context) -> None:
        """`route[name]`, for a module that was told to call it."""
        self._run_named(context, RouteKind.REQUEST, name)

    def routed(self, context: Context) -> None:
        """loose_route() has done its part; modules may have something to add."""
        for behaviour in self._loaded.values():
            if behaviour.routed is not None:
                behaviour.routed(context)

    def _context(self, kind: RouteKind, transaction: "Transaction", received: Received) -> Context:
        return Context(self, kind, received, Place("", 0), transaction)

    def _run_named(self, context: Context, kind: RouteKind, name: str) -> None:
        route = self.configuration.route(kind, name)
        if route is not None:
            self._run(context, route)

    def local_route(self, request: Received) -> None:
        """For one of the server's own, before it is sent."""
        route = self.configuration.route(RouteKind.LOCAL)
        if route is not None:
            self._run(Context(self, RouteKind.LOCAL, request, route.place), route)

    def nobodys_context(self) -> Context:
        """For a route without a message: it has one that nobody sent, as in the real server."""
        listener = self.configuration.listeners[0]
        message = Received(parse(_NOBODYS), Way(listener, Address(listener.host, 0)))
        return Context(self, RouteKind.REQUEST, message, Place("", 0))

    def _run_alone(self, route: "Route") -> None:
        context = self.nobodys_context()
        context.kind = route.kind
        self._run(context, route)

    def _appoint(self, route: "Route") -> None:
        assert route.every is not None, "a timer route has its seconds"
        self.host.after(seconds(route.every), lambda: self._due(route), Pace.BACKGROUND)

    def _due(self, route: "Route") -> None:
        self._run_alone(route)
        self._appoint(route)

    # What is told

    def line_run(self, place: Place, call: str) -> None:
        lines = self._lines.get(place.file, ())
        text = lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""
        self.host.enter(LineRun(place, text, call or None))

    def log_line(self, line: LogLine) -> None:
        if LEVELS[line.level] <= self.log_level:
            level = "notice" if line.level is Level.RAW else line.level.name.lower()
            self.host.note(log_line(level, str(line)))

    def script_line(self, level: str, text: str) -> None:
        """What xlog() writes: without level and origin before it, and subject to `xlog_level` alone."""
        self.host.note(log_line(level, text))

    def error(self, origin: str, text: str) -> None:
        self.log_line(error(origin, text))

    def critical(self, origin: str, text: str) -> None:
        self.log_line(critical(origin, text))

    def info(self, origin: str, text: str) -> None:
        self.log_line(LogLine(Level.INFO, origin, text))

    def leftovers(self) -> Sequence[str]:
        return self.transactions.leftovers


_NOBODYS: Final = (
    b"OPTIONS sip:you@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1\r\nFrom: <sip:you@127.0.0.1>;tag=0\r\n"
    b"To: <sip:you@127.0.0.1>\r\nCall-ID: 0\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
)

Row = TypeVar("Row")


def _merged(tables: Sequence[Mapping[str, Row]]) -> dict[str, Row]:
    return {name: row for table in tables for name, row in table.items()}


def _functions(loaded: Mapping[str, Behaviour]) -> Mapping[tuple[str, str], Function]:
    return {
        (module, name): function
        for module, behaviour in loaded.items()
        for name, function in behaviour.functions.items()
    }
