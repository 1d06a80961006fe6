"""The script of OpenSIPS: comments inside of comments, texts over several lines, `$variables(with something inside)`."""

import re
from typing import Final

from voiplab.text.highlighting.ink import NOTHING_OPEN, Ink, Painted, State, Stretch

_DOUBLE: Final[State] = -1
_SINGLE: Final[State] = -2

_KEYWORDS: Final = frozenset([
    "if", "else", "while", "for", "switch", "case", "default", "break", "return", "exit", "drop", "route", "branch_route",
    "failure_route", "onreply_route", "error_route", "local_route", "startup_route", "timer_route", "event_route",
    "loadmodule", "modparam", "mpath", "socket", "listen", "alias", "include_file", "import_file", "yes", "no", "on", "off",
    "true", "false", "null", "and", "or", "not", "async", "launch", "assert",
])  # fmt: skip

_WORD: Final = re.compile(
    r"(?P<remark>\#.*)|(?P<comment>/\*)|(?P<double>\")|(?P<single>')"
    r"|(?P<variable>\$(?:\([^()]*\)|[A-Za-z0-9_.?=]*)(?:\((?:[^()]|\([^()]*\))*\))?(?:\[[^\]]*\])?)"
    r"|(?P<call>[A-Za-z_]\w*(?=\s*\())|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<number>(?<![\w.])(?:0[xX][0-9A-Fa-f]+|[0-9]+(?:\.[0-9]+)*)(?!\w))|.",
    re.ASCII,
)
_ENDS: Final = {_DOUBLE: re.compile(r'(?:[^"\\]|\\.)*+"'), _SINGLE: re.compile(r"[^']*+'")}
_COMMENT: Final = re.compile(r"/\*|\*/")


def paint(line: str, state: State) -> Painted:
    stretches: list[Stretch] = []
    at = 0
    if state != NOTHING_OPEN and line:
        at, state = _rest(line, 0, 0, state, stretches)
    while at < len(line):
        word = _WORD.match(line, at)
        assert word is not None  # the last way takes any character
        match word.lastgroup:
            case "comment":
                at, state = _rest(line, at, at + 2, 1, stretches)
                continue
            case "double" | "single" as quote:
                at, state = _rest(line, at, at + 1, _DOUBLE if quote == "double" else _SINGLE, stretches)
                continue
            case kind:
                _add(stretches, word, _ink(kind, word[0]))
        at = word.end()
    return stretches, state


def _add(stretches: list[Stretch], word: re.Match[str], ink: Ink | None) -> None:
    if ink is not None:
        stretches.append(Stretch(word.start(), word.end(), ink))


def _ink(kind: str | None, word: str) -> Ink | None:
    match kind:
        case "remark":
            return Ink.COMMENT
        case "variable":
            return Ink.VARIABLE
        case "number":
            return Ink.NUMBER
        case "call" | "name" if word.lower() in _KEYWORDS:
            return Ink.KEYWORD
        case "call":
            return Ink.NAME
        case _:
            return None


def _rest(line: str, begin: int, at: int, state: State, stretches: list[Stretch]) -> tuple[int, State]:
    """The end of what is open, which began at `begin`; or the rest of the line, and it stays open."""
    ink = Ink.COMMENT if state > 0 else Ink.TEXT
    end, state = _comment(line, at, state) if state > 0 else _quoted(line, at, state)
    stretches.append(Stretch(begin, end, ink))
    return end, state


def _comment(line: str, at: int, depth: State) -> tuple[int, State]:
    for mark in _COMMENT.finditer(line, at):
        depth += 1 if mark[0] == "/*" else -1
        if depth == NOTHING_OPEN:
            return mark.end(), NOTHING_OPEN
    return len(line), depth


def _quoted(line: str, at: int, state: State) -> tuple[int, State]:
    closed = _ENDS[state].match(line, at)
    return (len(line), state) if closed is None else (closed.end(), NOTHING_OPEN)
