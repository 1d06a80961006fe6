"""XML, with the variables of FreeSWITCH in its values: `${domain}`, `$${global}`, `$1`."""

import re
from typing import Final, NamedTuple

from voiplab.text.highlighting.ink import NOTHING_OPEN, Ink, Painted, State, Stretch

_TAG: Final[State] = 1


class _Span(NamedTuple):
    """What goes on until its end is met, over as many lines as it takes."""

    end: str
    ink: Ink | None
    then: State


_SPANS: Final = {
    2: _Span("-->", Ink.COMMENT, NOTHING_OPEN),
    3: _Span("]]>", None, NOTHING_OPEN),
    4: _Span("?>", Ink.COMMENT, NOTHING_OPEN),
    5: _Span('"', Ink.TEXT, _TAG),
    6: _Span("'", Ink.TEXT, _TAG),
    7: _Span(">", Ink.COMMENT, NOTHING_OPEN),
}
_BEGINS: Final = {"<!--": 2, "<![CDATA[": 3, "<?": 4, '"': 5, "'": 6, "<!": 7}

_IN_TEXT: Final = re.compile(
    r"(?P<span><!--|<!\[CDATA\[|<\?|<!)|(?P<tag></?[^\s/>\"'=<]+)|(?P<variable>\$\$?\{[^}]*\}?)|[^<$]+|."
)
_IN_TAG: Final = re.compile(r"(?P<span>[\"'])|(?P<end>/?>)|(?P<key>[^\s=\"'/><]+)(?=\s*=)|\s+|.")
_VARIABLE: Final = re.compile(r"\$\$?\{[^}]*\}?|\$[0-9]")


def paint(line: str, state: State) -> Painted:
    stretches: list[Stretch] = []
    at = begin = 0
    while at < len(line):
        if state in _SPANS:
            at, state = _rest(line, begin, at, state, stretches)
            continue
        word = (_IN_TAG if state == _TAG else _IN_TEXT).match(line, at)
        assert word is not None  # the last way takes any character
        begin, at = word.span()
        match word.lastgroup:
            case "span":
                state = _BEGINS[word[0]]
                if at == len(line):
                    _mark(stretches, begin, at, _SPANS[state].ink)
            case "tag":
                _mark(stretches, begin, at, Ink.NAME)
                state = _TAG
            case "end":
                _mark(stretches, begin, at, Ink.NAME)
                state = NOTHING_OPEN
            case "key":
                _mark(stretches, begin, at, Ink.KEY)
            case "variable":
                _mark(stretches, begin, at, Ink.VARIABLE)
            case _:
                begin = at
    return stretches, state


def _rest(line: str, begin: int, at: int, state: State, stretches: list[Stretch]) -> tuple[int, State]:
    span = _SPANS[state]
    found = line.find(span.end, at)
    end = len(line) if found < 0 else found + len(span.end)
    _mark(stretches, begin, end, span.ink)
    if span.ink is Ink.TEXT:
        for variable in _VARIABLE.finditer(line, at, end):
            _mark(stretches, variable.start(), variable.end(), Ink.VARIABLE)
    return end, state if found < 0 else span.then


def _mark(stretches: list[Stretch], begin: int, end: int, ink: Ink | None) -> None:
    if ink is not None:
        stretches.append(Stretch(begin, end, ink))
