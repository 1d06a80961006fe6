"""A script at work: statement after statement, with a stack of its own, so that its depth is the server's and not Python's."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import Final

from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.script.assigning import assign, replace_avp
from voiplab.opensips.script.calling import call
from voiplab.opensips.script.comparing import compare
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.looking import argument_of, look
from voiplab.opensips.script.operands import calculated, evaluate
from voiplab.opensips.script.reading import VALUES
from voiplab.opensips.script.value import Value
from voiplab.opensips.tree import (
    Assert,
    Assignment,
    Async,
    Binary,
    Both,
    Break,
    Call,
    Comparison,
    Complement,
    Condition,
    Drop,
    Either,
    Exit,
    ForEach,
    If,
    Launch,
    Not,
    Number,
    Return,
    Route,
    RouteCall,
    Statement,
    Switch,
    Text,
    Truth,
    While,
)
from voiplab.text.place import NotSimulated, Place

DEEPEST: Final = 100
"""Routes within each other."""


class Kind(Enum):
    BLOCK = "a block in braces"
    LOOP = "while or for"
    SWITCH = "switch"
    ROUTE = "a route"

    __hash__ = object.__hash__


@dataclass(slots=True)
class Frame:
    """`again` is asked at the end of a loop's body; what it returns is the next round, None ends the loop."""

    kind: Kind
    rest: Iterator[Statement]
    again: Callable[[], Sequence[Statement] | None] | None = None


class Execution:
    """One run of a route and of what it calls."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._frames: list[Frame] = []
        self._depth = 0
        self._has_ended = False
        """By exit, drop, or a function that returned 0."""
        self._line: tuple[str, int] | None = None

    def run(self, route: Route) -> int:
        """Its return code."""
        self._enter(route, ())
        self._go(0)
        return self.context.code

    def _go(self, floor: int) -> None:
        """Until only so many frames are left."""
        while len(self._frames) > floor and not self._has_ended:
            frame = self._frames[-1]
            statement = next(frame.rest, None)
            if statement is not None:
                self._do(statement)
            elif frame.again is None:
                self._pop()
            else:
                self._next_round(frame, frame.again)

    def _next_round(self, frame: Frame, again: Callable[[], Sequence[Statement] | None]) -> None:
        body = again()
        if body is not None:
            frame.rest = iter(body)
        elif not self._has_ended:
            self._pop()

    def _push(self, kind: Kind, body: Sequence[Statement]) -> None:
        self._frames.append(Frame(kind, iter(body)))

    def _pop(self) -> Frame:
        frame = self._frames.pop()
        if frame.kind is Kind.ROUTE:
            self._depth -= 1
            self.context.routes.pop()
            self.context.parameters.pop()
        return frame

    def _end(self) -> None:
        self._has_ended = True

    # Statements

    def _do(self, statement: Statement) -> None:
        self._at(statement.place)
        context = self.context
        match statement:
            case Call():
                self._finish(self._call(statement))
            case Assignment():
                self._finish(self._assign(statement))
            case If(condition=condition, then=then, otherwise=otherwise):
                holds = self._holds(condition)
                if not self._has_ended:
                    if not holds:
                        # As recorded: $rc is 0 behind a condition that did not hold, and the function's own value in the body.
                        context.code = 0
                    self._push(Kind.BLOCK, then if holds else otherwise)
            case RouteCall():
                self._route(statement)
            case While():
                self._while(statement)
            case ForEach():
                self._for_each(statement)
            case Switch():
                self._switch(statement)
            case Exit():
                self._end()
            case Drop():
                context.is_dropped = True
                self._end()
            case Break():
                self._break()
            case Return(value=value):
                self._return(1 if value is None else evaluate(context, value))
            case Assert(condition=condition, says=says):
                self._assert(condition, says)
            case Async(place) | Launch(place):
                raise NotSimulated(place, "async() and launch()")

    def _at(self, place: Place) -> None:
        """A line is noted when it begins to be executed, and once for all statements in it."""
        self.context.place = place
        self.context.allowance.spend(place)
        if (place.file, place.line) != self._line:
            self._line = place.file, place.line
            self.context.server.line_run(place, self.context.received.call_id)

    def _finish(self, code: int) -> None:
        """0 ends the script."""
        self.context.code = code
        if code == 0:
            self._end()

    def _call(self, node: Call) -> int:
        return call(self.context, node)

    def _assign(self, node: Assignment) -> int:
        context, reference = self.context, node.target.reference
        value = evaluate(context, node.value)
        if node.operator not in ("=", ":="):
            value = calculated(context, node.operator.removesuffix("="), look(context, reference), value)
        if value is None and isinstance(node.value, Binary | Complement):
            context.error("core:do_assign", "no value in right expression")
            return -1
        if node.operator == ":=" and reference.name == "avp" and reference.index is None:
            replace_avp(context, argument_of(context, reference), value)
            return 1
        if not assign(context, reference, value):
            context.error("core:do_assign", "setting PV failed")
            return -1
        return 1

    # Routes

    def _enter(self, route: Route, parameters: Sequence[Value]) -> None:
        self._depth += 1
        self.context.routes.append(route.name or "")
        self.context.parameters.append(parameters)
        self._push(Kind.ROUTE, route.body)

    def _route(self, node: RouteCall) -> None:
        if self._depth >= DEEPEST:
            self.context.error(
                "core:run_actions", f"too many recursive routing table lookups ({self._depth + 1}) giving up!"
            )
            self.context.code = -1
            return
        route = self.context.server.configuration.route(RouteKind.REQUEST, node.name)
        assert route is not None, "the start has looked for it"
        self._enter(route, [evaluate(self.context, argument) for argument in node.arguments])

    def _return(self, value: Value) -> None:
        self.context.code = value if isinstance(value, int) else 1 if value is None else -1
        while self._pop().kind is not Kind.ROUTE:
            pass
        if self.context.code == 0:
            self._end()

    # Loops

    def _while(self, node: While) -> None:
        left = self.context.server.number("", "max_while_loops")

        def again() -> Sequence[Statement] | None:
            nonlocal left
            self.context.place = node.place
            self.context.allowance.spend(node.place)
            if not self._holds(node.condition) or self._has_ended:
                return None
            if left == 0:
                self.context.server.info("core:do_action", "max while loops are encountered")
                return None
            left -= 1
            return node.body

        self._frames.append(Frame(Kind.LOOP, iter(()), again))

    def _for_each(self, node: ForEach) -> None:
        context, over = self.context, node.over.reference
        several = VALUES.get(over.name)
        listed = [look(context, over)] if several is None else list(several(context, argument_of(context, over)))
        context.allowance.spend(node.place, len(listed))
        values = iter(listed)

        def again() -> Sequence[Statement] | None:
            value = next(values, None)
            if value is None:
                return None
            assign(context, node.variable.reference, value)
            return node.body

        self._frames.append(Frame(Kind.LOOP, iter(()), again))

    def _break(self) -> None:
        while self._frames and self._frames[-1].kind is Kind.BLOCK:
            self._pop()
        if self._frames and self._frames[-1].kind in (Kind.LOOP, Kind.SWITCH):
            self._pop()

    def _switch(self, node: Switch) -> None:
        value = look(self.context, node.on.reference)
        places = [place for place, case in enumerate(node.cases) if _is_case(value, case.value)]
        bodies = [case.body for case in node.cases[places[0] :]] if places else []
        body = tuple(chain.from_iterable((*bodies, node.default)))
        self._push(Kind.SWITCH, body)

    def _assert(self, condition: Condition, says: str) -> None:
        server = self.context.server
        if server.number("", "enable_asserts") and not self._holds(condition):
            place = self.context.place
            server.critical("core:do_action", f"ASSERTION FAILED - {says} ({place.file}:{place.line})")
            self.context.code = -1

    # Conditions

    def _holds(self, condition: Condition) -> bool:
        """After exit inside of it, nothing holds."""
        if self._has_ended:
            return False
        match condition:
            case Both(left=left, right=right):
                return self._holds(left) and self._holds(right)
            case Either(left=left, right=right):
                return self._holds(left) or self._holds(right)
            case Not(condition=inner):
                return not self._holds(inner) and not self._has_ended
            case Comparison(operator=operator, left=left, right=right):
                return compare(self.context, operator, evaluate(self.context, left), evaluate(self.context, right))
            case Truth(operand=operand):
                return self._is_true(evaluate(self.context, operand))
            case Call():
                self._finish(self._call(condition))
                return self.context.code > 0
            case Assignment():
                self._finish(self._assign(condition))
                return self.context.code > 0
            case RouteCall():
                floor = len(self._frames)
                self._route(condition)
                self._go(floor)
                return self.context.code > 0 and not self._has_ended

    @staticmethod
    def _is_true(value: Value) -> bool:
        return value is not None and value not in (0, "")


def _is_case(value: Value, case: Text | Number) -> bool:
    wanted = case.text if isinstance(case, Text) else case.value
    if isinstance(wanted, int):
        return value == wanted
    return value is not None and str(value) == wanted
