"""Arithmetic of a script. What cannot be calculated is nothing, with the server's complaint in the log."""

from collections.abc import Callable, Mapping
from typing import Final

from voiplab.opensips.script.allowance import PORTION
from voiplab.opensips.script.calling import call
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.looking import look
from voiplab.opensips.script.value import Value, wrapped
from voiplab.opensips.tree import Binary, Call, Complement, Null, Number, Operand, Text, Variable


def _quotient(left: int, right: int) -> int:
    """Towards zero, as C divides."""
    whole = abs(left) // abs(right)
    return whole if (left < 0) == (right < 0) else -whole


_ARITHMETIC: Final[Mapping[str, Callable[[int, int], int]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _quotient,
    "%": lambda left, right: left - right * _quotient(left, right),
    "&": lambda left, right: left & right,
    "|": lambda left, right: left | right,
    "^": lambda left, right: left ^ right,
    "<<": lambda left, right: left << (right & 31),
    ">>": lambda left, right: left >> (right & 31),
}


def evaluate(context: Context, operand: Operand | Null) -> Value:
    match operand:
        case Text(text=text):
            return text
        case Number(value=number):
            return number
        case Variable(reference=reference):
            return look(context, reference)
        case Null():
            return None
        case Binary(operator=operator, left=left, right=right):
            return calculated(context, operator, evaluate(context, left), evaluate(context, right))
        case Complement(operand=inner):
            value = evaluate(context, inner)
            return wrapped(~value) if isinstance(value, int) else None
        case Call():
            return call(context, operand)


def calculated(context: Context, operator: str, left: Value, right: Value) -> Value:
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        context.allowance.spend(context.place, (len(left) + len(right)) // PORTION)
        return left + right
    if isinstance(left, str) or isinstance(right, str):
        context.error("core:eval_elem", "invalid string operands")
        return None
    if left is None or right is None:
        context.error("core:eval_elem", "invalid NULL operand")
        return None
    if operator in ("/", "%") and not right:
        context.error("core:eval_elem", "divide by 0")
        return None
    return wrapped(_ARITHMETIC[operator](left, right))
