"""From lines to words, with the server's own way of counting lines and columns.

A text in quotes counts two columns however long it is, a variable one more than it has characters, and a line's number
is noticed only at a beginning that is not inside of a text or a comment: so the columns of `opensips -C` are not those of an
editor. They follow from its recorded messages. `dst_blacklist`, whose value has words of its own, is refused.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final

from voiplab.opensips.core_parameters import CORE_PARAMETERS, NOT_READ
from voiplab.opensips.flatten import Line
from voiplab.opensips.log import LEVELS, LogLine, critical
from voiplab.opensips.tokens import END, Span, Token
from voiplab.text.place import NotSimulated, Place

_KEYWORDS: Final[Mapping[str, str]] = {
    **{name: parameter.written.name for name, parameter in CORE_PARAMETERS.items()},
    **dict.fromkeys(("yes", "YES", "true", "TRUE", "on", "ON", "no", "NO", "false", "FALSE", "off", "OFF"), "NUMBER"),
    **{name: name.upper() for name in ("mpath", "socket", "alias", "loadmodule", "modparam")},
    **dict.fromkeys(LEVELS, "NUMBER"),
    "listen": "SOCKET",
    "auto_scaling_profile": "PROFILE",
    **{
        name: name.upper()
        for name in (
            "route", "failure_route", "onreply_route", "branch_route", "error_route", "local_route", "startup_route",
            "timer_route", "event_route", "if", "else", "while", "for", "switch", "case", "default", "break", "return", "exit",
            "drop", "assert", "async", "launch",
        )
    },
    **dict.fromkeys(("null", "NULL"), "NULL"),
    **dict.fromkeys(("and", "AND"), "AND"),
    **dict.fromkeys(("or", "OR"), "OR"),
    **dict.fromkeys(("not", "NOT"), "NOT"),
}  # fmt: skip

_OUTSIDE: Final[Mapping[str, str]] = {
    "use_workers": "USE_WORKERS", "use_auto_scaling_profile": "USE_PROFILE", "as": "AS", "AS": "AS", "tag": "TAG",
    "anycast": "ANYCAST", "accept_subdomain": "ACCEPT_SUBDOMAIN",
    "scale": "SCALE", "up": "UP", "down": "DOWN", "to": "TO", "cycles": "CYCLES", "within": "WITHIN",
}  # fmt: skip
"""Words of sockets and scaling, which are names inside of a route."""

_INSIDE: Final[Mapping[str, str]] = {"in": "IN"}

_SIGNS: Final[Mapping[str, str]] = {
    "(": "LPAREN", ")": "RPAREN", "[": "LBRACK", "]": "RBRACK", "{": "LBRACE", "}": "RBRACE", ",": "COMMA", ";": "SEMICOLON",
    ":": "COLON", ".": "DOT", "=": "EQUAL", ":=": "COLON_EQUAL", "+=": "PLUS_EQUAL", "-=": "MINUS_EQUAL",
    "*=": "STAR_EQUAL", "/=": "SLASH_EQUAL", "%=": "PERCENT_EQUAL", "&=": "AND_EQUAL", "|=": "OR_EQUAL", "^=": "XOR_EQUAL",
    "~=": "NOT_EQUAL", "<<=": "LEFT_EQUAL", ">>=": "RIGHT_EQUAL", "==": "EQUAL_EQUAL", "!=": "DIFFERENT", "<": "LESS",
    ">": "GREATER", "<=": "LESS_EQUAL", ">=": "GREATER_EQUAL", "=~": "MATCH", "!~": "NOT_MATCH", "&&": "AND", "||": "OR",
    "!": "NOT", "+": "PLUS", "-": "MINUS", "*": "STAR", "/": "SLASH", "%": "PERCENT", "&": "AMPERSAND", "|": "BAR",
    "^": "CARET", "~": "TILDE", "<<": "LEFT", ">>": "RIGHT",
}  # fmt: skip

_WORD: Final = re.compile(
    r"(?P<blank>[ \t\r\f\v]+)|(?P<line>\n)|(?P<remark>\#[^\n]*)|(?P<comment>/\*)"
    r"|(?P<double>\")|(?P<single>')|(?P<variable>\$)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<ipv4>[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9.]))"
    r"|(?P<ipv6>(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?"
    r"|[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){7})"
    r"|(?P<number>0[xX][0-9A-Fa-f]+|[0-9]+)"
    r"|(?P<sign>" + "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)) + r")"
    r"|(?P<other>.)",
    re.DOTALL,
)
_DOUBLE: Final = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SINGLE: Final = re.compile(r"[^']*'")
_COMMENT: Final = re.compile(r"/\*|\*/")
_VARIABLE_NAME: Final = re.compile(r"[A-Za-z0-9_.?=]*")
_BRACKETS: Final = re.compile(r"[()\n]")
_INDEX: Final = re.compile(r"\[[^\]\n]*\]")


class Lexer:
    """One pass over the lines; what the server says on the way is added to `log`."""

    def __init__(self, lines: Sequence[Line], log: list[LogLine]) -> None:
        self.lines = lines
        self.log = log
        self.text = "".join(line.text for line in lines)
        self.starts = [0, *accumulate(len(line.text) for line in lines)][:-1]
        self.at = 0
        self.index = 0
        """Which physical line is read."""
        self.line = lines[0].number
        """What the server takes for the number of the line."""
        self.column = 1
        self.braces = 0
        self.ended = False
        """The last file has ended where the server sees it, and not inside of a text or a comment."""

    def tokens(self) -> Iterator[Token]:
        """All words, then an END."""
        while self.at < len(self.text):
            token = self.step()
            if token is not None:
                yield token
        yield self.end()

    def step(self) -> Token | None:
        found = _WORD.match(self.text, self.at)
        assert found is not None  # `other` takes any character
        text, kind = found[0], found.lastgroup
        match kind:
            case "line":
                self.next_line()
            case "blank" | "remark":
                self.skip(len(text))
            case "comment":
                self.comment()
            case "double":
                return self.quoted(_DOUBLE)
            case "single":
                return self.quoted(_SINGLE)
            case "variable":
                return self.variable()
            case "name":
                return self.token(self.keyword(text), text)
            case "sign":
                self.braces += (text == "{") - (text == "}")
                return self.token(_SIGNS[text], text)
            case "number":
                return self.token("NUMBER", text)
            case "ipv4" | "ipv6":
                return self.token(kind.upper(), text)
            case _:
                return self.token("OTHER", text)
        return None

    def keyword(self, name: str) -> str:
        if name in NOT_READ:
            raise NotSimulated(self.place(self.at), name)
        soft = _INSIDE if self.braces > 0 else _OUTSIDE
        return _KEYWORDS.get(name) or soft.get(name) or "ID"

    def token(self, kind: str, text: str) -> Token:
        token = Token(kind, text, self.place(self.at), self.span(len(text)), self.lines[self.index].files)
        self.skip(len(text))
        return token

    def next_line(self) -> None:
        self.at += 1
        self.column = 1
        self.ended = self.at == len(self.text)
        if not self.ended:
            self.index = bisect_right(self.starts, self.at) - 1
            self.line = self.lines[self.index].number

    def comment(self) -> None:
        """Comments inside of comments are counted."""
        begin, depth = self.at, 0
        for mark in _COMMENT.finditer(self.text, begin):
            depth += 1 if mark[0] == "/*" else -1
            if not depth:
                self.pass_over(begin, mark.end())
                return
        self.log.append(critical("core:yylex", f"unexpected EOF in {depth} comments open"))
        self.pass_over(begin, len(self.text))

    def quoted(self, rest: re.Pattern[str]) -> Token | None:
        begin = self.at
        closed = rest.match(self.text, begin + 1)
        self.column += 1
        if closed is None:
            self.log.append(critical("core:yylex", "unexpected EOF in unclosed string"))
            self.pass_over(begin, len(self.text))
            return None
        place, files = self.place(begin), self.lines[self.index].files
        text = self.text[begin : closed.end()]
        if "\n" in text:
            self.column = 1
        token = Token("STRING", text, place, self.span(1), files)
        self.column += 1
        self.move(closed.end())
        return token

    def variable(self) -> Token:
        """`$name`, `$name(inside)`, `$name(inside)[index]`, `$(...)`."""
        name = _VARIABLE_NAME.match(self.text, self.at + 1)
        assert name is not None  # it may be empty
        end, kind = name.end(), "VARIABLE"
        if self.text.startswith("(", end):
            closed = self.closing(end)
            end, kind = (closed, "VARIABLE") if closed else (self.line_end(end), "BAD_VARIABLE")
        if kind == "VARIABLE" and name[0] and (index := _INDEX.match(self.text, end)):
            end = index.end()
        token = self.token(kind, self.text[self.at : end])
        self.column += 1
        return token

    def closing(self, at: int) -> int | None:
        """Behind the bracket that closes the one at `at`; it stands on the same line."""
        depth = 0
        for mark in _BRACKETS.finditer(self.text, at):
            if mark[0] == "\n":
                return None
            depth += 1 if mark[0] == "(" else -1
            if not depth:
                return mark.end()
        return None

    def line_end(self, at: int) -> int:
        return self.text.index("\n", at)  # every line has its end

    def end(self) -> Token:
        if self.ended:
            # The mark that the server itself has put at the end of a file has 17 letters.
            return Token(END, "", self.place(len(self.text) - 1), Span(self.line, 1, 18), ())
        last = self.lines[self.index]
        return Token(END, "", last.place, Span(self.line, self.column, self.column), last.files)

    def pass_over(self, begin: int, end: int) -> None:
        lines = self.text.count("\n", begin, end)
        self.column = self.column + end - begin if not lines else end - self.text.rfind("\n", begin, end)
        self.move(end)

    def move(self, at: int) -> None:
        """On to a place that may be on another line, which the server does not notice."""
        self.at = at
        if at < len(self.text):
            self.index = bisect_right(self.starts, at) - 1

    def skip(self, length: int) -> None:
        self.at += length
        self.column += length

    def span(self, length: int) -> Span:
        return Span(self.line, self.column, self.column + length)

    def place(self, at: int) -> Place:
        index = self.index
        return Place(self.lines[index].files[-1], self.lines[index].number, at - self.starts[index] + 1)
