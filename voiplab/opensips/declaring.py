"""What the alternatives of the grammar become, where it depends on what stands before: modules, functions, variables, routes.

The server decides these things while it reads, in the order of the file: a function of a module that is loaded further down is
unknown. As in `nodes`, each method bears the name of an alternative in `grammar.lark`.
"""

from collections.abc import Sequence
from typing import Final

from voiplab.opensips import nodes
from voiplab.opensips.complaints import Complaints
from voiplab.opensips.core_functions import LEVEL_FIRST
from voiplab.opensips.loading import Loading
from voiplab.opensips.log import error
from voiplab.opensips.modules.shape import Function
from voiplab.opensips.nodes import Body, unescaped, whole
from voiplab.opensips.pseudo_variables import PSEUDO_VARIABLES
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.tokens import Token
from voiplab.opensips.tree import (
    Alias,
    Argument,
    Assignment,
    Call,
    Declaration,
    Endpoint,
    GlobalParameter,
    ModuleParameter,
    Null,
    Number,
    Operand,
    Route,
    Script,
    Socket,
    Statement,
    Variable,
)
from voiplab.opensips.variables import BadVariable, Reference, parse_variable

_NOTHING: Final = Reference("", PSEUDO_VARIABLES["var"], ("",), None, ())
"""Stands where a variable is unknown: nobody sees it, as the script is refused."""

_AGAIN: Final = {
    RouteKind.REQUEST: "overwriting default request routing table",
    RouteKind.ONREPLY: "overwriting default onreply routing table",
    RouteKind.ERROR: "overwriting default error routing table",
    RouteKind.LOCAL: "re-definition of local route detected",
    RouteKind.STARTUP: "re-definition of startup route detected",
}


class Abandoned(Exception):
    """The server stops to read here, with a word of its own and without a sentence of its parser."""


class Declaring:
    def __init__(self, complaints: Complaints) -> None:
        self.complaints = complaints
        self.loading = Loading(complaints)
        self.route = RouteKind.REQUEST
        """The kind of the route that is read."""
        self.declarations: list[Declaration] = []
        self.routes: list[Route] = []
        self.seen: dict[tuple[RouteKind, str | None], Route] = {}

    @property
    def script(self) -> Script:
        return Script(tuple(self.declarations), tuple(self.routes))

    # --- global parameters ---

    def global_number(self, name: Token, _equal: Token, value: Token | Number, *_profile: object) -> None:
        number = value.value if isinstance(value, Number) else whole(value)
        self.declarations.append(GlobalParameter(name.place, name.text, number))

    def global_text(self, name: Token, _equal: Token, value: Token) -> None:
        self.declarations.append(GlobalParameter(name.place, name.text, unescaped(value.text)))

    def global_word(self, name: Token, _equal: Token, value: str) -> None:
        self.declarations.append(GlobalParameter(name.place, name.text, value))

    def scaling(self, name: Token, _equal: Token, value: str, _steps: object) -> None:
        self.declarations.append(GlobalParameter(name.place, name.text, value))

    def mpath(self, name: Token, _equal: Token, value: Token) -> None:
        self.loading.path = unescaped(value.text)
        self.declarations.append(GlobalParameter(name.place, name.text, self.loading.path))

    def socket(self, name: Token, _equal: Token, socket: tuple[Endpoint, Sequence[tuple[str, str]]]) -> None:
        if name.text == "listen":
            self.complaints.warn("'listen' is deprecated, use 'socket' instead")
        endpoint, options = socket
        self.declarations.append(Socket(name.place, endpoint, dict(options)))

    def alias(self, name: Token, _equal: Token, alias: tuple[Endpoint, bool]) -> None:
        self.declarations.append(Alias(name.place, *alias))

    # --- modules ---

    def loadmodule(self, word: Token, path: Token) -> None:
        loaded = self.loading.load(word.place, unescaped(path.text))
        if loaded is not None:
            self.declarations.append(loaded)

    def modparam(
        self, word: Token, _open: Token, module: Token, _c: Token, name: Token, _d: Token, *rest: object
    ) -> None:
        value = rest[0]
        assert isinstance(value, Token | Number)
        parameter = ModuleParameter(
            word.place,
            unescaped(module.text),
            unescaped(name.text),
            value.value if isinstance(value, Number) else unescaped(value.text),
        )
        self.declarations += self.loading.set(parameter)

    # --- routes ---

    def main_route(self, word: Token, _open: Token, body: Body, _close: Token) -> None:
        kind = RouteKind(word.text)
        if (kind, None) in self.seen:
            self.complaints.yyerror(_AGAIN[kind])
        self.keep(Route(word.place, kind, None, tuple(body)))

    def named_route(
        self, word: Token, _b: Token, name: str, _c: Token, _open: Token, body: Body, _close: Token
    ) -> None:
        self.add_route(Route(word.place, RouteKind(word.text), name, tuple(body)))

    def timer_route(self, word: Token, _b: Token, name: str, _comma: Token, every: Token, *rest: object) -> None:
        body = rest[2]
        assert isinstance(body, list)
        self.add_route(Route(word.place, RouteKind.TIMER, name, tuple(body), whole(every)))

    def event_route(self, word: Token, _b: Token, name: str, _comma: Token, _mode: Token, *rest: object) -> None:
        body = rest[2]
        assert isinstance(body, list)
        self.add_route(Route(word.place, RouteKind.EVENT, name, tuple(body)))

    def add_route(self, route: Route) -> None:
        if (route.kind, route.name) in self.seen:
            self.complaints.say(error("core:get_script_route_idx", f"Script route <{route.name}> is redefined"))
            raise Abandoned
        self.keep(route)

    def keep(self, route: Route) -> None:
        self.seen[route.kind, route.name] = route
        self.routes.append(route)

    # --- calls, variables, assignments ---

    def call_without(self, name: Token, _open: Token, _close: Token) -> Call:
        return self.call(name, ())

    def call_with(self, name: Token, _open: Token, arguments: Sequence[Argument | None], _close: Token) -> Call:
        return self.call(name, arguments)

    def call(self, name: Token, arguments: Sequence[Argument | None]) -> Call:
        module, function = self.loading.function(name.text)
        if name.text in LEVEL_FIRST and len(arguments) == 1:
            arguments = (None, *arguments)
        if function is not None:
            if problem := self.misuse(function, arguments):
                self.complaints.yyerror(problem)
        elif not self.loading.is_incomplete:
            self.complaints.yyerror(f"unknown command <{name.text}>, missing loadmodule?")
        return Call(name.place, name.text, tuple(arguments), module)

    def misuse(self, function: Function, arguments: Sequence[Argument | None]) -> str | None:
        parameters = function.parameters
        if self.route not in function.routes:
            return f"Command <{function.name}> cannot be used in the block\n"
        if len(arguments) > len(parameters):
            return f"too many parameters for command <{function.name}>\n"
        if any(not missing.optional for missing in parameters[len(arguments) :]):
            return f"too few parameters for command <{function.name}>\n"
        for number, (parameter, argument) in enumerate(zip(parameters, arguments, strict=False), 1):
            if argument is None and not parameter.optional:
                return f"mandatory parameter [{number}] omitted for command <{function.name}>\n"
        return None

    def variable(self, token: Token) -> Variable:
        try:
            reference = parse_variable(token.text, self.loading.modules)
        except BadVariable as bad:
            if not self.loading.is_incomplete:
                for line in bad.log:
                    self.complaints.say(line)
                self.complaints.yyerror("unknown script variable")
            reference = _NOTHING
        return Variable(token.place, reference)

    def bad_variable(self, token: Token) -> Variable:
        self.complaints.yyerror("invalid script variable name")
        return Variable(token.place, _NOTHING)

    def assignment(self, target: Variable, sign: Token, value: Operand) -> Assignment:
        if not target.reference.variable.writable:
            self.complaints.yyerror("invalid left operand in assignment")
        return Assignment(target.place, target, sign.text, value)

    def assign_null(self, target: Variable, sign: Token, null: Token) -> Assignment:
        if not target.reference.variable.writable:
            self.complaints.yyerror("invalid left operand in assignment")
        return Assignment(target.place, target, sign.text, Null(null.place))

    # --- mistakes ---

    def nothing_known(self, *_rest: object) -> None:
        self.complaints.yyerror("")
        raise Abandoned

    def unknown_parameter(self, *_rest: object) -> None:
        self.complaints.yyerror("unknown config variable")

    def number_expected(self, *_rest: object) -> None:
        self.complaints.yyerror("number expected")

    def boolean_expected(self, *_rest: object) -> None:
        self.complaints.yyerror("boolean value expected")

    def string_expected(self, *_rest: object) -> None:
        self.complaints.yyerror("string value expected")

    def id_expected(self, *_rest: object) -> None:
        self.complaints.yyerror("ID expected")

    def address_expected(self, *_rest: object) -> None:
        self.complaints.yyerror("ip address or hostname expected")

    def socket_expected(self, *_rest: object) -> None:
        self.complaints.yyerror("ip address, interface or hostname expected")

    def hostname_expected(self, *_rest: object) -> None:
        self.complaints.yyerror("hostname expected")

    def profile_expected(self, *_rest: object) -> None:
        self.complaints.yyerror("bad profile definition")

    def invalid_arguments(self, *_rest: object) -> None:
        self.complaints.yyerror("Invalid arguments")

    def invalid_route(self, word: Token, *_rest: object) -> None:
        self.complaints.yyerror(f"invalid {word.text} statement")

    def bad_command(self, body: Body, _nothing: object) -> Body:
        self.complaints.yyerror("bad command!)")
        return body

    def missing_semicolon(self, statement: Statement, _nothing: object) -> Sequence[Statement]:
        self.complaints.yyerror("bad command: missing ';'?")
        return nodes.done(statement)

    def bad_arguments(self, name: Token, *_rest: object) -> Call:
        self.complaints.yyerror(f"bad arguments for command <{name.text}>")
        return Call(name.place, name.text, (), "")

    def bare_word(self, name: Token, _nothing: object) -> Call:
        self.complaints.yyerror(f"bare word <{name.text}> found, command calls need '()'")
        return Call(name.place, name.text, (), "")

    def bad_route_call(self, name: Token, *_rest: object) -> Call:
        self.complaints.yyerror("bad route() argument")
        return Call(name.place, name.text, (), "")
