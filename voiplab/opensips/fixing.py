"""The statements of a script are prepared before the server runs: what it finds then, and `-C` does not see.

Routes that nobody wrote, patterns that are none, formats with unknown variables, impossible codes. The first one ends it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.configuration import Configuration
from voiplab.opensips.log import EXITING, LogLine, critical, error
from voiplab.opensips.modules.shape import FunctionParameter, Takes
from voiplab.opensips.patterns import is_bad
from voiplab.opensips.refusal import Problem, Refused
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.tree import Argument, Call, Comparison, Launch, Number, RouteCall, Text
from voiplab.opensips.variables import BadVariable, parse_format
from voiplab.opensips.walk import Part, walk

REPLIES: Final[Mapping[str, str]] = {
    "send_reply": "signaling:fixup_sig_send_reply",
    "sl_send_reply": "sl:fixup_sl_reply_code",
    "t_reply": "tm:fixup_t_send_reply",
    "t_reply_with_body": "tm:fixup_t_send_reply",
}
"""Functions whose first argument is the code of a reply, and who complains about one that is none."""

_ROUTES: Final[Mapping[Takes, tuple[RouteKind, str, str]]] = {
    Takes.FAILURE_ROUTE: (RouteKind.FAILURE, "tm:fixup_froute", "failure"),
    Takes.REPLY_ROUTE: (RouteKind.ONREPLY, "tm:fixup_rroute", "reply"),
    Takes.BRANCH_ROUTE: (RouteKind.BRANCH, "tm:fixup_broute", "branch"),
    Takes.ROUTE: (RouteKind.REQUEST, "dialog:fixup_route", ""),
}

_QOP: Final = ("auth", "auth-int", "auth,auth-int", "auth-int,auth")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a statement cannot be prepared, in the server's lines, and the code that it ends with."""

    lines: Sequence[LogLine]
    code: int
    names_line: bool = True
    """The server says in which line; it does not for what stands in a condition."""


def fix_routes(configuration: Configuration) -> None:
    """Raises `Refused`, or `NotSimulated` for a pattern."""
    numbers = _route_numbers(configuration)
    for route in configuration.routes:
        for part in walk(route.body):
            failure = _failure(part, configuration, numbers)
            if failure is None:
                continue
            place = part.place
            lines = [*failure.lines]
            if failure.names_line:
                lines.append(
                    error("core:fix_actions", f"fixing failed (code={failure.code}) at {place.file}:{place.line}")
                )
            lines.append(error("core:main", f"failed to fix configuration with err code {failure.code}"))
            raise Refused([Problem(place, failure.lines[0].text)], (*configuration.log, *lines, EXITING))


def _route_numbers(configuration: Configuration) -> Mapping[str, int]:
    """The server numbers its named routes in the order in which they are mentioned first; a body is read before its name."""
    numbers: dict[str, int] = {}
    for route in configuration.script.routes:
        mentioned = [part.name for part in walk(route.body) if isinstance(part, RouteCall)]
        if route.kind is RouteKind.REQUEST and route.name is not None:
            mentioned.append(route.name)
        for name in mentioned:
            numbers.setdefault(name, len(numbers) + 1)
    return numbers


def _failure(part: Part, configuration: Configuration, numbers: Mapping[str, int]) -> Failure | None:
    match part:
        case RouteCall(name=name) if configuration.route(RouteKind.REQUEST, name) is None:
            missing = error("core:fix_actions", f"called route [{name}] (id={numbers[name]}) is not defined")
            return Failure((missing, error("core:fix_actions", "failed to validate a route() statement (type 3)")), -6)
        case Launch(report=str(name)) if configuration.route(RouteKind.REQUEST, name) is None:
            return Failure((error("core:fix_actions", f"called route [{name}] is not defined"),), -6)
        case Comparison(operator="=~" | "!~", right=Text(place, text)) if is_bad(text, place):
            return Failure((critical("core:fix_expr", f'bad re "{text}"'),), -3, names_line=False)
        case Call(module=module) if module:
            return _call_failure(part, configuration)
        case _:
            return None


def _call_failure(call: Call, configuration: Configuration) -> Failure | None:
    function = configuration.function(call.module, call.name)
    for number, (parameter, argument) in enumerate(zip(function.parameters, call.arguments, strict=False), 1):
        lines = list(_argument(call, number, parameter, argument, configuration))
        if not lines:
            continue
        if parameter.takes is Takes.FORMAT:
            return Failure(lines, -5)
        closing = error("core:fix_actions", f"Failed to fix command <{call.name}>")
        return Failure((*lines, error("core:fix_cmd", f"Fixup failed for param [{number}]"), closing), -1)
    return None


def _argument(
    call: Call, number: int, parameter: FunctionParameter, argument: Argument | None, configuration: Configuration
) -> Iterator[LogLine]:
    match parameter.takes, argument:
        case Takes.INTEGER, Number(_, value) if number == 1 and call.name in REPLIES and not 100 <= value < 700:
            yield error(REPLIES[call.name], f"wrong code: {value}, allowed values: 1xx - 6xx only!")
        case Takes.PATTERN, Text(place, text) if "$" not in text.rstrip("$") and is_bad(text, place):
            yield error("core:fixup_regexp", f"bad regular expression <{text}>")
        case Takes.FORMAT, Text(_, text):
            yield from _format(text, configuration)
        case Takes.QOP, Text(_, text) if "$" not in text and text not in _QOP:
            yield error("auth:fixup_qop", "Bad qop type")
        case takes, Text(_, text) if takes in _ROUTES and "$" not in text:
            kind, origin, word = _ROUTES[takes]
            if configuration.route(kind, text) is None:
                yield error(origin, f"{word} route <{text}> does not exist".lstrip())
        case Takes.TEXT, Text(_, text) if "$" in text:
            yield from _text(text, configuration)
        case _:
            return


def _format(text: str, configuration: Configuration) -> Iterator[LogLine]:
    try:
        parse_format(text, configuration.module_names)
    except BadVariable as bad:
        if not configuration.is_incomplete:
            yield from bad.log
            yield error("core:fix_actions", f"wrong format [{text}]")


def _text(text: str, configuration: Configuration) -> Iterator[LogLine]:
    try:
        parse_format(text, configuration.module_names)
    except BadVariable as bad:
        if not configuration.is_incomplete:
            yield from bad.log
            yield error("core:fix_cmd", f"wrong format <{text}>")
