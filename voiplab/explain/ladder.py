"""The ladder: one line per message, one lifeline per node, made of spans that whoever shows it may colour.

Only ASCII is drawn: arrows and lines of Unicode are of ambiguous width, and a ladder that is one column off is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Final, NamedTuple

from voiplab.explain.arrows import Arrow
from voiplab.explain.asides import Act, Fired, Hears, words
from voiplab.explain.canvas import Canvas, Role, Span
from voiplab.explain.columns import NARROWEST, Column, Need, heading_needs, lifelines, participants, title
from voiplab.explain.labels import cut
from voiplab.explain.margin import Clock, Margin
from voiplab.explain.messages import Messages, SipMessage, Vanished
from voiplab.explain.shafts import Fit, Way, decoration, shaft
from voiplab.explain.story import Told, story
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless
from voiplab.text.width import width as width_of


class Show(NamedTuple):
    """What is drawn beside the messages."""

    acts: bool = True
    timers: bool = True
    sounds: bool = True
    clock: Clock = Clock.START


ALL: Final = Show()
MESSAGES_ONLY: Final = Show(acts=False, timers=False, sounds=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ladder; `message` is the number of the one that it draws or explains."""

    spans: tuple[Span, ...]
    message: int | None = None

    def __str__(self) -> str:
        return "".join(span.text for span in self.spans).rstrip()


@dataclass(frozen=True, slots=True)
class Ladder:
    heading: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()

    def __str__(self) -> str:
        return "".join(f"{row}\n" for row in (*self.heading, *self.rows))


class Line(NamedTuple):
    """A happening as a ladder shows it: with a mark in the margin, and with texts below it."""

    happening: Told
    mark: str = ""
    below: tuple[Span, ...] = ()


def ladder(messages: Messages, columns: Sequence[Column] = (), *, width: int = 80, show: Show = ALL) -> Ladder:
    """`columns` gives order and descriptions; nodes that it does not name stand behind, nodes without part are left out."""
    lines = [Line(happening) for happening in story(messages) if _is_shown(happening, show)]
    return drawn(lines, columns, width=width, clock=show.clock)


def drawn(lines: Sequence[Line], columns: Sequence[Column], *, width: int, clock: Clock = Clock.START) -> Ladder:
    named = participants((node for line in lines for node in line.happening.nodes), columns)
    return _Drawing(named, lines, width, clock).ladder() if named else Ladder()


def drawn_evenly(line: Line, columns: Sequence[Column], *, width: int) -> Ladder:
    """One line of a ladder that goes on: the lifelines stand where they always stand, whatever comes."""
    return _Drawing(columns, [line], width, Clock.START, is_even=True).ladder()


def _is_shown(happening: Told, show: Show) -> bool:
    match happening:
        case Arrow():
            return True
        case Act():
            return show.acts
        case Fired():
            return show.timers
        case Hears():
            return show.sounds


MARKS: Final = {Act: ("*", Role.ACT), Fired: ("o", Role.TIMER), Hears: ("~", Role.SOUND)}


class _Drawing:
    def __init__(
        self, columns: Sequence[Column], lines: Sequence[Line], width: int, clock: Clock, *, is_even: bool = False
    ) -> None:
        self.columns = columns
        self.lines = lines
        self.width = width
        self.arrows = [line.happening for line in lines if isinstance(line.happening, Arrow)]
        messages = [arrow.message for arrow in self.arrows]
        moments = [line.happening.at for line in lines]
        self.margin = Margin(messages, [line.mark for line in lines], moments, clock)
        index = {column.node: place for place, column in enumerate(columns)}
        needs = heading_needs(columns) if is_even else self._needs(index)
        places = lifelines([column.node for column in columns], needs, self.margin.width + 1, width, is_even=is_even)
        self.places = dict(zip(index, places, strict=True))

    def ladder(self) -> Ladder:
        rows: list[Row] = []
        explained: set[str] = set()
        before: Moment = 0
        for line in self.lines:
            rows += self._rows(line, before)
            if isinstance(arrow := line.happening, Arrow) and isinstance(fate := arrow.message.fate, Vanished):
                if fate.reason not in explained:
                    rows += self._remarks(arrow, f"x {harmless(fate.reason)}")
                explained.add(fate.reason)
            before = line.happening.at
        return Ladder(tuple(self._heading()), tuple(rows))

    def _needs(self, index: dict[str, int]) -> list[Need]:
        needs = heading_needs(self.columns)
        for arrow in self.arrows:
            left, right = sorted(index[node] for node in arrow.nodes)
            if left == right:
                left, right = (left, left + 1) if left + 1 < len(index) else (max(left - 1, 0), left)
            if left < right:
                needs.append(_need(left, right, arrow))
        return needs

    def _heading(self) -> list[Row]:
        places = list(self.places.values())
        gaps = [self.width, *(after - before for before, after in pairwise(places)), self.width]
        rooms = [min(pair) - 1 for pair in pairwise(gaps)]
        titles = [title(column, room) for column, room in zip(self.columns, rooms, strict=True)]
        rows = []
        for line in range(max(map(len, titles))):
            canvas = Canvas()
            if line == 0:
                self.margin.head(canvas)
            for place, lines in zip(places, titles, strict=True):
                text = lines[line] if line < len(lines) else ""
                canvas.put(min(place - width_of(text) // 2, self.width - width_of(text)), text, Role.HEADING)
            rows.append(Row(canvas.spans()))
        return rows

    def _rows(self, line: Line, before: Moment) -> list[Row]:
        happening = line.happening
        canvas = self._lifelines()
        message = happening.message if isinstance(happening, Arrow) else None
        self.margin.put(canvas, line.mark, message, happening.at, before)
        rows = self._event_rows(canvas, happening)
        return rows + [row for span in line.below for row in self._below(span, rows[0].message)]

    def _event_rows(self, canvas: Canvas, happening: Told) -> list[Row]:
        if not isinstance(happening, Arrow):
            return self._mark_rows(canvas, happening)
        if happening.message.source == happening.message.target:
            return self._to_itself(canvas, happening)
        self._arrow(canvas, happening)
        return [Row(canvas.spans(), happening.message.n)]

    def _mark_rows(self, canvas: Canvas, happening: Act | Fired | Hears) -> list[Row]:
        mark, role = MARKS[type(happening)]
        place = self.places[happening.node]
        canvas.put(place, mark, role)
        self._beside(canvas, place, place, words(happening), role)
        return [Row(canvas.spans())]

    def _below(self, span: Span, message: int | None) -> list[Row]:
        """A text of its own below a row: the lifelines make room for it."""
        room = max(self.width - self.margin.indent, NARROWEST)
        rows = []
        for line in wrap(span.text, room, subsequent_indent="    "):
            canvas = Canvas()
            canvas.put(self.margin.indent, cut(line, room), span.role)
            rows.append(Row(canvas.spans(), message))
        return rows

    def _arrow(self, canvas: Canvas, arrow: Arrow) -> None:
        start, end = (self.places[node] for node in arrow.nodes)
        role = _role(arrow.message)
        left, right = sorted((start, end))
        room = right - left - 1
        text, fit = arrow.label.within(room - decoration(arrow.message)), Fit.ROOMY
        core = arrow.label.core
        if width_of(text) < width_of(core):
            beside = max(self.width - right - 2, left - self.margin.width - 2)
            if width_of(core) <= room - decoration(arrow.message, Fit.CLOSE):
                text, fit = core, Fit.CLOSE
            elif width_of(longer := arrow.label.within(beside)) > width_of(text):
                self._beside(canvas, left, right, longer, role)
                text = ""
        canvas.put(left + 1, shaft(text, room, Way.RIGHT if start < end else Way.LEFT, arrow.message, fit), role)

    def _to_itself(self, canvas: Canvas, arrow: Arrow) -> list[Row]:
        """A hook that leaves the lifeline and comes back to it."""
        place, role = self.places[arrow.message.source], _role(arrow.message)
        below = self._lifelines()
        back = "x" if arrow.message.is_lost else "'"
        core = width_of(arrow.label.core)
        room_right, room_left = self.width - place - 5, place - self.margin.width - 5
        if core > room_right and room_left > room_right:
            text = arrow.label.within(room_left)
            canvas.put(place - 4 - width_of(text), f"{text} .--", role)
            below.put(place - 3, f"{back}->", role)
        else:
            until_next = min((other - place - 6 for other in self.places.values() if other > place), default=room_right)
            canvas.put(place + 1, f"--. {arrow.label.within(min(max(until_next, core), room_right))}", role)
            below.put(place + 1, f"<-{back}", role)
        return [Row(canvas.spans(), arrow.message.n), Row(below.spans(), arrow.message.n)]

    def _remarks(self, arrow: Arrow, text: str) -> list[Row]:
        """Lines below an arrow, beginning where it does if they fit, as far to the left as they must."""
        begin = min(self.places[node] for node in arrow.nodes) + 2
        place = max(self.margin.width, min(begin, self.width - width_of(text)))
        rows = []
        for line in wrap(text, max(self.width - place, NARROWEST)):
            canvas = self._lifelines()
            canvas.put(place, line, Role.LOST)
            rows.append(Row(canvas.spans(), arrow.message.n))
        return rows

    def _beside(self, canvas: Canvas, left: int, right: int, text: str, role: Role) -> None:
        """To the right of `right`, or to the left of `left` when there is more room."""
        room_right, room_left = self.width - right - 2, left - self.margin.width - 2
        if width_of(text) <= room_right or room_right >= room_left:
            canvas.put(right + 2, cut(text, room_right), role)
        else:
            shown = cut(text, room_left)
            canvas.put(left - 1 - width_of(shown), shown, role)

    def _lifelines(self) -> Canvas:
        canvas = Canvas()
        for place in self.places.values():
            canvas.put(place, "|", Role.LIFELINE)
        return canvas


def _need(left: int, right: int, arrow: Arrow) -> Need:
    wish = 1 + width_of(str(arrow.label)) + decoration(arrow.message, Fit.ROOMY)
    least = 1 + width_of(arrow.label.core) + decoration(arrow.message, Fit.CLOSE)
    return Need(left, right, wish, least)


def _role(message: SipMessage) -> Role:
    if message.is_lost:
        return Role.LOST
    if message.is_copy:
        return Role.AGAIN
    if message.response is None:
        return Role.REQUEST
    return {1: Role.PROVISIONAL, 2: Role.SUCCESS}.get(message.response.status // 100, Role.FAILURE)
