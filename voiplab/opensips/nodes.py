"""What the alternatives of the grammar become, as long as nothing but their own words decides it.

Each function bears the name of an alternative in `grammar.lark` and takes what it consists of, in order.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from voiplab.opensips.log import LEVELS
from voiplab.opensips.tokens import Token
from voiplab.opensips.tree import (
    Argument,
    Assert,
    Async,
    Binary,
    Both,
    Break,
    Call,
    Case,
    Comparison,
    Complement,
    Condition,
    Drop,
    Either,
    Endpoint,
    Exit,
    ForEach,
    If,
    Launch,
    Not,
    Null,
    Number,
    Operand,
    Return,
    RouteCall,
    Statement,
    Switch,
    Text,
    Truth,
    Variable,
    While,
)

Body = list[Statement]

LARGEST: Final = 2**31 - 1

_ESCAPE: Final = re.compile(r"\\(?:([nrta\\\"])|x([0-9A-Fa-f]{1,2})|0([0-7]{0,2}))", re.DOTALL)
_ESCAPED: Final[Mapping[str, str]] = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "\\": "\\", '"': '"'}
_YES: Final = frozenset(("yes", "true", "on"))
_NO: Final = frozenset(("no", "false", "off"))


# --- lists ---


def first(item: object) -> list[object]:
    return [item]


def add(items: list[object], item: object) -> list[object]:
    items.append(item)
    return items


def add_third(items: list[object], _comma: Token, item: object) -> list[object]:
    return add(items, item)


def joined(items: list[Token], sign: Token, item: Token) -> list[Token]:
    items += (sign, item)
    return items


def left_out_twice(_comma: Token) -> list[Argument | None]:
    return [None, None]


def left_out_first(_comma: Token, value: Argument) -> list[Argument | None]:
    return [None, value]


def left_out_last(items: list[Argument | None], _comma: Token) -> list[Argument | None]:
    items.append(None)
    return items


def inside(_open: Token, content: object, _close: Token) -> object:
    return content


# --- values ---


def unescaped(written: str) -> str:
    """What stands between the quotes. An escape that is none keeps its backslash: so `\\*` reaches a regular expression."""
    text = written[1:-1]
    return _ESCAPE.sub(_character, text) if written[0] == '"' and "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    letter, hexadecimal, octal = escape.groups()
    if letter:
        return _ESCAPED[letter]
    byte = int(hexadecimal, 16) if hexadecimal else int(octal or "0", 8)
    return bytes((byte,)).decode("utf-8", "surrogateescape")


def whole(token: Token) -> int:
    written = token.text.lower()
    if written in _YES or written in _NO:
        return int(written in _YES)
    if token.text in LEVELS:
        return LEVELS[token.text]
    digits = written[:24]
    return min(int(digits, 16 if digits.startswith("0x") else 10), LARGEST)


def number(token: Token) -> Number:
    return Number(token.place, whole(token))


def positive(_sign: Token, token: Token) -> Number:
    return number(token)


def negative(sign: Token, token: Token) -> Number:
    return Number(sign.place, -whole(token))


def text(token: Token) -> Text:
    return Text(token.place, unescaped(token.text))


def longer_text(begin: Text, token: Token) -> Text:
    return Text(begin.place, begin.text + unescaped(token.text))


def word(token: Token) -> str:
    return unescaped(token.text) if token.kind == "STRING" else token.text


def operator(token: Token) -> Token:
    return token


def binary(left: Operand, sign: Token, right: Operand) -> Binary:
    return Binary(left.place, sign.text, left, right)


def complement(sign: Token, operand: Operand) -> Complement:
    return Complement(sign.place, operand)


# --- conditions ---


def either(left: Condition, _sign: Token, right: Condition) -> Either:
    return Either(left.place, left, right)


def both(left: Condition, _sign: Token, right: Condition) -> Both:
    return Both(left.place, left, right)


def not_(sign: Token, condition: Condition) -> Not:
    return Not(sign.place, condition)


def comparison(left: Variable, sign: Token, right: Operand) -> Comparison:
    return Comparison(left.place, sign.text, left, right)


def compare_null(left: Variable, sign: Token, null: Token) -> Comparison:
    return Comparison(left.place, sign.text, left, Null(null.place))


def arithmetic_test(_open: Token, operand: Operand, _close: Token) -> Truth:
    return Truth(operand.place, operand)


def arithmetic_comparison(_open: Token, left: Operand, sign: Token, right: Operand, _close: Token) -> Comparison:
    return Comparison(left.place, sign.text, left, right)


def bare_test(operand: Operand) -> Truth:
    return Truth(operand.place, operand)


# --- statements ---


def done(statement: Statement, _end: Token | None = None) -> Sequence[Statement]:
    return [statement]


def empty(_semicolon: Token) -> Sequence[Statement]:
    return []


def first_action(statements: Sequence[Statement]) -> Body:
    return list(statements)


def add_action(body: Body, statements: Sequence[Statement]) -> Body:
    body.extend(statements)
    return body


def block_of_one(statements: Sequence[Statement]) -> Body:
    return list(statements)


def block(_open: Token, body: Body, _close: Token) -> Body:
    return body


def block_empty(_open: Token, _close: Token) -> Body:
    return []


def if_only(begin: Token, _open: Token, condition: Condition, _close: Token, then: Body) -> If:
    return If(begin.place, condition, tuple(then), ())


def if_else(
    begin: Token, _open: Token, condition: Condition, _close: Token, then: Body, _else: Token, otherwise: Body
) -> If:
    return If(begin.place, condition, tuple(then), tuple(otherwise))


def while_loop(begin: Token, _open: Token, condition: Condition, _close: Token, body: Body) -> While:
    return While(begin.place, condition, tuple(body))


def for_each(
    begin: Token, _open: Token, variable: Variable, _in: Token, over: Variable, _close: Token, body: Body
) -> ForEach:
    return ForEach(begin.place, variable, over, tuple(body))


def switch(begin: Token, _open: Token, on: Variable, _close: Token, _brace: Token, *rest: object) -> Switch:
    cases, default = rest[0], rest[1] if len(rest) == 3 else []
    assert isinstance(cases, list)
    assert isinstance(default, list)
    return Switch(begin.place, on, tuple(cases), tuple(default))


def switch_default(
    begin: Token, _open: Token, on: Variable, _close: Token, _brace: Token, default: Body, _end: Token
) -> Switch:
    return Switch(begin.place, on, (), tuple(default))


def case(begin: Token, value: Text | Number, _colon: Token, body: Body) -> Case:
    return Case(begin.place, value, tuple(body))


def case_empty(begin: Token, value: Text | Number, _colon: Token) -> Case:
    return Case(begin.place, value, ())


def default(_begin: Token, _colon: Token, body: Body) -> Body:
    return body


def default_empty(_begin: Token, _colon: Token) -> Body:
    return []


def route_call(begin: Token, _open: Token, name: str, *rest: object) -> RouteCall:
    arguments = rest[1] if len(rest) == 3 else []
    assert isinstance(arguments, list)
    return RouteCall(begin.place, name, tuple(arguments))


def drop(begin: Token, *_brackets: Token) -> Drop:
    return Drop(begin.place)


def exit_(begin: Token, *_brackets: Token) -> Exit:
    return Exit(begin.place)


def break_(begin: Token, *_brackets: Token) -> Break:
    return Break(begin.place)


def return_nothing(begin: Token, *_brackets: Token) -> Return:
    return Return(begin.place, None)


def return_value(begin: Token, _open: Token, value: Number | Variable, _close: Token) -> Return:
    return Return(begin.place, value)


def assertion(begin: Token, _open: Token, condition: Condition, _sign: Token, *rest: Token) -> Assert:
    return Assert(begin.place, condition, unescaped(rest[0].text) if rest else "")


def async_call(begin: Token, _open: Token, call: Call, _comma: Token, resume: str, *rest: Token) -> Async:
    return Async(begin.place, call, resume, whole(rest[1]) if len(rest) == 3 else 0)


def launch(begin: Token, _open: Token, call: Call, _sign: Token, *rest: object) -> Launch:
    return Launch(begin.place, call, rest[0] if rest and isinstance(rest[0], str) else None)


# --- addresses ---


def host(parts: Sequence[Token]) -> str:
    return "".join(part.text for part in parts)


def host_address(token: Token) -> str:
    return token.text


def host_bracketed(_open: Token, token: Token, _close: Token) -> str:
    return token.text


def host_text(token: Token) -> str:
    return unescaped(token.text)


def endpoint(protocol: Token, _colon: Token, name: str) -> Endpoint:
    return Endpoint(protocol.text.lower(), name, None)


def endpoint_port(protocol: Token, _colon: Token, name: str, _second: Token, port: Token) -> Endpoint:
    return Endpoint(protocol.text.lower(), name, None if port.kind == "STAR" else whole(port))


def endpoint_host(name: str) -> Endpoint:
    return Endpoint(None, name, None)


def option(name: Token, value: object) -> tuple[str, str]:
    return name.text, value.text if isinstance(value, Token) else str(value)


def option_port(name: Token, address: str, _colon: Token, port: Token) -> tuple[str, str]:
    return name.text, f"{address}:{port.text}"


def option_bare(name: Token) -> tuple[str, str]:
    return name.text, ""


def scale(*steps: Sequence[int]) -> Sequence[Sequence[int]]:
    return steps


def scale_step(*words: Token) -> Sequence[int]:
    return [whole(one) for one in words if one.kind == "NUMBER" and one.text[0].isdigit()]


def socket_plain(endpoint: Endpoint) -> tuple[Endpoint, Sequence[tuple[str, str]]]:
    return endpoint, ()


def socket_with(endpoint: Endpoint, options: Sequence[tuple[str, str]]) -> tuple[Endpoint, Sequence[tuple[str, str]]]:
    return endpoint, options


def alias_plain(endpoint: Endpoint) -> tuple[Endpoint, bool]:
    return endpoint, False


def alias_subdomain(endpoint: Endpoint, _word: Token) -> tuple[Endpoint, bool]:
    return endpoint, True
