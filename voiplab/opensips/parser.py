"""From words to a tree, with the server's own way to go on after a mistake.

The tables are LALR(1). A word that fits nowhere is a syntax error; then what was begun is dropped until a rule with ERROR can
go on, and words are dropped until one fits. Three words in a row must fit before the next mistake is called a syntax error
again.
"""

from collections.abc import Callable, Iterator
from typing import Final

from voiplab.opensips import nodes
from voiplab.opensips.complaints import Complaints, TooMany
from voiplab.opensips.declaring import Abandoned, Declaring
from voiplab.opensips.flatten import Source
from voiplab.opensips.lexer import Lexer
from voiplab.opensips.log import LogLine
from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.tables import ERROR, Rule, State, tables
from voiplab.opensips.tokens import END, Token
from voiplab.opensips.tree import Script
from voiplab.text.place import NotSimulated

RECOVERY: Final = 3
DEEPEST: Final = 250
"""Parts inside of parts, of a tree."""
TALLEST: Final = 10_000
"""The server's parser gives up with more unfinished parts than this."""

_ROUTES: Final = {kind.value.upper(): kind for kind in RouteKind}


class Unfinished(Exception):
    """The mistake is one after which the server does not read on."""


def parse(source: Source, log: list[LogLine]) -> Script:
    """Raises `Refused` with all that the server prints, or `NotSimulated`."""
    complaints = Complaints(source, log)
    declaring = Declaring(complaints)
    parser = _Parser(Lexer(source.lines, log).tokens(), declaring, complaints)
    try:
        parser.run()
    except (Unfinished, Abandoned, TooMany):
        raise complaints.refusal() from None
    if complaints.count:
        raise complaints.refusal()
    return declaring.script


class _Parser:
    def __init__(self, words: Iterator[Token], declaring: Declaring, complaints: Complaints) -> None:
        self.words = words
        self.declaring = declaring
        self.complaints = complaints
        self.tables = tables()
        self.states = [self.tables.start]
        self.values: list[object] = []
        self.depths: list[int] = []
        self.word: Token | None = None
        """The next word, once somebody has looked at it."""
        self.recovering = 0
        """How many words must still fit before a mistake is a new one."""
        self.actions: dict[str, Callable[..., object]] = {}

    def run(self) -> None:
        while self.states[-1] != self.tables.end:
            state = self.tables.states[self.states[-1]]
            if state.is_consistent and state.default:
                self.reduce(state.default)
            else:
                self.step(state, self.next())

    def step(self, state: State, word: Token) -> None:
        to = state.shifts.get(word.kind)
        if to is not None:
            self.shift(to, word)
            return
        rule = state.reductions.get(word.kind) or state.default
        if rule is None:
            self.recover(word)
        else:
            self.reduce(rule)

    def next(self) -> Token:
        if self.word is None:
            self.word = next(self.words)
            self.complaints.token = self.word
        return self.word

    def shift(self, to: int, word: Token) -> None:
        if len(self.values) <= 1 and word.kind in _ROUTES:
            self.declaring.route = _ROUTES[word.kind]
        self.push(to, word, 0)
        self.word = None
        if self.recovering:
            self.recovering -= 1

    def push(self, to: int, value: object, depth: int) -> None:
        self.states.append(to)
        self.values.append(value)
        self.depths.append(depth)
        if len(self.states) > TALLEST:
            self.complaints.yyerror("memory exhausted")
            raise Unfinished

    def reduce(self, rule: Rule) -> None:
        if rule.name is None:
            # Its only part is passed on as it is: half of all rules do only that.
            self.states[-1] = self.tables.states[self.states[-2]].shifts[rule.origin]
            return
        begin = len(self.values) - rule.length
        parts, depth = self.values[begin:], max(self.depths[begin:])
        del self.states[begin + 1 :], self.values[begin:], self.depths[begin:]
        value = self.action(rule.name)(*parts)
        depth += not rule.is_list and rule.length > 1
        if depth > DEEPEST:
            token = self.next()
            raise NotSimulated(token.place, f"parts inside of parts, more than {DEEPEST} deep")
        self.push(self.tables.states[self.states[-1]].shifts[rule.origin], value, depth)

    def action(self, name: str) -> Callable[..., object]:
        """What an alternative becomes: a function of `nodes`, or a method of `Declaring`."""
        found = self.actions.get(name)
        if found is None:
            where = self.declaring if hasattr(self.declaring, name) else nodes
            found = self.actions[name] = getattr(where, name)
        return found

    def recover(self, word: Token) -> None:
        if not self.recovering:
            self.complaints.yyerror("syntax error")
        if self.recovering == RECOVERY:
            if word.kind == END:
                raise Unfinished
            self.word = None
        self.recovering = RECOVERY
        while (to := self.tables.states[self.states[-1]].shifts.get(ERROR)) is None:
            if not self.values:
                raise Unfinished
            del self.states[-1], self.values[-1], self.depths[-1]
        self.push(to, None, 0)
