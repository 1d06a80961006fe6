"""The ladder: one line per message, one lifeline per node, made of spans that whoever shows it may colour.

Only ASCII is drawn: arrows and lines of Unicode are of ambiguous width, and a ladder that is one column off is none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap
from typing import Final, NamedTuple

from voiplab.explain.arrows import Arrow
from voiplab.explain.asides import Act, Aside, Fired, Hears, words
from voiplab.explain.canvas import Canvas, Role, Span
from voiplab.explain.columns import NARROWEST, Column, title
from voiplab.explain.frame import Frame, Needs
from voiplab.explain.labels import cut
from voiplab.explain.legs import Leg
from voiplab.explain.margin import Clock
from voiplab.explain.messages import Messages, Vanished
from voiplab.explain.sdp_lines import sdp_lines
from voiplab.explain.shafts import Fit, Tip, Way, decoration, shaft
from voiplab.explain.story import Happening, Story
from voiplab.explain.streams import Stream
from voiplab.explain.strokes import Stroke, stroke
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless
from voiplab.text.width import width as width_of


class Show(NamedTuple):
    """What is drawn beside the messages."""

    acts: bool = True
    timers: bool = True
    sounds: bool = True
    clock: Clock = Clock.START
    media: bool = False
    """RTP streams, a row each."""
    sdp: bool = False
    """What session descriptions say, below their messages."""
    legs: bool = False
    """In the margin the leg of each message, `1a`, instead of a letter for its call."""

    def has(self, happening: Happening) -> bool:
        match happening:
            case Act():
                return self.acts
            case Fired():
                return self.timers
            case Hears():
                return self.sounds
            case Stream():
                return self.media
            case _:
                return True


ALL: Final = Show()
"""What tells a story; media and descriptions are details of it."""

MESSAGES_ONLY: Final = Show(acts=False, timers=False, sounds=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ladder; `message` is the number of the one that it draws or explains, `leg` the leg of that.

    `happening` is its place in the story, where the ladder is one of a story.
    """

    spans: tuple[Span, ...]
    message: int | None = None
    leg: Leg | None = None
    happening: int | None = None

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

    happening: Happening
    mark: str = ""
    below: tuple[Span, ...] = ()
    """The lifelines make room for these."""
    inside: tuple[Span, ...] = ()
    """These stand between the lifelines, where the arrow begins."""
    place: int | None = None
    """That of the happening in its story."""


def ladder(messages: Messages, columns: Sequence[Column] = (), *, width: int = 80, show: Show = ALL) -> Ladder:
    """`columns` gives order and descriptions; nodes that it does not name stand behind, nodes without part are left out."""
    lines = [
        Line(happening, inside=details(happening, show), place=place)
        for place, happening in enumerate(Story(messages))
        if show.has(happening)
    ]
    return _drawn(lines, columns, width, Needs(show.clock, has_legs=show.legs))


def drawn(lines: Sequence[Line], columns: Sequence[Column], *, width: int, clock: Clock = Clock.START) -> Ladder:
    return _drawn(lines, columns, width, Needs(clock))


def _drawn(lines: Sequence[Line], columns: Sequence[Column], width: int, needs: Needs) -> Ladder:
    for line in lines:
        needs.take(line.happening, line.mark)
    frame = needs.frame(columns, width)
    return Ladder() if frame is None else Drawing(frame).ladder(list(_with_reasons(lines)))


def drawn_evenly(line: Line, columns: Sequence[Column], *, width: int) -> Ladder:
    """One line of a ladder that goes on: the lifelines stand where they always stand, whatever comes."""
    needs = Needs(Clock.START)
    needs.take(line.happening)
    return Drawing(needs.even_frame(columns, width)).ladder([line])


def details(happening: Happening, show: Show) -> tuple[Span, ...]:
    """What stands below a message, if that is to be shown."""
    if not show.sdp or not isinstance(happening, Arrow):
        return ()
    return tuple(Span(text, Role.SDP) for text in sdp_lines(happening.message.content))


def reason(happening: Happening) -> str:
    """Why a message or a stream did not arrive, if it did not."""
    if isinstance(happening, Stream):
        return happening.lost
    if isinstance(happening, Arrow) and isinstance(fate := happening.message.fate, Vanished):
        return fate.reason
    return ""


def with_reason(line: Line, why: str) -> Line:
    return line._replace(inside=(*line.inside, Span(f"x {harmless(why)}", Role.LOST)))


def _with_reasons(lines: Iterable[Line]) -> Iterator[Line]:
    """Each reason is told where it is met first."""
    told: dict[str, None] = {}
    for line in lines:
        why = reason(line.happening)
        yield with_reason(line, why) if why and why not in told else line
        if why:
            told[why] = None


MARKS: Final = {Act: ("*", Role.ACT), Fired: ("o", Role.TIMER), Hears: ("~", Role.SOUND)}


INDENT: Final = "    "


class Drawing:
    """Of single lines, in a frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.width = frame.width
        self.margin = frame.margin
        self.places = frame.places

    def ladder(self, lines: Sequence[Line]) -> Ladder:
        moments = [0, *(line.happening.at for line in lines)]
        rows = [row for line, before in zip(lines, moments, strict=False) for row in self.rows(line, before)]
        return Ladder(self.heading(), tuple(rows))

    def heading(self) -> tuple[Row, ...]:
        places = list(self.places.values())
        gaps = [self.width, *(after - before for before, after in pairwise(places)), self.width]
        rooms = [min(pair) - 1 for pair in pairwise(gaps)]
        titles = [title(column, room) for column, room in zip(self.frame.columns, rooms, strict=True)]
        rows = []
        for line in range(max(map(len, titles))):
            canvas = Canvas()
            if line == 0:
                self.margin.head(canvas)
            for place, lines in zip(places, titles, strict=True):
                text = lines[line] if line < len(lines) else ""
                canvas.put(min(place - width_of(text) // 2, self.width - width_of(text)), text, Role.HEADING)
            rows.append(Row(canvas.spans()))
        return tuple(rows)

    def rows(self, line: Line, before: Moment) -> tuple[Row, ...]:
        """`before` is the moment of the line before it."""
        happening = line.happening
        message = happening.message if isinstance(happening, Arrow) else None
        canvas = self.frame.lifelines()
        self.margin.put(canvas, line.mark, message, happening.at, before)
        canvases = [canvas, *self._put(canvas, happening)]
        canvases += [below for span in line.below for below in self._below(span)]
        canvases += [inside for span in line.inside for inside in self._inside(happening, span)]
        row = Row((), happening=line.place)
        if message is not None:
            row = replace(row, message=message.n, leg=message.leg)
        return tuple(replace(row, spans=canvas.spans()) for canvas in canvases)

    def count(self, line: Line) -> int:
        """How many rows that will be."""
        happening = line.happening
        rows = 1 if isinstance(happening, Aside) or happening.source != happening.target else 2
        for span in line.below:
            rows += len(wrap(span.text, self._room_below, subsequent_indent=INDENT))
        for span in line.inside:
            rows += len(self._folded(happening, span.text)[1])
        return rows

    def _put(self, canvas: Canvas, happening: Happening) -> Sequence[Canvas]:
        """What it needs more than that line."""
        if isinstance(happening, Aside):
            self._mark(canvas, happening)
            return []
        drawn = stroke(happening)
        if drawn.source == drawn.target:
            return [self._to_itself(canvas, drawn)]
        self._arrow(canvas, drawn)
        return []

    def _mark(self, canvas: Canvas, happening: Aside) -> None:
        mark, role = MARKS[type(happening)]
        place = self.places[happening.node]
        canvas.put(place, mark, role)
        self._beside(canvas, place, place, words(happening), role)

    @property
    def _room_below(self) -> int:
        return max(self.width - self.margin.indent, NARROWEST)

    def _below(self, span: Span) -> Iterator[Canvas]:
        """A text of its own below a row: the lifelines make room for it."""
        for line in wrap(span.text, self._room_below, subsequent_indent=INDENT):
            canvas = Canvas()
            canvas.put(self.margin.indent, cut(line, self._room_below), span.role)
            yield canvas

    def _inside(self, happening: Happening, span: Span) -> Iterator[Canvas]:
        place, lines = self._folded(happening, span.text)
        for line in lines:
            canvas = self.frame.lifelines()
            canvas.put(place, line, span.role)
            yield canvas

    def _folded(self, happening: Happening, text: str) -> tuple[int, list[str]]:
        """Lines below an arrow, beginning where it does if they fit, as far to the left as they must."""
        begin = min(self.places[node] for node in happening.nodes) + 2
        place = max(self.margin.width, min(begin, self.width - width_of(text)))
        return place, wrap(text, max(self.width - place, NARROWEST))

    def _arrow(self, canvas: Canvas, drawn: Stroke) -> None:
        start, end = self.places[drawn.source], self.places[drawn.target]
        left, right = sorted((start, end))
        room = right - left - 1
        text, fit = drawn.label.within(room - decoration(drawn.tip)), Fit.ROOMY
        core = drawn.label.core
        if width_of(text) < width_of(core):
            beside = max(self.width - right - 2, left - self.margin.width - 2)
            if width_of(core) <= room - decoration(drawn.tip, Fit.CLOSE):
                text, fit = core, Fit.CLOSE
            elif width_of(longer := drawn.label.within(beside)) > width_of(text):
                self._beside(canvas, left, right, longer, drawn.role)
                text = ""
        way = Way.RIGHT if start < end else Way.LEFT
        canvas.put(left + 1, shaft(text, room, way, drawn.tip, fit, drawn.traffic), drawn.role)

    def _to_itself(self, canvas: Canvas, drawn: Stroke) -> Canvas:
        """A hook that leaves the lifeline and comes back to it."""
        place, role, line = self.places[drawn.source], drawn.role, drawn.traffic.value
        below = self.frame.lifelines()
        back = "x" if drawn.tip is Tip.LOST else "'"
        core = width_of(drawn.label.core)
        room_right, room_left = self.width - place - 5, place - self.margin.width - 5
        if core > room_right and room_left > room_right:
            text = drawn.label.within(room_left)
            canvas.put(place - 4 - width_of(text), f"{text} .{line * 2}", role)
            below.put(place - 3, f"{back}{line}>", role)
        else:
            until_next = min((other - place - 6 for other in self.places.values() if other > place), default=room_right)
            text = drawn.label.within(min(max(until_next, core), room_right))
            canvas.put(place + 1, f"{line * 2}. {text}", role)
            below.put(place + 1, f"<{line}{back}", role)
        return below

    def _beside(self, canvas: Canvas, left: int, right: int, text: str, role: Role) -> None:
        """To the right of `right`, or to the left of `left` when there is more room."""
        room_right, room_left = self.width - right - 2, left - self.margin.width - 2
        if width_of(text) <= room_right or room_right >= room_left:
            canvas.put(right + 2, cut(text, room_right), role)
        else:
            shown = cut(text, room_left)
            canvas.put(left - 1 - width_of(shown), shown, role)
