"""YAML, as far as a line tells it; and Blink's files, which have its indentation with `key = value`."""

import re
from typing import Final

from voiplab.text.highlighting.ink import NOTHING_OPEN, Ink, Painted, State, Stretch
from voiplab.text.highlighting.key_values import value

_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#.*$")
_KEY: Final = re.compile(
    r"\s*(?:- +)*(?P<key>\"[^\"]*\"|'[^']*'|[^\s#:=\"'{\[-][^#:=]*?|[^\s#=\"'{\[-][^#=\s]*?)\s*(?P<sign>:(?=\s|$)|=)\s*"
)


def paint(line: str, _state: State) -> Painted:
    stretches: list[Stretch] = []
    comment = None if line.count('"') % 2 or line.count("'") % 2 else _COMMENT.search(line)
    end = len(line) if comment is None else comment.start()
    key = _KEY.match(line, 0, end)
    begin = 0
    if key is not None:
        begin = key.end()
        ink = Ink.SECTION if begin >= len(line[:end].rstrip()) else Ink.KEY
        stretches.append(Stretch(*key.span("key"), ink))
    stretches += value(line, begin, begin + len(line[begin:end].rstrip()))
    if comment is not None:
        stretches.append(Stretch(*comment.span(), Ink.COMMENT))
    return stretches, NOTHING_OPEN
