"""The margin of a ladder: a mark, the number of the message with the letter of its call, and the time."""

from collections.abc import Sequence
from enum import Enum
from typing import Final

from voiplab.explain.canvas import Canvas, Role
from voiplab.explain.messages import SipMessage
from voiplab.sim.moment import Moment


class Clock(Enum):
    """What the time column counts from."""

    START = "the start of the run"
    PREVIOUS = "the line before"


MARKS: Final = {"+": Role.APPEARED, "-": Role.VANISHED, "~": Role.CHANGED}


class Margin:
    """As wide as the widest of what it has to hold."""

    def __init__(
        self, messages: Sequence[SipMessage], marks: Sequence[str], moments: Sequence[Moment], clock: Clock
    ) -> None:
        self._clock = clock
        self._letters = _letters(messages)
        self._mark = max(map(len, marks), default=0)
        numbers = max((len(self._number(message)) for message in messages), default=0)
        self._number_end = self._mark + max(2, numbers)
        self.width = self._number_end + 1 + max((len(self._time(moment, 0)) for moment in moments), default=5) + 1

    @property
    def indent(self) -> int:
        """Where a text begins that stands below a row."""
        return self._number_end + 1

    def head(self, canvas: Canvas) -> None:
        self._right(canvas, self._number_end, "#", Role.HEADING)
        self._right(canvas, self.width - 1, "s", Role.HEADING)

    def put(self, canvas: Canvas, mark: str, message: SipMessage | None, at: Moment, before: Moment) -> None:
        canvas.put(0, mark, MARKS.get(mark, Role.NOTE))
        if message is not None:
            self._right(canvas, self._number_end, self._number(message), Role.NUMBER)
        self._right(canvas, self.width - 1, self._time(at, before), Role.TIME)

    def _right(self, canvas: Canvas, end: int, text: str, role: Role) -> None:
        canvas.put(end - len(text), text, role)

    def _number(self, message: SipMessage) -> str:
        return f"{message.n}{self._letters.get(message.leg.call, '')}"

    def _time(self, at: Moment, before: Moment) -> str:
        shown = at if self._clock is Clock.START else at - before
        text = f"{shown // 1_000_000}.{shown // 1_000 % 1_000:03d}"
        return text if self._clock is Clock.START else f"+{text}"


def _letters(messages: Sequence[SipMessage]) -> dict[int, str]:
    """A letter for each call, when there is more than one; registrations and the like have none."""
    calls = list(dict.fromkeys(message.leg.call for message in messages if message.method == "INVITE"))
    return {call: chr(ord("a") + place % 26) for place, call in enumerate(calls)} if len(calls) > 1 else {}
