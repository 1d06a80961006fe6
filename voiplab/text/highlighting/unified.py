"""A unified difference, as `diff -u` writes it."""

from typing import Final

from voiplab.text.highlighting.ink import NOTHING_OPEN, Ink, Painted, State, Stretch

_BEGINNINGS: Final = (
    ("---", Ink.SECTION),
    ("+++", Ink.SECTION),
    ("@@", Ink.COMMENT),
    ("+", Ink.ADDED),
    ("-", Ink.REMOVED),
)


def paint(line: str, _state: State) -> Painted:
    for beginning, ink in _BEGINNINGS:
        if line.startswith(beginning):
            return [Stretch(0, len(line), ink)], NOTHING_OPEN
    return [], NOTHING_OPEN
