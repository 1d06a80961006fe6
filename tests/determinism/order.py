"""Places where the order of a set, or of a folder's listing, decides what comes first.

A set is known by how it is written (literal, comprehension, `set()`, operators, keys of dicts combined), by an annotation,
or by an assignment in the same function or class. Attributes are known by name across the package, except in a module
whose own classes have something else of that name.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.determinism.finding import Finding

_TYPES: Final = ("set", "frozenset", "AbstractSet", "MutableSet", "Set")
_SET_METHODS: Final = ("union", "intersection", "difference", "symmetric_difference")
_OPERATORS: Final = (ast.BitOr, ast.BitAnd, ast.Sub, ast.BitXor)
_VIEWS: Final = ("keys", "items")
_LISTINGS: Final = ("iterdir", "glob", "rglob", "listdir", "scandir", "iglob", "os.walk")
_ORDER_FREE: Final = ("sorted", "set", "frozenset", "any", "all", "len", "sum", "min", "max", "isinstance", "bool")
_ORDERED: Final = (
    "list",
    "tuple",
    "iter",
    "enumerate",
    "map",
    "filter",
    "zip",
    "str",
    "repr",
    "fromkeys",
    "extend",
    "join",
    "deque",
)


@dataclass
class SetNames:
    """Names that stand for sets: attributes and functions of the whole package, variables of one scope."""

    attributes: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)

    def learn(self, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and _is_set_type(node.returns):
                (self.attributes if _is_property(node) else self.functions).add(node.name)
            elif isinstance(node, ast.ClassDef):
                self.attributes |= set(_annotated(node.body))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Attribute):
                self.attributes |= {node.target.attr} if _is_set_type(node.annotation) else set()


def unordered(tree: ast.Module, known: SetNames) -> Iterator[Finding]:
    others = {
        one.target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for one in node.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and not _is_set_type(one.annotation)
    }
    known = SetNames(known.attributes - others, known.functions)
    yield from _in_scope(tree, known, frozenset(), _Consumers(tree))


class _Consumers:
    """Which expressions stand where no order can be seen: inside `sorted(...)`, `len(...)`, a set, a membership test."""

    def __init__(self, tree: ast.Module) -> None:
        self.free: set[ast.AST] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in (*_ORDER_FREE, *_SET_METHODS):
                self._free(node.args)
            elif isinstance(node, ast.SetComp):
                self.free |= {one.iter for one in node.generators}

    def _free(self, arguments: Iterable[ast.expr]) -> None:
        for argument in arguments:
            self.free.add(argument)
            if isinstance(argument, ast.GeneratorExp | ast.ListComp | ast.SetComp):
                self.free |= {one.iter for one in argument.generators}


def _in_scope(scope: ast.AST, known: SetNames, outer: frozenset[str], consumers: _Consumers) -> Iterator[Finding]:
    names = (outer - _stored(scope)) | _set_variables(scope, known, outer)
    for node in _own_nodes(scope):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            yield from _in_scope(node, known, names, consumers)
        for used in _ordered_uses(node):
            if used not in consumers.free and _is_set(used, known, names):
                yield Finding(used.lineno, f"the order of a set: {ast.unparse(used)}")
        if isinstance(node, ast.Call) and node not in consumers.free and _is_listing(node.func):
            yield Finding(node.lineno, f"an unsorted listing: {ast.unparse(node)}")


def _ordered_uses(node: ast.AST) -> Iterator[ast.expr]:
    """Expressions whose order this node lets through."""
    match node:
        case ast.For(iter=used) | ast.comprehension(iter=used) | ast.YieldFrom(value=used) | ast.Starred(value=used):
            yield used
        case ast.FormattedValue(value=used):
            yield used
        case ast.Assign(targets=[ast.Tuple() | ast.List()], value=used):
            yield used
        case ast.Call(func=ast.Attribute(attr="pop", value=used), args=[]):
            yield used
        case ast.Call(func=function, args=arguments) if _name(function) in _ORDERED:
            yield from arguments


def _is_set(node: ast.expr, known: SetNames, names: frozenset[str]) -> bool:
    match node:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Name(id=name):
            return name in names
        case ast.Attribute(attr=name):
            return name in known.attributes
        case ast.Call(func=ast.Name(id=name)):
            return name in ("set", "frozenset") or name in known.functions
        case ast.Call(func=ast.Attribute(attr=name, value=value)):
            return name in known.functions or (name in (*_SET_METHODS, "copy") and _is_set(value, known, names))
        case ast.BinOp(op=operator, left=left, right=right) if isinstance(operator, _OPERATORS):
            return any(_is_view(side) or _is_set(side, known, names) for side in (left, right))
        case ast.IfExp(body=body, orelse=orelse):
            return _is_set(body, known, names) or _is_set(orelse, known, names)
        case ast.BoolOp(values=values):
            return any(_is_set(value, known, names) for value in values)
        case ast.NamedExpr(value=value):
            return _is_set(value, known, names)
    return False


def _is_view(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and not node.args and _name(node.func) in _VIEWS


def _set_variables(scope: ast.AST, known: SetNames, outer: frozenset[str]) -> frozenset[str]:
    """Arguments and variables of a scope that hold sets."""
    found = {one.arg for one in _own_nodes(scope) if isinstance(one, ast.arg) and _is_set_type(one.annotation)}
    found |= set(_annotated(_own_nodes(scope)))
    for node in _own_nodes(scope):
        if isinstance(node, ast.Assign) and _is_set(node.value, known, outer | found):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(found)


def _stored(scope: ast.AST) -> frozenset[str]:
    stored = {one.id for one in _own_nodes(scope) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return frozenset(stored | {one.arg for one in _own_nodes(scope) if isinstance(one, ast.arg)})


def _annotated(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and _is_set_type(node.annotation):
            yield node.target.id


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a scope without those of functions and classes inside it; these themselves are given."""
    for node in ast.iter_child_nodes(scope):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            yield from _own_nodes(node)


def _is_set_type(annotation: ast.expr | None) -> bool:
    match annotation:
        case ast.Subscript(value=value):
            return _name(value) in _TYPES or (_name(value) == "Final" and _is_set_type(annotation.slice))
        case ast.Name() | ast.Attribute():
            return _name(annotation) in _TYPES
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return _is_set_type(left) or _is_set_type(right)
    return False


def _is_property(function: ast.FunctionDef) -> bool:
    return any(_name(one) in ("property", "cached_property") for one in function.decorator_list)


def _is_listing(function: ast.expr) -> bool:
    return _name(function) in _LISTINGS or ast.unparse(function) in _LISTINGS


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""
