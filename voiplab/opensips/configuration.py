"""The configuration of one server, typed: what its files mean, with the place of every value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from voiplab.opensips.core_functions import CORE_FUNCTIONS
from voiplab.opensips.core_parameters import CORE_PARAMETERS
from voiplab.opensips.log import LogLine
from voiplab.opensips.modules.elsewhere import ELSEWHERE
from voiplab.opensips.modules.shape import Function
from voiplab.opensips.modules.table import MODULES
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.tree import Alias, GlobalParameter, LoadModule, ModuleParameter, Route, Script, Socket
from voiplab.opensips.undone import undone
from voiplab.text.place import Place

_PORTS: Final[Mapping[str, int]] = {"tls": 5061, "wss": 443, "ws": 80, "hep_udp": 9060, "hep_tcp": 9060}
PORT: Final = 5060

ORDER: Final = (
    RouteKind.REQUEST,
    RouteKind.ONREPLY,
    RouteKind.FAILURE,
    RouteKind.BRANCH,
    RouteKind.ERROR,
    RouteKind.LOCAL,
    RouteKind.STARTUP,
    RouteKind.TIMER,
    RouteKind.EVENT,
)
"""In this order the server looks through the routes; of one kind the nameless one first."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A socket with nothing left open."""

    protocol: str
    host: str
    port: int
    place: Place
    options: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.protocol}:{self.host}:{self.port}"


@dataclass(frozen=True)
class Configuration:
    script: Script
    log: Sequence[LogLine] = ()
    """What the server has said while it read."""

    @cached_property
    def modules(self) -> Sequence[str]:
        return [one.module for one in self.script.declarations if isinstance(one, LoadModule)]

    @cached_property
    def module_names(self) -> frozenset[str]:
        """The core and all modules: whose variables and functions there are."""
        return frozenset(("core", *self.modules))

    @property
    def is_incomplete(self) -> bool:
        """A module is loaded of which only the name is known here."""
        return any(name in ELSEWHERE for name in self.modules)

    @cached_property
    def listeners(self) -> Sequence[Listener]:
        sockets = [one for one in self.script.declarations if isinstance(one, Socket)]
        return [self._listener(socket) for socket in sockets]

    @property
    def aliases(self) -> Sequence[Alias]:
        return [one for one in self.script.declarations if isinstance(one, Alias)]

    @cached_property
    def routes(self) -> Sequence[Route]:
        """All routes in the order in which the server looks through them."""
        return sorted(self.script.routes, key=lambda route: (ORDER.index(route.kind), route.name is not None))

    @cached_property
    def _routes(self) -> Mapping[tuple[RouteKind, str | None], Route]:
        return {(route.kind, route.name): route for route in self.script.routes}

    def route(self, kind: RouteKind, name: str | None = None) -> Route | None:
        """By name; without one the main route of that kind."""
        return self._routes.get((kind, name))

    def is_loaded(self, module: str) -> bool:
        return module in self.module_names

    def parameter(self, module: str, name: str) -> str | int:
        """What the last `modparam` has set, or the default. KeyError: the module has no such parameter."""
        given = self.given(module, name)
        return given[-1].value if given else self.default(module, name)

    def number(self, module: str, name: str) -> int:
        """A parameter that is a whole number."""
        return int(self.parameter(module, name) or 0)

    def given(self, module: str, name: str) -> Sequence[ModuleParameter]:
        """Every `modparam` for it; some parameters take more than one."""
        return self._given.get((module, name), ())

    @cached_property
    def _given(self) -> Mapping[tuple[str, str], Sequence[ModuleParameter]]:
        found: dict[tuple[str, str], list[ModuleParameter]] = {}
        for one in self.script.declarations:
            if isinstance(one, ModuleParameter):
                found.setdefault((one.module, one.name), []).append(one)
        return found

    @staticmethod
    def default(module: str, name: str) -> str | int:
        return MODULES[module].parameters[name].default

    def global_parameter(self, name: str) -> str | int:
        """What the last line has set, or the default. KeyError: there is no such parameter."""
        given = [one for one in self.script.declarations if isinstance(one, GlobalParameter) and one.name == name]
        return given[-1].value if given else CORE_PARAMETERS[name].default

    def function(self, module: str, name: str) -> Function:
        """The row of a call's function."""
        return CORE_FUNCTIONS[name] if module == "core" else MODULES[module].functions[name]

    def _listener(self, socket: Socket) -> Listener:
        endpoint = socket.endpoint
        protocol = endpoint.protocol or "udp"
        port = endpoint.port or self._default_port(protocol)
        return Listener(protocol, endpoint.host, port, socket.place, socket.options)

    def _default_port(self, protocol: str) -> int:
        return (
            self.number(f"proto_{protocol}", f"{protocol}_port")
            if protocol in ("udp", "tcp")
            else _PORTS.get(protocol, PORT)
        )

    def refuse(self) -> None:
        """Raises what the files ask for and is not simulated, the first of it."""
        for refusal in undone(self.script):
            raise refusal
