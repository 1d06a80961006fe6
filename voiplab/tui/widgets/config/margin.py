"""What stands left of a line: what it does, its number, and how often a run came to it."""

from collections.abc import Sequence
from typing import Final

from voiplab.explain.executed import NEVER, Count
from voiplab.text.remark import Effect
from voiplab.tui.widgets.config.findings import MARKS

MOST_NAMED: Final = 6
"""Calls, by the messages that began them."""

TIMES: Final = 5
"""Columns of the counter."""


STOP: Final = "@"
"""Behind the number of a line at which runs stop."""


def margin(number: int, digits: int, effect: Effect | None, count: Count, *, stops: bool = False) -> str:
    """`!  12@  3*`: the star says that the call which is looked at came here."""
    mark = " " if effect is None else MARKS[effect]
    return f"{mark}{number:>{digits}}{STOP if stops else ' '}{times(count):>{TIMES}}"


def width(digits: int) -> int:
    return len(margin(0, digits, None, NEVER))


def times(count: Count) -> str:
    if not count.times:
        return ""
    shown = str(count.times) if count.times < 1_000 else "999+"
    return f"{shown}*" if count.of_call else f"{shown} "


def until_then(count: Count) -> str:
    """The sentence below the editor for who looks back at a message."""
    if not count.times:
        return ""
    return f"came into play {_often(count.times)} until then, {_often(count.of_call)} for this call"


def so_far(count: Count, begun_by: Sequence[int]) -> str:
    """`begun_by`: the messages that began the calls."""
    if not count.times:
        return ""
    often = f"came into play {_often(count.times)}"
    if not begun_by:
        return often
    names = [str(number) for number in begun_by[:MOST_NAMED]]
    if len(begun_by) > MOST_NAMED:
        names.append(f"{len(begun_by) - MOST_NAMED} others")
    *most, last = names
    return f"{often}, after message {', '.join(most)} and {last}" if most else f"{often}, after message {last}"


def _often(times: int) -> str:
    return {0: "never", 1: "once"}.get(times, f"{times} times")
