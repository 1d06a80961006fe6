"""Append-only; every view (ladder, states at a moment, captures) is a fold over it, never a look at live objects."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from voiplab.recording.events import Event, EventId, LineRun, Moved, Sent, SettingRead, What
from voiplab.sim.moment import Moment


class Recording(Sequence[Event]):
    """The events of one run, in the order in which they happened; an event's id is its index."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._observers: list[Callable[[Event], None]] = []

    def observe(self, tell: Callable[[Event], None]) -> None:
        """Be told of each event as it happens. Observers schedule nothing and draw no chance."""
        self._observers.append(tell)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | Sequence[Event]:
        return self._events[index]

    def __len__(self) -> int:
        return len(self._events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    def append(self, at: Moment, node: str, cause: EventId | None, line: EventId | None, what: What) -> EventId:
        number = len(self._events)
        event = Event(number, at, node, cause, line, what)
        self._events.append(event)
        for tell in self._observers:
            tell(event)
        return number

    def why(self, event: EventId) -> Sequence[Event]:
        """The chain of causes of an event, nearest first: itself, what was handled then, and so on back to a key or a timer.

        A line or setting in force stands right after the event that it shaped.
        """
        chain: list[Event] = []
        seen_line: EventId | None = None
        step: EventId | None = event
        while step is not None:
            here = self._events[step]
            chain.append(here)
            if here.line is not None and here.line != seen_line and here.line != here.cause:
                chain.append(self._events[here.line])
                seen_line = here.line
            step = here.cause
        return chain

    def sent(self) -> Iterator[Event]:
        """All packets that left a node, in order."""
        return (event for event in self._events if isinstance(event.what, Sent))

    def lines(self) -> Iterator[Event]:
        """Executed lines and settings read, in order."""
        return (event for event in self._events if isinstance(event.what, LineRun | SettingRead))

    def states_at(self, moment: Moment) -> dict[tuple[str, str, str], str]:
        """The state of every machine at a moment: (node, kind, machine) -> state."""
        states: dict[tuple[str, str, str], str] = {}
        for event in self._events:
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
        if self._observers:
            event = Event(number, at, node, cause, line, what)
            for tell in self._observers:
                tell(event)
        return number
