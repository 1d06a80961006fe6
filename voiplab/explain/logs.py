"""The logs of all servers in one, as they grow: filtered, tied to the messages and configuration lines behind them."""

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from voiplab.explain.log_format import format_of
from voiplab.explain.messages import Delivered, Messages, SipMessage
from voiplab.explain.page import ToLine
from voiplab.explain.unread import Unread
from voiplab.recording.events import Arrived, Event, EventId, LineRun, Logged, Sent, SettingRead
from voiplab.sim.calendar import Calendar
from voiplab.sip.value import value
from voiplab.text.harmless import harmless

LONGEST: Final = 2_000

WEIGHTS: Final[Mapping[str, int]] = {
    "debug": 0,
    "raw": 1,
    "info": 1,
    "notice": 2,
    "warning": 3,
    "err": 4,
    "error": 4,
    "crit": 5,
    "critical": 5,
    "alert": 5,
    "console": 5,
}
"""How loud a level is; products have several words for one."""

FLOORS: Final = ("everything", "from info on", "from notice on", "warnings and errors", "errors")
"""What is shown from which weight on."""


@value(frozen=True, slots=False)
class Wanted:
    """Which lines are shown: of one node or of all, with a text in it, from a weight on, executed lines among them or not."""

    node: str = ""
    text: str = ""
    floor: int = 0
    executed: bool = False


class LogLine(NamedTuple):
    """`text` is harmless; `level` is empty of an executed line, and of what follows the first line of an entry it is its."""

    event: EventId
    node: str
    level: str
    text: str


class Logs:
    """`kinds`: what each node is. A line is put together when it is asked for."""

    def __init__(self, messages: Messages, kinds: Mapping[str, str], calendar: Calendar) -> None:
        self.messages = messages
        self.wanted = Wanted()
        self._writers: dict[str, bool] = {}
        """The nodes in the order in which they appeared, and whether they have more than executed lines."""
        self._kinds = kinds
        self._calendar = calendar
        self._unread = Unread(messages.recording)
        self._events = array("q")
        """All that may be shown, by event."""
        self._shown = array("q")
        self._parts = array("q")
        """Of each line that is shown its event, and which line of its text it is."""
        self.catch_up()

    def __len__(self) -> int:
        return len(self._shown)

    @property
    def nodes(self) -> list[str]:
        """Those that may have lines now; first those that write a log."""
        writers = [node for node, has_log in self._writers.items() if has_log]
        others = [node for node, has_log in self._writers.items() if not has_log]
        return writers + others if self.wanted.executed else writers

    def catch_up(self) -> bool:
        """Whether lines came."""
        before = len(self._shown)
        for event in self._unread:
            if isinstance(event.what, Logged | LineRun | SettingRead):
                self._events.append(event.id)
                self._take(event)
                self._writers[event.node] = isinstance(event.what, Logged) or self._writers.get(event.node, False)
        return len(self._shown) > before

    def want(self, wanted: Wanted) -> None:
        self.wanted = wanted
        del self._shown[:], self._parts[:]
        for number in self._events:
            event = self.messages.recording.find(number)
            if event is not None:
                self._take(event)

    def _take(self, event: Event) -> None:
        if not self._is_wanted(event):
            return
        count = event.what.text.count("\n") if isinstance(event.what, Logged) else 0
        for part in range(count + 1):
            self._shown.append(event.id)
            self._parts.append(part)

    def _is_wanted(self, event: Event) -> bool:
        wanted = self.wanted
        if wanted.node and event.node != wanted.node:
            return False
        if isinstance(event.what, Logged):
            if WEIGHTS.get(event.what.level, 1) < wanted.floor:
                return False
        elif not wanted.executed:
            return False
        return not wanted.text or wanted.text.casefold() in "\n".join(self._texts(event)).casefold()

    # Lines

    def line(self, place: int) -> LogLine | None:
        """None for one that the recording has forgotten."""
        event = self._event(place)
        if event is None:
            return None
        texts = self._texts(event)
        level = event.what.level if isinstance(event.what, Logged) else ""
        return LogLine(event.id, event.node, level, harmless(texts[min(self._parts[place], len(texts) - 1)], LONGEST))

    def _event(self, place: int) -> Event | None:
        return self.messages.recording.find(self._shown[place]) if 0 <= place < len(self._shown) else None

    def _texts(self, event: Event) -> Sequence[str]:
        match event.what:
            case Logged() as logged:
                written = format_of(self._kinds.get(event.node, ""))(self._calendar.at(event.at), logged)
                return written.split("\n")
            case LineRun(place, text):
                return [f"ran {place}  {text}"]
            case SettingRead(place, name, value):
                return [f"read {place}  {name}={value}"]
            case _:
                return [""]

    # What is behind a line

    def message(self, place: int) -> int | None:
        """The number of the message that was being handled when it was written."""
        event = self._event(place)
        step = None if event is None else self.messages.recording.find(event.cause)
        while step is not None:
            if isinstance(step.what, Arrived | Sent):
                found = self.messages.of(step.id)
                return None if found is None else found.n
            step = self.messages.recording.find(step.cause)
        return None

    def origin(self, place: int) -> ToLine | None:
        """The line of a configuration that was in force."""
        event = self._event(place)
        if event is None:
            return None
        line = event if isinstance(event.what, LineRun | SettingRead) else self.messages.recording.find(event.line)
        if line is None or not isinstance(line.what, LineRun | SettingRead):
            return None
        return ToLine(line.node, line.what.place)

    def at(self, message: SipMessage) -> int | None:
        """The first line that the message caused; of one that caused none, the last line before it."""
        arrived = message.fate.events[0] if isinstance(message.fate, Delivered) else message.event.id
        place = bisect_left(self._shown, arrived)
        for following in range(place, min(place + NEAR, len(self._shown))):
            if self.message(following) == message.n:
                return following
        return place - 1 if place else None

    def until(self, event: EventId) -> int:
        """How many lines are not later than an event."""
        return bisect_left(self._shown, event + 1)


NEAR: Final = 50
"""Lines after a message within which those that it caused begin."""
