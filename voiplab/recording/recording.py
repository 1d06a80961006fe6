"""Append-only; every view (ladder, states at a moment, captures) is a fold over it, never a look at live objects."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Final, overload

from voiplab.recording.events import Event, EventId, LineRun, Moved, Sent, SettingRead, What
from voiplab.sim.moment import Moment

NONE: Final = -1
"""In a column of ids: no event."""


class Recording(Sequence[Event]):
    """The events of one run, in the order in which they happened; an event's id is its index.

    Kept as columns: an event is put together when somebody asks for it. A call has hundreds, and few are ever looked at.
    """

    def __init__(self) -> None:
        self._first: EventId = 0
        """The first event that is kept: all of them, but for a `Window`."""
        self._moments = array("q")
        self._nodes: list[str] = []
        self._causes = array("q")
        self._lines = array("q")
        self._whats: list[What] = []
        self._observers: list[Callable[[Event], None]] = []

    def observe(self, tell: Callable[[Event], None]) -> None:
        """Be told of each event as it happens. Observers schedule nothing and draw no chance."""
        self._observers.append(tell)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | Sequence[Event]:
        numbers = range(len(self))[index]
        if isinstance(numbers, int):
            return self._event(numbers)
        return [self._event(number) for number in numbers if number >= self._first]

    def __len__(self) -> int:
        """Of all that happened: the id of the event that comes next."""
        return self._first + len(self._whats)

    def __iter__(self) -> Iterator[Event]:
        return map(self._event, self._kept)

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
        cause, line = self._causes[place], self._lines[place]
        return Event(
            number,
            self._moments[place],
            self._nodes[place],
            None if cause == NONE else cause,
            None if line == NONE else line,
            self._whats[place],
        )

    def append(self, at: Moment, node: str, cause: EventId | None, line: EventId | None, what: What) -> EventId:
        number = self._first + len(self._whats)
        self._moments.append(at)
        self._nodes.append(node)
        self._causes.append(NONE if cause is None else cause)
        self._lines.append(NONE if line is None else line)
        self._whats.append(what)
        if self._observers:
            self._tell(Event(number, at, node, cause, line, what))
        return number

    def _tell(self, event: Event) -> None:
        for tell in self._observers:
            tell(event)

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
        for at, node, what in zip(self._moments, self._nodes, self._whats, strict=True):
            if at > moment:
                break
            if isinstance(what, Moved):
                states[node, what.kind, what.machine] = what.now
        return states


class Unrecorded(Recording):
    """Counts the events, tells its observers, and keeps nothing: for soaks and measurements. The wire is the same."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def append(self, at: Moment, node: str, cause: EventId | None, line: EventId | None, what: What) -> EventId:
        number = self._count
        self._count += 1
        if self._observers:
            self._tell(Event(number, at, node, cause, line, what))
        return number
