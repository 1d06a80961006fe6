"""The ladder: one line per message, one lifeline per node, made of spans that whoever shows it may colour."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from voiplab.explain.arrows import Arrow
from voiplab.explain.asides import Act, Fired, Hears
from voiplab.explain.canvas import Role, Span
from voiplab.explain.columns import Column
from voiplab.explain.drawing import Drawing
from voiplab.explain.frame import Needs
from voiplab.explain.legs import Leg
from voiplab.explain.margin import Clock
from voiplab.explain.messages import Messages, Vanished
from voiplab.explain.sdp_lines import sdp_lines
from voiplab.explain.story import Happening, Story
from voiplab.explain.streams import Stream
from voiplab.sim.moment import Moment
from voiplab.sip.value import value
from voiplab.text.harmless import harmless


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


@value(frozen=True, slots=True)
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


@value(frozen=True, slots=True)
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
    return Ladder() if frame is None else _ladder(Drawing(frame), list(_with_reasons(lines)))


def drawn_evenly(line: Line, columns: Sequence[Column], *, width: int) -> Ladder:
    """One line of a ladder that goes on: the lifelines stand where they always stand, whatever comes."""
    needs = Needs(Clock.START)
    needs.take(line.happening)
    return _ladder(Drawing(needs.even_frame(columns, width)), [line])


def _ladder(drawing: Drawing, lines: Sequence[Line]) -> Ladder:
    moments = [0, *(line.happening.at for line in lines)]
    rows = [row for line, before in zip(lines, moments, strict=False) for row in rows_of(line, drawing, before)]
    return Ladder(heading_of(drawing), tuple(rows))


def heading_of(drawing: Drawing) -> tuple[Row, ...]:
    return tuple(Row(spans) for spans in drawing.heading())


def rows_of(line: Line, drawing: Drawing, before: Moment) -> tuple[Row, ...]:
    """`before` is the moment of the line before it."""
    happening = line.happening
    drawn = drawing.rows(happening, line.mark, before)
    drawn += [spans for span in line.below for spans in drawing.below(span)]
    drawn += [spans for span in line.inside for spans in drawing.inside(happening, span)]
    if not isinstance(happening, Arrow):
        return tuple(Row(spans, happening=line.place) for spans in drawn)
    return tuple(Row(spans, happening.message.n, happening.message.leg, line.place) for spans in drawn)


def height_of(line: Line, drawing: Drawing) -> int:
    """How many rows that will be."""
    return drawing.height(line.happening, line.below, line.inside)


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
