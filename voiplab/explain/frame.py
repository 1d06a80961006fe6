"""Where everything of a ladder stands: the margin, the lifelines, and what they had to leave room for."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from voiplab.explain.arrows import Arrow
from voiplab.explain.canvas import Canvas, Role
from voiplab.explain.columns import Column, Need, heading_needs, lifelines, participants
from voiplab.explain.labels import Label, Piece
from voiplab.explain.margin import Clock, Margin, MarginNeeds
from voiplab.explain.shafts import Fit, Tip, decoration
from voiplab.explain.story import Happening
from voiplab.explain.streams import Stream
from voiplab.explain.strokes import label, tip
from voiplab.sip.value import value
from voiplab.text.width import width as width_of


class Wish(NamedTuple):
    """What a label asks for between two nodes: the places that it would like, and the least."""

    nodes: tuple[str, str]
    wish: int
    least: int


@value(frozen=True, slots=False)
class Frame:
    columns: tuple[Column, ...]
    width: int
    margin: Margin
    places: Mapping[str, int]

    @property
    def across(self) -> int:
        """The columns of a screen that it takes: more than `width` when there are too many nodes."""
        last = self.columns[-1].node
        return self.places[last] + _half(last)

    def lifelines(self) -> Canvas:
        return self._empty.copy()

    @cached_property
    def _empty(self) -> Canvas:
        canvas = Canvas()
        for place in self.places.values():
            canvas.put(place, "|", Role.LIFELINE)
        return canvas

    def has_room_for(self, wish: Wish) -> bool:
        """As it would like, or at least what it must have, when nobody can have more."""
        left, right = sorted(self.places[node] for node in wish.nodes)
        if left == right:
            right = min((place for place in self.places.values() if place > left), default=self.width)
        is_full = self.across >= self.width
        return right - left >= (wish.least if is_full else wish.wish)


def _half(name: str) -> int:
    return max(1, (width_of(name) + 1) // 2)


class Needs:
    """What the lines of a ladder ask for, told one by one. Of each pair of nodes only what is more than all before counts."""

    def __init__(self, clock: Clock, *, has_legs: bool = False) -> None:
        self.wishes: list[Wish] = []
        self._most: dict[tuple[str, ...], Wish] = {}
        self._asked: dict[tuple[str, str, Tip, tuple[Piece, ...]], None] = {}
        self._nodes: dict[str, None] = {}
        self._margin = MarginNeeds(clock, has_legs=has_legs)

    def take(self, happening: Happening, mark: str = "") -> None:
        for node in happening.nodes:
            self._nodes[node] = None
        if isinstance(happening, Arrow):
            self._margin.hold(happening.message, mark)
            self._ask(happening)
        else:
            self._margin.hold_aside(happening.at, mark)
            if isinstance(happening, Stream):
                self._ask(happening)

    def lettered_late(self) -> list[int]:
        """Since this was asked last: messages from which on rows may lack the letter of their call."""
        late = list(self._margin.late)
        self._margin.late.clear()
        return late

    def fit(self, frame: Frame, since: int) -> bool:
        """Whether that frame will do; it did for the wishes before `since`."""
        if frame.margin != self._margin.margin() or any(node not in frame.places for node in self._nodes):
            return False
        return all(frame.has_room_for(wish) for wish in self.wishes[since:])

    def frame(self, columns: Sequence[Column], width: int) -> Frame | None:
        """For those who take part, in the order of the columns; none when nobody does."""
        named = participants(self._nodes, columns)
        if not named:
            return None
        index = {column.node: place for place, column in enumerate(named)}
        needs = heading_needs(named) + [need for wish in self.wishes for need in _between(wish, index)]
        return self._laid_out(named, needs, width)

    def even_frame(self, columns: Sequence[Column], width: int) -> Frame:
        """For all columns, whoever takes part: what their names leave is shared out to all."""
        return self._laid_out(columns, heading_needs(columns), width, is_even=True)

    def _ask(self, happening: Arrow | Stream) -> None:
        """What its label asks for; much the same is written in every call."""
        written = label(happening)
        end = tip(happening)
        said = happening.source, happening.target, end, written.pieces
        if said not in self._asked:
            self._asked[said] = None
            self._wish(_wish(happening.nodes, written, end))

    def _wish(self, wish: Wish) -> None:
        key = tuple(sorted(wish.nodes))
        most = self._most.get(key)
        if most is None or wish.wish > most.wish or wish.least > most.least:
            self.wishes.append(wish)
            so_far = most or wish
            self._most[key] = Wish(wish.nodes, max(wish.wish, so_far.wish), max(wish.least, so_far.least))

    def _laid_out(
        self, columns: Sequence[Column], needs: Sequence[Need], width: int, *, is_even: bool = False
    ) -> Frame:
        margin = self._margin.margin()
        names = [column.node for column in columns]
        places = lifelines(names, needs, margin.width + 1, width, is_even=is_even)
        return Frame(tuple(columns), width, margin, dict(zip(names, places, strict=True)))


def _wish(nodes: tuple[str, str], written: Label, end: Tip) -> Wish:
    wish = 1 + width_of(str(written)) + decoration(end, Fit.ROOMY)
    least = 1 + width_of(written.core) + decoration(end, Fit.CLOSE)
    return Wish(nodes, wish, least)


def _between(wish: Wish, index: Mapping[str, int]) -> list[Need]:
    """What goes to itself takes its room from the gap beside it."""
    left, right = sorted(index[node] for node in wish.nodes)
    if left == right:
        left, right = (left, left + 1) if left + 1 < len(index) else (max(left - 1, 0), left)
    return [Need(left, right, wish.wish, wish.least)] if left < right else []
