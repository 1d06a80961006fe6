"""Remarks on the routes and their statements: what is done, what is never reached, what nobody ever calls."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from voiplab.opensips.configuration import Configuration
from voiplab.opensips.core_functions import LEVEL_FIRST
from voiplab.opensips.explain.remarks import ignored, in_force
from voiplab.opensips.modules.shape import Takes
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.transformations import needed_arguments
from voiplab.opensips.tree import (
    Assignment,
    Binary,
    Break,
    Call,
    Complement,
    Drop,
    Exit,
    ForEach,
    If,
    Launch,
    Null,
    Number,
    Operand,
    Return,
    Route,
    RouteCall,
    Statement,
    Switch,
    Text,
    Variable,
    While,
)
from voiplab.opensips.undone import of_variable
from voiplab.opensips.used import used_variables
from voiplab.opensips.walk import Part, walk
from voiplab.text.nearest import did_you_mean
from voiplab.text.remark import Remark

_ARMS: Final = {
    Takes.FAILURE_ROUTE: RouteKind.FAILURE,
    Takes.REPLY_ROUTE: RouteKind.ONREPLY,
    Takes.BRANCH_ROUTE: RouteKind.BRANCH,
}
_ARMED_BY: Final = {
    RouteKind.REQUEST: "no route() names it",
    RouteKind.FAILURE: "no t_on_failure() names it",
    RouteKind.ONREPLY: "no t_on_reply() names it",
    RouteKind.BRANCH: "no t_on_branch() names it",
}
_ENDS: Final = (Exit, Drop, Return, Break)

Named = set[tuple[RouteKind, str]]


def routes(configuration: Configuration) -> Iterator[Remark]:
    named, is_open = _named(configuration)
    for route in configuration.script.routes:
        if route.name is not None and route.kind in _ARMED_BY and (route.kind, route.name) not in named and not is_open:
            yield ignored(route.place, f"{route} is never executed: {_ARMED_BY[route.kind]}{_nearest(route, named)}")
        else:
            yield in_force(route.place, str(route))
        yield from _unreached(route.body)
        for part in walk(route.body):
            yield from _of_part(part, configuration)


def _named(configuration: Configuration) -> tuple[Named, bool]:
    """Whatever any line names; and whether a name is made at run time, so that nobody knows."""
    named: Named = set()
    is_open = False
    for module, name in (("b2b_logic", "script_req_route"), ("b2b_logic", "script_reply_route")):
        named.update((RouteKind.REQUEST, str(given.value)) for given in configuration.given(module, name))
    for route in configuration.script.routes:
        for part in walk(route.body):
            match part:
                case RouteCall(name=called) | Launch(report=str(called)):
                    named.add((RouteKind.REQUEST, called))
                case Call(name="b2b_init_request", arguments=arguments):
                    named.update((RouteKind.REQUEST, one.text) for one in arguments[2:4] if isinstance(one, Text))
                case Call(module=module, arguments=arguments) if module:
                    parameters = configuration.function(module, part.name).parameters
                    for parameter, argument in zip(parameters, arguments, strict=False):
                        if parameter.takes not in _ARMS:
                            continue
                        if isinstance(argument, Text) and "$" not in argument.text:
                            named.add((_ARMS[parameter.takes], argument.text))
                        else:
                            is_open = True
                case _:
                    pass
    return named, is_open


def _nearest(route: Route, named: Named) -> str:
    alike = [name for kind, name in sorted(named, key=str) if kind is route.kind]
    return did_you_mean(route.name or "", alike)


def _unreached(body: Sequence[Statement]) -> Iterator[Remark]:
    for before, after in pairwise(body):
        if isinstance(before, _ENDS):
            yield ignored(after.place, "it is never reached: the statement before it ends the route")
    for statement in body:
        match statement:
            case If(then=then, otherwise=otherwise):
                yield from _unreached(then)
                yield from _unreached(otherwise)
            case While(body=inner) | ForEach(body=inner):
                yield from _unreached(inner)
            case Switch(cases=cases, default=default):
                for case in cases:
                    yield from _unreached(case.body)
                yield from _unreached(default)
            case _:
                pass


def _of_part(part: Part, configuration: Configuration) -> Iterator[Remark]:
    used = list(used_variables(part, configuration.module_names))
    match part:
        case _ if any(of_variable(place, reference) for place, reference in used):
            pass  # it is refused for the variable's sake
        case Call(place):
            yield in_force(place, _written(part))
        case RouteCall(place, name, _):
            yield in_force(place, f"on to route[{name}], and back")
        case Assignment(place, target, operator, value):
            yield in_force(place, f"{target.reference.text} {operator} {_value(value)}")
        case _:
            pass
    for place, reference in used:
        for step in reference.transformations:
            surplus = len(step.arguments) - (needed_arguments(step.group, step.name) or 0)
            if surplus and str(step) in ("uri.params", "uri.user", "uri.host", "uri.port", "uri.domain"):
                yield ignored(place, f"{{{step}}} takes no argument: what follows the comma is not looked at")


def _written(call: Call) -> str:
    # Where the level is left out, so is its comma.
    shown = call.arguments[1:] if call.name in LEVEL_FIRST and call.arguments[:1] == (None,) else call.arguments
    return f"{call.name}({', '.join(_value(argument) for argument in shown)})"


def _value(value: Operand | Null | None) -> str:
    match value:
        case Text(_, text):
            return '"' + text.replace("\r", "\\r").replace("\n", "\\n") + '"'
        case Number(_, number):
            return str(number)
        case Variable(_, reference):
            return reference.text
        case Null():
            return "NULL"
        case None:
            return ""
        case Call():
            return _written(value)
        case Complement(_, operand):
            return f"~{_inside(operand)}"
        case Binary(_, operator, left, right):
            return f"{_inside(left)} {operator} {_inside(right)}"


def _inside(operand: Operand) -> str:
    return f"({_value(operand)})" if isinstance(operand, Binary) else _value(operand)
