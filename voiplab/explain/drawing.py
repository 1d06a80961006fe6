"""The lines of a ladder, drawn in its frame: what people do and hear, arrows with their labels, and texts below them.

Only ASCII is drawn: arrows and lines of Unicode are of ambiguous width, and a ladder that is one column off is none.
"""

from collections.abc import Sequence
from itertools import pairwise
from textwrap import wrap
from typing import Final

from voiplab.explain.arrows import Arrow
from voiplab.explain.asides import Act, Aside, Fired, Hears, words
from voiplab.explain.canvas import Canvas, Role, Span
from voiplab.explain.columns import NARROWEST, title
from voiplab.explain.frame import Frame
from voiplab.explain.labels import cut
from voiplab.explain.shafts import Fit, Tip, Way, decoration, shaft
from voiplab.explain.story import Happening
from voiplab.explain.strokes import Stroke, stroke
from voiplab.sim.moment import Moment
from voiplab.text.width import width as width_of

Spans = tuple[Span, ...]

MARKS: Final = {Act: ("*", Role.ACT), Fired: ("o", Role.TIMER), Hears: ("~", Role.SOUND)}


INDENT: Final = "    "


class Drawing:
    """Of single lines, in a frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.width = frame.width
        self.margin = frame.margin
        self.places = frame.places

    def heading(self) -> list[Spans]:
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
            rows.append(canvas.spans())
        return rows

    def rows(self, happening: Happening, mark: str, before: Moment) -> list[Spans]:
        """A message to oneself takes two; `before` is the moment of the line before it."""
        message = happening.message if isinstance(happening, Arrow) else None
        canvas = self.frame.lifelines()
        self.margin.put(canvas, mark, message, happening.at, before)
        more = self._put(canvas, happening)
        return [canvas.spans(), *(canvas.spans() for canvas in more)]

    def below(self, span: Span) -> list[Spans]:
        """A text of its own below a row: the lifelines make room for it."""
        return [self._alone(line, span.role) for line in self._folded_below(span)]

    def inside(self, happening: Happening, span: Span) -> list[Spans]:
        """A text between the lifelines, where the arrow begins."""
        place, lines = self._folded_inside(happening, span)
        return [self._among_lifelines(place, line, span.role) for line in lines]

    def height(self, happening: Happening, below: Sequence[Span], inside: Sequence[Span]) -> int:
        """How many rows all of that takes."""
        rows = 1 if isinstance(happening, Aside) or happening.source != happening.target else 2
        for span in below:
            rows += len(self._folded_below(span))
        for span in inside:
            rows += len(self._folded_inside(happening, span)[1])
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

    def _folded_below(self, span: Span) -> list[str]:
        return wrap(span.text, self._room_below, subsequent_indent=INDENT)

    def _alone(self, line: str, role: Role) -> Spans:
        canvas = Canvas()
        canvas.put(self.margin.indent, cut(line, self._room_below), role)
        return canvas.spans()

    def _folded_inside(self, happening: Happening, span: Span) -> tuple[int, list[str]]:
        """Lines below an arrow, beginning where it does if they fit, as far to the left as they must."""
        begin = min(self.places[node] for node in happening.nodes) + 2
        place = max(self.margin.width, min(begin, self.width - width_of(span.text)))
        return place, wrap(span.text, max(self.width - place, NARROWEST))

    def _among_lifelines(self, place: int, line: str, role: Role) -> Spans:
        canvas = self.frame.lifelines()
        canvas.put(place, line, role)
        return canvas.spans()

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
