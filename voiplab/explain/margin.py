"""The margin of a ladder: a mark, the number of the message with the letter of its call, its leg, and the time."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from voiplab.explain.canvas import Canvas, Role
from voiplab.explain.messages import SipMessage
from voiplab.sim.moment import Moment
from voiplab.sip.value import value


class Clock(Enum):
    """What the time column counts from."""

    START = "the start of the run"
    PREVIOUS = "the line before"


MARKS: Final = {"+": Role.APPEARED, "-": Role.VANISHED, "~": Role.CHANGED}


@value(frozen=True, slots=False)
class Margin:
    """The places that marks, numbers, legs and times take.

    `letters` has one for each call when there is more than one; it grows with the calls.
    """

    clock: Clock
    mark: int
    number: int
    leg: int
    time: int
    letters: Mapping[int, str]

    @property
    def width(self) -> int:
        return self.indent + self.time + 1

    @property
    def indent(self) -> int:
        """Where a text begins that stands below a row."""
        return self._leg_end + 1

    @property
    def _number_end(self) -> int:
        return self.mark + self.number

    @property
    def _leg_end(self) -> int:
        return self._number_end + (1 + self.leg if self.leg else 0)

    def head(self, canvas: Canvas) -> None:
        self._right(canvas, self._number_end, "#", Role.HEADING)
        self._right(canvas, self.width - 1, "s", Role.HEADING)

    def put(self, canvas: Canvas, mark: str, message: SipMessage | None, at: Moment, before: Moment) -> None:
        canvas.put(0, mark, MARKS.get(mark, Role.NOTE))
        if message is not None:
            number = f"{message.n}{self.letters.get(message.leg.call, '')}"
            self._right(canvas, self._number_end, number, Role.NUMBER)
            if self.leg:
                self._right(canvas, self._leg_end, str(message.leg), Role.NUMBER)
        self._right(canvas, self.width - 1, time_text(self.clock, at, before), Role.TIME)

    def _right(self, canvas: Canvas, end: int, text: str, role: Role) -> None:
        canvas.put(end - len(text), text, role)


class MarginNeeds:
    """As wide as the widest of what it has to hold, told one by one. With legs, calls need no letters."""

    def __init__(self, clock: Clock, *, has_legs: bool = False) -> None:
        self._clock = clock
        self._has_legs = has_legs
        self._mark = 0
        self._number = 0
        self._lettered = 0
        """Of numbers, those with a letter."""
        self._leg = 0
        self._latest: Moment = 0
        self._letters: dict[int, str] = {}
        """Of calls with an INVITE: registrations and the like have none."""
        self._plain: dict[int, int] = {}
        """Of each call without a letter its first message."""
        self.late: list[int] = []
        """First messages of calls that got their letter with a later one: who has drawn them draws them again."""

    def hold_aside(self, at: Moment, mark: str) -> None:
        """A line without a number."""
        self._latest = max(self._latest, at)
        self._mark = max(self._mark, len(mark))

    def hold(self, message: SipMessage, mark: str) -> None:
        self.hold_aside(message.at, mark)
        leg = message.leg
        digits = len(str(message.n))
        self._number = max(self._number, digits)
        if self._has_legs:
            self._leg = max(self._leg, len(str(leg)))
            return
        if message.method == "INVITE" and leg.call not in self._letters:
            self._letters[leg.call] = chr(ord("a") + len(self._letters) % 26)
            if leg.call in self._plain:
                self.late.append(self._plain.pop(leg.call))
        if leg.call in self._letters:
            self._lettered = max(self._lettered, digits + 1)
        else:
            self._plain.setdefault(leg.call, message.n)

    def margin(self) -> Margin:
        letters = self._letters if len(self._letters) > 1 else {}
        number = max(2, self._number, self._lettered if letters else 0)
        time = len(time_text(self._clock, self._latest, 0))
        return Margin(self._clock, self._mark, number, self._leg, time, letters)


def time_text(clock: Clock, at: Moment, before: Moment) -> str:
    shown = at if clock is Clock.START else at - before
    text = f"{shown // 1_000_000}.{shown // 1_000 % 1_000:03d}"
    return text if clock is Clock.START else f"+{text}"
