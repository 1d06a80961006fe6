"""All statements and all calls of a route, in the order in which they are written."""

from collections.abc import Iterator, Sequence

from voiplab.opensips.tree import (
    Assert,
    Assignment,
    Async,
    Binary,
    Both,
    Call,
    Comparison,
    Complement,
    Condition,
    Either,
    ForEach,
    If,
    Launch,
    Not,
    Null,
    Operand,
    RouteCall,
    Statement,
    Switch,
    Truth,
    While,
)

Part = Statement | Comparison | Truth
"""What a walk meets: each statement before what it is made of, and what conditions are made of."""


def walk(body: Sequence[Statement]) -> Iterator[Part]:
    for statement in body:
        yield from _statement(statement)


def _statement(statement: Statement) -> Iterator[Part]:
    match statement:
        case Call() | RouteCall() | Assignment():
            yield from conditions(statement)
        case If(condition=condition, then=then, otherwise=otherwise):
            yield statement
            yield from conditions(condition)
            yield from walk(then)
            yield from walk(otherwise)
        case While(condition=condition, body=body):
            yield statement
            yield from conditions(condition)
            yield from walk(body)
        case ForEach(body=body):
            yield statement
            yield from walk(body)
        case Switch(cases=cases, default=default):
            yield statement
            for case in cases:
                yield from walk(case.body)
            yield from walk(default)
        case Assert(condition=condition):
            yield statement
            yield from conditions(condition)
        case Async(call=call) | Launch(call=call):
            yield statement
            yield call
        case _:
            yield statement


def conditions(condition: Condition) -> Iterator[Part]:
    """The comparisons, tests, calls and assignments that a condition is made of."""
    match condition:
        case Both(left=left, right=right) | Either(left=left, right=right):
            yield from conditions(left)
            yield from conditions(right)
        case Not(condition=inner):
            yield from conditions(inner)
        case Comparison(left=left, right=right):
            yield condition
            yield from _operand(left)
            yield from _operand(right)
        case Truth(operand=operand):
            yield condition
            yield from _operand(operand)
        case Assignment(value=value):
            yield condition
            yield from _operand(value)
        case _:
            yield condition


def _operand(operand: Operand | Null) -> Iterator[Part]:
    match operand:
        case Call():
            yield operand
        case Binary(left=left, right=right):
            yield from _operand(left)
            yield from _operand(right)
        case Complement(operand=inner):
            yield from _operand(inner)
        case _:
            return
