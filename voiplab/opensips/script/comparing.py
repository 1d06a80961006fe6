"""Comparisons: nothing equals only nothing; texts are compared without regard to case; =~ searches."""

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Final

from voiplab.opensips.patterns import search
from voiplab.opensips.posix import BadPattern
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.value import Value

_NUMBERS: Final[Mapping[str, Callable[[int, int], bool]]] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def compare(context: Context, operator: str, left: Value, right: Value) -> bool:
    if operator in ("=~", "!~"):
        return _matches(context, left, right) == (operator == "=~")
    if left is None or right is None:
        is_equal = left is None and right is None
        return is_equal if operator == "==" else operator == "!=" and not is_equal
    if isinstance(left, int) and isinstance(right, int):
        return _NUMBERS[operator](left, right)
    if isinstance(right, int):
        context.error("core:comp_scriptvar", f"cannot compare the text <{left}> with a number")
        return False
    if operator not in ("==", "!="):
        context.error("core:comp_scriptvar", f"texts have no operator {operator}")
        return False
    return (str(left).casefold() == right.casefold()) == (operator == "==")


def _matches(context: Context, left: Value, right: Value) -> bool:
    if left is None or right is None:
        return False
    try:
        return search(str(right), str(left), context.place, context.allowance.patience) is not None
    except BadPattern:
        context.error("core:comp_scriptvar", f"bad re <{right}>")
        return False
