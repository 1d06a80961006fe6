"""Append-only; every view (ladder, states at a moment, captures) is a fold over it, never a look at live objects."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Final, get_args, overload

from voiplab.recording.events import Event, EventId, LineRun, Moved, Sent, SettingRead, What
from voiplab.sim.moment import Moment

Circumstances = tuple[Moment, str, EventId | None, EventId | None]
"""Of an event: moment, node, cause and line."""

Observer = Callable[[Event], None]
KINDS: Final[Sequence[type[What]]] = get_args(What)

NONE: Final = -1
"""In a column of ids: no event."""


class Recording(Sequence[Event]):
    """The events of one run, in the order in which they happened; an event's id is its index.

    What happens in one handling has moment, node, cause and line in common: they are kept once for all events in a row that
    share them. An event is put together when somebody asks for it: a call has hundreds, and few are ever looked at.
    """

    def __init__(self) -> None:
        self._first: EventId = 0
        """The first event that is kept: all of them, but for a `Window`."""
        self._whats: list[What] = []
        self._here: Circumstances | None = None
        """Those of the latest event."""
        self._begins = array("q")
        """Of each row of events the first one; then what they share, a column each."""
        self._moments = array("q")
        self._nodes: list[str] = []
        self._causes = array("q")
        self._lines = array("q")
        self._observers: dict[type[What], list[Observer]] = {}

    def observe(self, tell: Observer, kinds: Sequence[type[What]] = KINDS) -> None:
        """Be told of each event, of these kinds, as it happens. Observers schedule nothing and draw no chance."""
        for kind in kinds:
            self._observers.setdefault(kind, []).append(tell)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | Sequence[Event]:
        numbers = range(len(self))[index]
        if isinstance(numbers, int):
            return self._event(numbers)
        if numbers.step == 1:
            return list(self._between(max(numbers.start, self._first), numbers.stop))
        return [self._event(number) for number in numbers if number >= self._first]

    def __len__(self) -> int:
        """Of all that happened: the id of the event that comes next."""
        return self._first + len(self._whats)

    def __iter__(self) -> Iterator[Event]:
        return self._between(self._first, len(self))

    def _between(self, first: EventId, end: EventId) -> Iterator[Event]:
        """Of all events that share their circumstances these are looked up once."""
        row = bisect_right(self._begins, first) - 1
        while first < end:
            at, node, cause, line = self._circumstances(row)
            row += 1
            upto = min(self._begins[row], end) if row < len(self._begins) else end
            for number in range(first, upto):
                yield Event(number, at, node, cause, line, self._whats[number - self._first])
            first = upto

    def __reversed__(self) -> Iterator[Event]:
        return map(self._event, reversed(self._kept))

    @property
    def _kept(self) -> range:
        return range(self._first, len(self))

    def find(self, event: EventId | None) -> Event | None:
        """None for no event, and for one that is not kept."""
        return None if event is None or event not in self._kept else self._event(event)

    def _event(self, number: EventId) -> Event:
        """IndexError for one that is not kept."""
        place = number - self._first
        if place < 0:
            raise IndexError(f"event {number} is forgotten; the first one kept is {self._first}")
        return Event(number, *self._circumstances(bisect_right(self._begins, number) - 1), self._whats[place])

    def _circumstances(self, row: int) -> Circumstances:
        cause, line = self._causes[row], self._lines[row]
        return (
            self._moments[row],
            self._nodes[row],
            None if cause == NONE else cause,
            None if line == NONE else line,
        )

    def append(self, at: Moment, node: str, cause: EventId | None, line: EventId | None, what: What) -> EventId:
        here = (at, node, cause, line)
        if here != self._here:
            self._turn_to(here)
        whats = self._whats
        whats.append(what)
        number = self._first + len(whats) - 1
        if self._observers and type(what) in self._observers:
            self._tell(Event(number, at, node, cause, line, what))
        return number

    def _tell(self, event: Event) -> None:
        for tell in self._observers[type(event.what)]:
            tell(event)

    def _turn_to(self, here: Circumstances) -> None:
        """A row of events begins."""
        at, node, cause, line = self._here = here
        self._begins.append(len(self))
        self._moments.append(at)
        self._nodes.append(node)
        self._causes.append(NONE if cause is None else cause)
        self._lines.append(NONE if line is None else line)

    def _forget(self, count: int) -> None:
        """So many of the oldest events."""
        del self._whats[:count]
        self._first += count
        rows = bisect_right(self._begins, self._first) - 1
        for column in (self._begins, self._moments, self._nodes, self._causes, self._lines):
            del column[:rows]

    def why(self, event: EventId) -> Sequence[Event]:
        """The chain of causes of an event, nearest first: itself, what was handled then, and so on back to a key or a timer.

        A line or setting in force stands right after the event that it shaped. What is not kept ends the chain.
        """
        chain: list[Event] = []
        seen_line: EventId | None = None
        step = self.find(event)
        while step is not None:
            chain.append(step)
            line = self.find(step.line)
            if line is not None and line.id not in (seen_line, step.cause):
                chain.append(line)
                seen_line = line.id
            step = self.find(step.cause)
        return chain

    def sent(self) -> Iterator[Event]:
        """All packets that left a node, in order."""
        return (self._event(number) for number, what in self._numbered() if isinstance(what, Sent))

    def lines(self) -> Iterator[Event]:
        """Executed lines and settings read, in order."""
        return (self._event(number) for number, what in self._numbered() if isinstance(what, LineRun | SettingRead))

    def _numbered(self) -> Iterator[tuple[EventId, What]]:
        return enumerate(self._whats, self._first)

    def states_at(self, moment: Moment) -> dict[tuple[str, str, str], str]:
        """The state of every machine at a moment: (node, kind, machine) -> state."""
        states: dict[tuple[str, str, str], str] = {}
        for event in self:
            if event.at > moment:
                break
            if isinstance(event.what, Moved):
                states[event.node, event.what.kind, event.what.machine] = event.what.now
        return states


class Unrecorded(Recording):
    """Counts the events, tells its observers, and keeps nothing: for soaks and measurements. The wire is the same."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def append(self, at: Moment, node: str, cause: EventId | None, line: EventId | None, what: What) -> EventId:
        number = self._count
        self._count += 1
        if type(what) in self._observers:
            self._tell(Event(number, at, node, cause, line, what))
        return number
