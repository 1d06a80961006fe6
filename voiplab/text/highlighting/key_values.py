"""One setting a line: `key = value` of Yealink and Grandstream, `[section]` and `key=value` of INI files."""

import re
from typing import Final

from voiplab.text.highlighting.ink import NOTHING_OPEN, Ink, Painted, Painter, State, Stretch

_SETTING: Final = re.compile(r"\s*(?P<key>[^=\s][^=]*?)\s*=\s*(?P<value>.*?)\s*")
_QUOTED: Final = re.compile(r"(?P<quote>[\"']).*(?P=quote)")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)*")


def painter(comments: str) -> Painter:
    """`comments`: the characters that begin one, at the beginning of a line."""

    def paint(line: str, _state: State) -> Painted:
        return _stretches(line, comments), NOTHING_OPEN

    return paint


def _stretches(line: str, comments: str) -> list[Stretch]:
    text = line.strip()
    begin = len(line) - len(line.lstrip())
    if not text:
        return []
    if text[0] in comments:
        return [Stretch(begin, len(line), Ink.COMMENT)]
    if text[0] == "[":
        return [Stretch(begin, begin + len(text), Ink.SECTION)]
    found = _SETTING.fullmatch(line)
    if found is None:
        return []
    return [Stretch(*found.span("key"), Ink.KEY), *value(line, *found.span("value"))]


def value(line: str, start: int, end: int) -> list[Stretch]:
    text = line[start:end]
    if _QUOTED.fullmatch(text):
        return [Stretch(start, end, Ink.TEXT)]
    return [Stretch(start, end, Ink.NUMBER)] if _NUMBER.fullmatch(text) else []
