"""What stands left of a line: what it does, its number, and how often a run came to it."""

from typing import Final

from voiplab.explain.executed import NEVER, Count
from voiplab.text.remark import Effect
from voiplab.tui.widgets.config.findings import MARKS

TIMES: Final = 5
"""Columns of the counter."""


def margin(number: int, digits: int, effect: Effect | None, count: Count) -> str:
    """`!  12   3*`: the star says that the call which is looked at came here."""
    mark = " " if effect is None else MARKS[effect]
    return f"{mark}{number:>{digits}} {times(count):>{TIMES}}"


def width(digits: int) -> int:
    return len(margin(0, digits, None, NEVER))


def times(count: Count) -> str:
    if not count.times:
        return ""
    shown = str(count.times) if count.times < 1_000 else "999+"
    return f"{shown}*" if count.of_call else f"{shown} "


def sentence(count: Count, *, is_looking_back: bool) -> str:
    """For the line below the editor."""
    if not count.times:
        return ""
    if not is_looking_back:
        return f"came into play {_often(count.times)}"
    return f"came into play {_often(count.times)} until then, {_often(count.of_call)} for this call"


def _often(times: int) -> str:
    return {0: "never", 1: "once"}.get(times, f"{times} times")
