"""How often each line of a configuration was executed, or each setting read: for which call, and up to which moment."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from voiplab.explain.messages import Messages
from voiplab.explain.unread import Unread
from voiplab.recording.events import Arrived, Event, EventId, LineRun, SettingRead


class File(NamedTuple):
    node: str
    path: str


class Count(NamedTuple):
    """`of_call`: those of `times` that belong to the call that was asked about."""

    times: int
    of_call: int = 0

    def and_(self, other: "Count") -> "Count":
        return Count(self.times + other.times, self.of_call + other.of_call)


NEVER: Final = Count(0)


class Span(NamedTuple):
    """From an event on, up to and without another one; or up to now."""

    since: EventId = 0
    until: EventId | None = None


ALWAYS: Final = Span()


NOBODY: Final = -1


class _Line:
    """The events that executed it, and of each the number of the call: two columns."""

    def __init__(self) -> None:
        self.events = array("q")
        self.calls = array("l")

    def part(self, during: Span) -> range:
        """The rows of the columns that lie within."""
        begin = bisect_left(self.events, during.since)
        end = len(self.events) if during.until is None else bisect_left(self.events, during.until)
        return range(begin, end)


class Executed:
    """Of one recording, while it grows. A call is one of the ladder: all legs that an element tied together."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages
        self._unread = Unread(messages.recording)
        self._files: dict[File, dict[int, _Line]] = {}
        self._names: dict[str, int] = {}
        """What nodes call their calls, numbered as they are met."""
        self._packets: list[EventId | None] = []
        """Of each of those the packet that made its first line run."""
        self._asked = (0, 0, 0)
        self._members: frozenset[int] = frozenset()

    def catch_up(self) -> bool:
        """Take in what the recording got since; whether a line was executed."""
        found = False
        for event in self._unread:
            if isinstance(event.what, LineRun | SettingRead):
                self._take(event, event.what)
                found = True
        return found

    def _take(self, event: Event, what: LineRun | SettingRead) -> None:
        lines = self._files.setdefault(File(event.node, what.place.file), {})
        line = lines.setdefault(what.place.line, _Line())
        line.events.append(event.id)
        line.calls.append(NOBODY if what.call is None else self._number(what.call, event))

    def _number(self, name: str, event: Event) -> int:
        if name not in self._names:
            self._names[name] = len(self._packets)
            self._packets.append(self._packet(event))
        return self._names[name]

    def _packet(self, event: Event) -> EventId | None:
        """The packet that was handled then, or long before, when a timer came between."""
        step: Event | None = event
        while step is not None:
            if isinstance(step.what, Arrived):
                return step.id
            step = self.messages.recording.find(step.cause)
        return None

    def lines(self, file: File) -> Iterator[int]:
        """Those of a file that were executed at all, from the first on."""
        return iter(sorted(self._files.get(file, ())))

    def count(self, file: File, line: int, during: Span = ALWAYS, call: int | None = None) -> Count:
        """In a part of the run; and for the `call`-th call of the ladder."""
        found = self._files.get(file, {}).get(line)
        if found is None:
            return NEVER
        part = found.part(during)
        if call is None:
            return Count(len(part))
        members = self._of_call(call)
        return Count(len(part), sum(found.calls[place] in members for place in part))

    def begun_by(self, file: File, line: int, during: Span = ALWAYS) -> Iterator[int]:
        """The numbers of the messages that began the calls for which it was executed, one for each call, in their order."""
        found = self._files.get(file, {}).get(line)
        if found is None:
            return
        seen: dict[int, int] = {}
        for number in dict.fromkeys(found.calls[place] for place in found.part(during)):
            packet = None if number == NOBODY else self._packets[number]
            message = None if packet is None else self.messages.of(packet)
            if message is not None and message.leg.call not in seen:
                seen[message.leg.call] = message.n
                yield message.n

    def _of_call(self, call: int) -> frozenset[int]:
        """Found anew when there are more messages or names: two calls may turn out to be one."""
        asked = (call, len(self.messages.changes), len(self._packets))
        if asked != self._asked:
            self._asked = asked
            legs = (
                (number, self.messages.of(packet)) for number, packet in enumerate(self._packets) if packet is not None
            )
            self._members = frozenset(number for number, message in legs if message and message.leg.call == call)
        return self._members
