"""A ladder on a screen: it grows with its story, and a row is drawn when somebody looks at it.

The lifelines stand where they stand until something comes that does not fit between them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from voiplab.explain.arrows import Arrow
from voiplab.explain.columns import Column
from voiplab.explain.drawing import Drawing
from voiplab.explain.frame import Frame, Needs
from voiplab.explain.ladder import ALL, Line, Row, Show, details, heading_of, height_of, reason, rows_of, with_reason
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.story import Happening, Story

MOST_REMEMBERED: Final = 2_000
"""Lines that have been drawn: some dozens of screens."""

Keeps = Callable[[SipMessage], bool]


def everything(_message: SipMessage) -> bool:
    return True


def of_call(messages: Messages, n: int) -> Keeps:
    """The call of a message with all its legs, also of those that turn out later to belong to it."""
    return lambda message: message.leg.call == messages[n - 1].leg.call


class Redraw(NamedTuple):
    """The rows before `row` are as they were. With a new heading all rows are new."""

    row: int
    heading: bool


ANEW: Final = Redraw(0, heading=True)


class LadderView:
    """`columns` gives order and descriptions; nodes that it does not name stand behind, nodes without part are left out.

    `keeps` chooses messages, by what they say and where they go and not by what becomes of them. What happens beside them,
    and streams, are shown with the messages that they go with.
    """

    def __init__(
        self,
        story: Story,
        columns: Sequence[Column] = (),
        *,
        width: int = 80,
        show: Show = ALL,
        keeps: Keeps = everything,
    ) -> None:
        self.story = story
        self.width = width
        self.show = show
        self.keeps = keeps
        self._columns = columns
        self._read = 0
        """Of the growths of the story."""
        self._open()

    def resize(self, width: int) -> None:
        self.width = width
        self._open()

    def present(self, show: Show) -> None:
        self.show = show
        self._open()

    def filter(self, keeps: Keeps) -> None:
        self.keeps = keeps
        self._open()

    def catch_up(self) -> Redraw | None:
        """Grow with the story; what has to be drawn anew by that, if anything."""
        self.story.catch_up()
        growths = self.story.growths[self._read :]
        self._read = len(self.story.growths)
        if not growths:
            return None
        kept = min(growth.kept for growth in growths)
        redrawn = sorted({place for growth in growths for place in growth.redrawn if place < kept})
        kept = next((place for place in redrawn if not self._is_alike(place)), kept)
        redrawn = redrawn[: bisect_left(redrawn, kept)]
        if not all(map(self._goes_the_same_way, [*redrawn, *self._places[bisect_left(self._places, kept) :]])):
            return self._open()
        return self._redraw(redrawn, kept)

    @property
    def heading(self) -> Sequence[Row]:
        return self._heading

    @property
    def across(self) -> int:
        """The columns of a screen that it takes: more than `width` when there are too many nodes."""
        return self.width if self._drawing is None else max(self.width, self._drawing.frame.across)

    def __len__(self) -> int:
        """Its rows, without the heading."""
        return self._starts[-1]

    def rows(self, first: int, count: int) -> list[Row]:
        """So many from the `first` one on, as far as there are."""
        begin, end = max(first, 0), min(first + count, len(self))
        rows: list[Row] = []
        line = bisect_right(self._starts, begin) - 1
        skip = begin - self._starts[line]
        while len(rows) < skip + end - begin:
            rows += self._drawn(line)
            line += 1
        return rows[skip : skip + max(end - begin, 0)]

    def row_of(self, happening: int) -> int | None:
        """The first row of a happening, by its place in the story; None when it is not shown."""
        line = self._line_of(happening)
        return None if line is None else self._starts[line]

    def row_of_message(self, n: int) -> int | None:
        return self.row_of(self.story.place_of(n)) if 1 <= n <= len(self.story.messages) else None

    def _open(self) -> Redraw:
        self._read = len(self.story.growths)
        self._needs = Needs(self.show.clock, has_legs=self.show.legs)
        self._lines: list[Line] = []
        self._places: list[int] = []
        """Of each line its place in the story."""
        self._reasons: dict[str, int] = {}
        """Why something did not arrive, and the place in the story of the line that tells it."""
        self._deep: list[int] = []
        """The lines with texts below them: how many rows these are depends on the frame."""
        self._heights: list[int] = []
        """Of each line, in rows."""
        self._starts = [0]
        """Of each line its first row; at last the number of rows."""
        self._remembered: dict[int, tuple[Row, ...]] = {}
        self._drawing: Drawing | None = None
        self._heading: Sequence[Row] = ()
        self._extend(0)
        self._lay_out(self._needs.frame(self._columns, self.width))
        return ANEW

    def _lay_out(self, frame: Frame | None) -> None:
        self._met = len(self._needs.wishes)
        if frame is None:
            return
        self._drawing = Drawing(frame)
        self._heading = heading_of(self._drawing)
        self._remembered.clear()
        for line in self._deep:
            if line < len(self._heights):
                self._heights[line] = height_of(self._lines[line], self._drawing)
        self._starts = list(accumulate(self._heights, initial=0))
        self._count()

    def _redraw(self, redrawn: Sequence[int], kept: int) -> Redraw | None:
        """Of the story, the happenings `redrawn` are other ones, and from `kept` on all may be."""
        before = len(self)
        row = min((self._starts[self._correct(place)] for place in redrawn if self._has(place)), default=before)
        row = min(row, self._cut(kept))
        self._extend(kept)
        if self._drawing is None or not self._needs.fit(self._drawing.frame, self._met):
            frame = self._needs.frame(self._columns, self.width)
            if self._drawing is None or frame != self._drawing.frame:
                self._lay_out(frame)
                return ANEW if self._lines else None
        row = min(row, self._letter(self._needs.lettered_late()))
        self._met = len(self._needs.wishes)
        self._count()
        return None if row == before == len(self) else Redraw(row, heading=False)

    def _letter(self, late: Sequence[int]) -> int:
        """Rows from these messages on are drawn again; the first of them, or none: behind the last one."""
        lines = [line for n in late if (line := self._line_of(self.story.place_of(n))) is not None]
        if not lines:
            return len(self)
        first = min(lines)
        for line in [line for line in self._remembered if line >= first]:
            del self._remembered[line]
        return self._starts[first]

    def _is_alike(self, place: int) -> bool:
        """Whether that happening takes the same rows as it did."""
        line = self._line_of(place)
        happening = self.story[place]
        if line is None or not self._shows(happening):
            return (line is None) == (not self._shows(happening))
        before = self._lines[line].happening
        return (happening.nodes, reason(happening)) == (before.nodes, reason(before))

    def _goes_the_same_way(self, place: int) -> bool:
        """From and to the same node, and on the same leg, as it did."""
        line = self._line_of(place)
        before = None if line is None else self._lines[line].happening
        if not isinstance(before, Arrow):
            return True
        now = self.story.messages[before.message.n - 1]
        return (now.source, now.target, now.leg) == (*before.nodes, before.message.leg)

    def _shows(self, happening: Happening) -> bool:
        if isinstance(happening, Arrow):
            return self.keeps(happening.message)
        return self.show.has(happening) and self._keeps_what_goes_with(happening.goes_with)

    def _keeps_what_goes_with(self, n: int | None) -> bool:
        return self.keeps is everything or (n is not None and self.keeps(self.story.messages[n - 1]))

    def _extend(self, first: int) -> None:
        """By what the story tells from that place on."""
        for place, happening in enumerate(self.story[first:], first):
            if self._shows(happening):
                line = self._line(place, happening)
                self._needs.take(happening)
                if line.inside:
                    self._deep.append(len(self._lines))
                self._lines.append(line)
                self._places.append(place)

    def _line(self, place: int, happening: Happening) -> Line:
        line = Line(happening, inside=details(happening, self.show), place=place)
        why = reason(happening)
        return with_reason(line, why) if why and self._reasons.setdefault(why, place) == place else line

    def _correct(self, place: int) -> int:
        """The happening at that place is another one now; its line."""
        line = bisect_left(self._places, place)
        self._needs.take(self.story[place])
        self._lines[line] = self._line(place, self.story[place])
        self._remembered.pop(line, None)
        return line

    def _cut(self, kept: int) -> int:
        """Forget the lines from that place in the story on; the number of rows that are left."""
        line = bisect_left(self._places, kept)
        for cut in range(line, len(self._lines)):
            self._remembered.pop(cut, None)
        del self._lines[line:], self._places[line:], self._heights[line:], self._starts[line + 1 :]
        del self._deep[bisect_left(self._deep, line) :]
        self._reasons = {why: place for why, place in self._reasons.items() if place < kept}
        return len(self)

    def _count(self) -> None:
        """The rows of the lines that have none so far."""
        if self._drawing is not None:
            heights = [height_of(line, self._drawing) for line in self._lines[len(self._heights) :]]
            self._starts += accumulate(heights, initial=self._starts.pop())
            self._heights += heights

    def _has(self, place: int) -> bool:
        return self._line_of(place) is not None

    def _line_of(self, place: int) -> int | None:
        line = bisect_left(self._places, place)
        return line if line < len(self._places) and self._places[line] == place else None

    def _drawn(self, line: int) -> tuple[Row, ...]:
        rows = self._remembered.get(line)
        if rows is None:
            assert self._drawing is not None
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            before = self._lines[line - 1].happening.at if line else 0
            rows = self._remembered[line] = rows_of(self._lines[line], self._drawing, before)
        return rows
