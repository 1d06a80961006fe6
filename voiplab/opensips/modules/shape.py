"""What a module is made of: parameters that `modparam` sets and functions that a script calls."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from voiplab.opensips.route_kind import EVERYWHERE, RouteKind
from voiplab.opensips.standing import Standing


class Takes(Enum):
    """The type of a function's parameter; the value is its word in the signatures of the tables."""

    INTEGER = "int"
    TEXT = "str"
    VARIABLE = "var"
    ROUTE = "route"
    PATTERN = "re"  # a text that is a POSIX extended regular expression
    FORMAT = "format"  # the text of xlog(): checked with the words of the core
    FAILURE_ROUTE = "failure_route"
    REPLY_ROUTE = "reply_route"
    BRANCH_ROUTE = "branch_route"
    QOP = "qop"

    __hash__ = object.__hash__


class Type(Enum):
    """The type of a value of `modparam`."""

    INTEGER = "integer"
    TEXT = "text"
    EITHER = "integer or text"

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class FunctionParameter:
    name: str
    takes: Takes
    optional: bool


@dataclass(frozen=True, slots=True)
class Function:
    """`returns`: what each value means. Positive is true, negative is false, and 0 ends the script."""

    name: str
    parameters: Sequence[FunctionParameter]
    routes: Sequence[RouteKind]
    returns: Mapping[int, str]
    standing: Standing

    @property
    def signature(self) -> str:
        words = [f"[{one.name}]" if one.optional else one.name for one in self.parameters]
        return f"{self.name}({', '.join(words)})"


@dataclass(frozen=True, slots=True)
class Parameter:
    """`default` is as it would be written; empty: not set."""

    name: str
    type: Type
    default: str
    standing: Standing
    values: tuple[str, ...] = ()
    """The only values that are simulated; without any, all are."""
    refused: str = ""
    """A pattern of what is not simulated in a value."""

    def is_default(self, value: str | int) -> bool:
        return str(value) == self.default


@dataclass(frozen=True, slots=True)
class Module:
    name: str
    says: str
    """What it is for."""
    standing: Standing
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    needs: Sequence[str] = ()
    """Modules without which the server does not start."""
    built_in: bool = False
    """It is found whatever `mpath` says."""


_SIGNATURE: Final = re.compile(r"(\[?)([a-z_0-9]+):([a-z_]+)(\]?)")
_TAKES: Final[Mapping[str, Takes]] = {takes.value: takes for takes in Takes}
_ANSWERED: Final[Mapping[int, str]] = {1: "done", -1: "an error"}


def function(name: str, signature: str, routes: str, returns: Mapping[int, str] = _ANSWERED) -> Function:
    """`signature` and `routes` are as in the manual, with types: `code:int, reason:str, [body:str]`, `REQUEST, FAILURE`."""
    return _function(name, signature, routes, returns, Standing.IN_FORCE)


def unsimulated(name: str, signature: str, routes: str) -> Function:
    return _function(name, signature, routes, _ANSWERED, Standing.NOT_SIMULATED)


def _function(name: str, signature: str, routes: str, returns: Mapping[int, str], standing: Standing) -> Function:
    words = signature.split(", ") if signature else []
    kinds = EVERYWHERE if routes == "ALL" else tuple(RouteKind[word] for word in routes.split(", "))
    return Function(name, tuple(_parameter(word) for word in words), kinds, returns, standing)


def _parameter(word: str) -> FunctionParameter:
    found = _SIGNATURE.fullmatch(word)
    assert found is not None, f"{word} is no parameter of a signature"
    return FunctionParameter(found[2], _TAKES[found[3]], bool(found[1]))


def integer(name: str, default: str, standing: Standing) -> Parameter:
    return Parameter(name, Type.INTEGER, default, standing)


def text(name: str, default: str, standing: Standing, refused: str = "") -> Parameter:
    return Parameter(name, Type.TEXT, default, standing, refused=refused)


def choice(name: str, default: str, *others: str) -> Parameter:
    """A text of which only these values are simulated."""
    return Parameter(name, Type.TEXT, default, Standing.IN_FORCE, (default, *others))


def either(name: str, default: str, standing: Standing) -> Parameter:
    return Parameter(name, Type.EITHER, default, standing)


def module(
    name: str,
    says: str,
    parameters: Sequence[Parameter] = (),
    functions: Sequence[Function] = (),
    needs: Sequence[str] = (),
    standing: Standing = Standing.IN_FORCE,
    built_in: bool = False,
) -> Module:
    return Module(
        name,
        says,
        standing,
        {parameter.name: parameter for parameter in parameters},
        {one.name: one for one in functions},
        tuple(needs),
        built_in,
    )
