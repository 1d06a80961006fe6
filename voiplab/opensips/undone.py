"""What a script asks for and is not simulated, each with its place: nothing of it is passed over."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from voiplab.opensips import transformations
from voiplab.opensips.core_functions import CORE_FUNCTIONS
from voiplab.opensips.core_parameters import CORE_PARAMETERS
from voiplab.opensips.modules.elsewhere import ELSEWHERE
from voiplab.opensips.modules.shape import Parameter
from voiplab.opensips.modules.table import MODULES
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.standing import Standing
from voiplab.opensips.tree import (
    Async,
    Call,
    Declaration,
    GlobalParameter,
    Launch,
    LoadModule,
    ModuleParameter,
    Route,
    Script,
    Socket,
)
from voiplab.opensips.used import used_variables
from voiplab.opensips.variables import Reference
from voiplab.opensips.walk import walk
from voiplab.text.place import NotSimulated, Place


def undone(script: Script) -> Iterator[NotSimulated]:
    yield from chain.from_iterable(_of_declaration(one) for one in script.declarations)
    loaded = frozenset(("core", *(one.module for one in script.declarations if isinstance(one, LoadModule))))
    for route in script.routes:
        yield from _of_route(route, loaded)


def _of_declaration(one: Declaration) -> Iterator[NotSimulated]:
    match one:
        case LoadModule(place, name):
            if name in ELSEWHERE or MODULES[name].standing is Standing.NOT_SIMULATED:
                yield NotSimulated(place, f"the module {name}")
        case ModuleParameter(place, module, name, value):
            parameter = MODULES[module].parameters[name] if module in MODULES else None
            if parameter is not None and is_undone(parameter, value):
                yield NotSimulated(place, f'modparam("{module}", "{name}", {_quoted(value)})')
        case GlobalParameter(place, name, value):
            core = CORE_PARAMETERS.get(name)
            if (
                core
                and core.standing is Standing.NOT_SIMULATED
                and str(value) not in (core.default, _number(core.default))
            ):
                yield NotSimulated(place, f"{name}={value}")
        case Socket(place, endpoint, options):
            if endpoint.protocol not in ("udp", "tcp", None):
                yield NotSimulated(place, f"a socket of {endpoint.protocol}")
            for option in ("as", "AS", "anycast"):
                if option in options:
                    yield NotSimulated(place, f"{option} of a socket")
        case _:
            return


def is_undone(parameter: Parameter, value: str | int) -> bool:
    """A default that is written down asks for nothing."""
    simulated = parameter.values
    if simulated:
        return str(value) not in simulated
    if parameter.refused and re.search(parameter.refused, str(value)):
        return True
    return parameter.standing is Standing.NOT_SIMULATED and not parameter.is_default(value)


def _quoted(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _number(default: str) -> str:
    return {"yes": "1", "no": "0"}.get(default, default)


def _of_route(route: Route, loaded: frozenset[str]) -> Iterator[NotSimulated]:
    if route.kind in (RouteKind.ERROR, RouteKind.EVENT):
        yield NotSimulated(route.place, f"the {route}")
    for part in walk(route.body):
        match part:
            case Async(place):
                yield NotSimulated(place, "async()")
            case Launch(place):
                yield NotSimulated(place, "launch()")
            case Call(place, name, _, module):
                if _is_undone_call(module, name):
                    yield NotSimulated(place, f"the function {name}()")
            case _:
                pass
        for place, reference in used_variables(part, loaded):
            yield from of_variable(place, reference)


def _is_undone_call(module: str, name: str) -> bool:
    if module == "core":
        return CORE_FUNCTIONS[name].standing is Standing.NOT_SIMULATED
    # A call without a module belongs to one of those that are refused already.
    return module != "" and MODULES[module].functions[name].standing is Standing.NOT_SIMULATED


def of_variable(place: Place, reference: Reference) -> Sequence[NotSimulated]:
    found = []
    if reference.variable.standing is Standing.NOT_SIMULATED:
        found.append(NotSimulated(place, f"the variable ${reference.name}"))
    for step in reference.transformations:
        if transformations.standing(step.group, step.name) is Standing.NOT_SIMULATED:
            found.append(NotSimulated(place, f"the transformation {{{step}}}"))
    return found
