"""What a ladder tells, in order: messages, what people did, timers that mattered, and what people heard."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, overload

from voiplab.explain.arrows import Arrow, Arrows
from voiplab.explain.asides import Act, Fired, Hears, heard, timer_words
from voiplab.explain.belonging import Belonging
from voiplab.explain.messages import Messages
from voiplab.explain.streams import Stream, Streams
from voiplab.explain.unread import Unread
from voiplab.recording.events import Arrived, Event, EventId, Heard, Lost, Moved, Performed, Sent, Shown, TimerFired
from voiplab.sim.moment import ms
from voiplab.text.harmless import harmless

Told = Arrow | Act | Fired | Hears
"""What every form of a ladder tells; a screen may show the streams of media as well."""

Happening = Told | Stream


SHORTEST_SOUND: Final = ms(100)
"""One that gives way to another one before one could tell what it is is left out."""


class Growth(NamedTuple):
    """The first `kept` happenings stand where they stood; of them, those of `redrawn` (by index) are other ones now."""

    kept: int
    redrawn: tuple[int, ...]


class Story(Sequence[Happening]):
    """Of all that a recording shows, in its order, while it grows."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages
        self.growths: list[Growth] = []
        """All so far: whoever has read them up to one goes on there."""
        self._unread = Unread(messages.recording)
        self._arrows = Arrows(messages)
        self._belonging = Belonging(messages)
        self._streams = Streams(messages.destinations(), self._belonging)
        self._events: list[EventId] = []
        """Of each happening the event that it is, or where it began."""
        self._happenings: list[Happening] = []
        self._sounds: dict[str, Event] = {}
        """What each node hears."""
        self._fired: dict[EventId, Event] = {}
        """Timers of which nothing has come so far."""
        self._kept = 0
        self._redrawn: dict[EventId, None] = {}
        self.catch_up()

    def catch_up(self) -> Growth | None:
        """Take in what the recording got since, and the messages with it; what that changes, if anything."""
        self.messages.catch_up()
        self._kept = len(self._happenings)
        known = self._kept
        changed = self._arrows.catch_up()
        for event in self._unread:
            self._take(event)
        for n in changed:
            arrow = self._arrows[n - 1]
            self._replace(arrow.message.event.id, arrow)
        for stream in self._streams.moved():
            self._replace(stream.event, stream)
        redrawn = [self._place(event) for event in self._redrawn]
        self._redrawn.clear()
        growth = Growth(self._kept, tuple(sorted(place for place in redrawn if place < self._kept)))
        if growth == (known, ()) and len(self._happenings) == known:
            return None
        self.growths.append(growth)
        return growth

    @overload
    def __getitem__(self, index: int) -> Happening: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Happening]: ...
    def __getitem__(self, index: int | slice) -> Happening | Sequence[Happening]:
        return self._happenings[index]

    def __len__(self) -> int:
        return len(self._happenings)

    def __iter__(self) -> Iterator[Happening]:
        return iter(self._happenings)

    def place_of(self, n: int) -> int:
        """The index of the arrow of a message."""
        return self._place(self.messages[n - 1].event.id)

    def _place(self, event: EventId) -> int:
        return bisect_left(self._events, event)

    def _has(self, event: EventId) -> bool:
        place = self._place(event)
        return place < len(self._events) and self._events[place] == event

    def _take(self, event: Event) -> None:
        if event.cause in self._fired and _matters(event, self.messages):
            self._tell_of_timer(self._fired.pop(event.cause))
        match event.what:
            case TimerFired():
                self._fired[event.id] = event
            case Performed(action):
                self._put_aside(event, Act(event.at, event.node, harmless(action)))
            case Heard():
                self._hear(event, event.what.content)
            case Sent() if (message := self.messages.of(event.id)) is not None:
                self._put(event.id, self._arrows[message.n - 1])
                for waiting in self._belonging.send(event, message.n):
                    self._find(waiting, message.n)
            case Sent() | Arrived() | Lost():
                for stream in self._streams.take(event):
                    self._replace(stream.event, stream)
            case _:
                pass

    def _hear(self, event: Event, content: str) -> None:
        before = self._sounds.get(event.node)
        if before is not None and event.at - before.at < SHORTEST_SOUND:
            self._remove(before.id)
        self._sounds[event.node] = event
        self._put_aside(event, Hears(event.at, event.node, harmless(heard(content))))

    def _tell_of_timer(self, event: Event) -> None:
        if isinstance(event.what, TimerFired):
            self._put_aside(event, Fired(event.at, event.node, harmless(timer_words(event.what.timer))))

    def _put_aside(self, event: Event, aside: Act | Fired | Hears) -> None:
        n = self._belonging.of(event)
        if n is None:
            self._belonging.wait(event)
        self._put(event.id, replace(aside, goes_with=n))

    def _find(self, event: EventId, n: int) -> None:
        """The message that something goes with, which may have been left out meanwhile."""
        aside = self._happenings[self._place(event)] if self._has(event) else None
        if isinstance(aside, Act | Fired | Hears):
            self._replace(event, replace(aside, goes_with=n))

    def _put(self, event: EventId, happening: Happening) -> None:
        """Nearly always at the end: only a timer is told of when something has come of it."""
        place = self._place(event)
        self._events.insert(place, event)
        self._happenings.insert(place, happening)
        self._kept = min(self._kept, place)

    def _remove(self, event: EventId) -> None:
        place = self._place(event)
        del self._events[place], self._happenings[place]
        self._kept = min(self._kept, place)

    def _replace(self, event: EventId, happening: Happening) -> None:
        """A stream may also be new."""
        if not self._has(event):
            self._put(event, happening)
        elif self._happenings[place := self._place(event)] is not happening:
            self._happenings[place] = happening
            self._redrawn[event] = None


def story(messages: Messages) -> Sequence[Told]:
    """Without the streams of media."""
    return [happening for happening in Story(messages) if not isinstance(happening, Stream)]


def arrows_of(messages: Messages) -> Sequence[Arrow]:
    return Arrows(messages)


def _matters(event: Event, messages: Messages) -> bool:
    """Whether it is more than the repetition of a message and the end of a transaction."""
    match event.what:
        case Sent():
            message = messages.of(event.id)
            return message is not None and not message.is_copy
        case Moved(kind=kind):
            return not kind.endswith("transaction")
        case Heard() | Shown():
            return True
        case _:
            return False
