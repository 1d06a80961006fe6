"""A recording without end in bounded memory: the latest events, under the ids that they would have in a whole one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, overload

from voiplab.recording.events import Arrived, Event, EventId, Lost, Sent, What
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Moment

KEPT: Final = 100_000
"""Events; some five hundred calls."""


class Window(Recording):
    """Keeps `most` events at least and twice as many at most; `kept` is what views look at."""

    def __init__(self, most: int = KEPT) -> None:
        super().__init__()
        self._most = most
        self._first = 0
        self._events: list[Event] = []

    def __len__(self) -> int:
        """Of all that happened: the id of the event that comes next."""
        return self._first + len(self._events)

    def __iter__(self) -> Iterator[Event]:
        """Of what is kept."""
        return iter(self._events)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> list[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | list[Event]:
        """By ids. IndexError for what has fallen out; the part of a slice that has is left out."""
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return self._events[max(start - self._first, 0) : max(stop - self._first, 0) : step]
        if 0 <= index < self._first:
            raise IndexError(f"event {index} is forgotten; the first one kept is {self._first}")
        return self._events[index if index < 0 else index - self._first]

    def find(self, event: EventId | None) -> Event | None:
        """None for what has fallen out, and for no event."""
        return None if event is None or event < self._first else self._events[event - self._first]

    def append(self, at: Moment, node: str, cause: EventId | None, line: EventId | None, what: What) -> EventId:
        number = len(self)
        event = Event(number, at, node, cause, line, what)
        self._events.append(event)
        if len(self._events) > 2 * self._most:
            del self._events[: self._most]
            self._first += self._most
        self._tell(event)
        return number

    def kept(self) -> Recording:
        """What is left as a recording of its own, numbered from 0; arrivals of what was sent before it are left out."""
        whole = Recording()
        ids: dict[EventId, EventId] = {}
        for event in self._events:
            if isinstance(event.what, Arrived | Lost) and event.what.sent not in ids:
                continue
            cause = None if event.cause is None else ids.get(event.cause)
            line = None if event.line is None else ids.get(event.line)
            ids[event.id] = whole.append(event.at, event.node, cause, line, _renumbered(event.what, ids))
        return whole


def _renumbered(what: What, ids: Mapping[EventId, EventId]) -> What:
    match what:
        case Sent(origins=origins):
            return replace(what, origins={name: ids[origin] for name, origin in origins.items() if origin in ids})
        case Arrived(sent=sent) | Lost(sent=sent):
            return replace(what, sent=ids[sent])
        case _:
            return what
