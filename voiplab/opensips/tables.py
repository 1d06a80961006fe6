"""The parse tables: made by Lark from `grammar.lark`, and completed with the default reductions of the server's parser.

A mistake is noticed where the tables say so. The server's parser saves space by default reductions, so that it may finish a
rule before it looks at the next word, or although that word is wrong; that decides which column its sentences show.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from lark import Lark, Token
from lark.common import LexerConf
from lark.lexer import Lexer as LarkLexer
from lark.parsers.lalr_analysis import Shift

ERROR: Final = "ERROR"
GRAMMAR: Final = Path(__file__).parent / "grammar.lark"


@dataclass(frozen=True, slots=True)
class Rule:
    """`name` is the alternative's, or None for a rule that passes on its only part; `length` is how many parts it has."""

    origin: str
    name: str | None
    length: int

    @property
    def is_list(self) -> bool:
        return self.origin.endswith("_list")


@dataclass(frozen=True, slots=True)
class State:
    shifts: Mapping[str, int]
    """Also those to where a finished rule leads."""
    reductions: Mapping[str, Rule]
    default: Rule | None
    """What is done with a word that is in neither."""
    is_consistent: bool
    """The default is done without a look at the next word."""


@dataclass(frozen=True, slots=True)
class Tables:
    states: Mapping[int, State]
    start: int
    end: int


class _NoWords(LarkLexer):
    """Lark only makes the tables: the words come from our own lexer, with the server's columns."""

    def __init__(self, _lexer_conf: LexerConf) -> None:
        pass

    def lex(self, _lexer_state: object, _parser_state: object) -> Iterator[Token]:
        return iter(())


@cache
def tables() -> Tables:
    """Made when they are needed first; that takes a quarter of a second."""
    lark = Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer=_NoWords)
    conf = lark.parse_interactive("").parser_state.parse_conf
    states = {}
    for number, actions in conf.states.items():
        shifts, reductions = {}, {}
        for word, (kind, argument) in actions.items():
            if kind is Shift:
                shifts[word] = argument
            else:
                reductions[word] = Rule(str(argument.origin.name), argument.alias, len(argument.expansion))
        states[number] = _state(shifts, reductions)
    return Tables(states, conf.start_state, conf.end_state)


def _state(shifts: Mapping[str, int], reductions: Mapping[str, Rule]) -> State:
    counted = Counter(reductions.values()).most_common(1)
    # Where a mistake can be repaired, the server's parser wants to see the word itself.
    default = counted[0][0] if counted and ERROR not in shifts else None
    alone = default is not None and len(set(reductions.values())) == 1
    return State(shifts, reductions, default, alone and not any(word.isupper() for word in shifts))
