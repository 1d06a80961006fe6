"""Two ways that a run has taken, or would take, side by side; and what differs between them, in one ladder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from voiplab.explain.columns import Column
from voiplab.explain.difference import difference_ladder
from voiplab.explain.ladder import Ladder
from voiplab.explain.story import Story
from voiplab.explain.view import LadderView
from voiplab.tui.screens.leaving import Page
from voiplab.tui.screens.reading import ReadScreen
from voiplab.tui.widgets.key_bar import KeyBar
from voiplab.tui.widgets.ladder.rows import LadderRows
from voiplab.tui.widgets.roles import style_of

EDGES: Final = 5
"""Columns of a page that is read that are not text: its frame, the room beside it, and the bar that scrolls it."""


BESIDE: Final = 120
"""Columns in which two ladders can be read side by side; with less there is one at a time."""


@dataclass(frozen=True)
class Side:
    """`name` is what stands above its ladder: `branch A`, `the solution`."""

    name: str
    story: Story


class CompareScreen(Page[None]):
    """Left and right are two ways of the same run. Tab changes the side, the arrows move it; the other one follows in time.
    On a narrow screen one side is seen at a time.

    `=` draws both as one ladder: what is new is marked +, what is gone -, what is different ~.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn", "Other side", id="compare.turn"),
        Binding("up,k", "go(-1)", "Up", id="compare.up", show=False),
        Binding("down,j", "go(1)", "Down", id="compare.down", show=False),
        Binding("pageup", "go(-10)", "Ten before", id="compare.page_up", show=False),
        Binding("pagedown", "go(10)", "Ten further", id="compare.page_down", show=False),
        Binding("equals_sign", "differences", "Differences", id="compare.differences"),
        Binding("escape,q", "dismiss", "Back", id="compare.back"),
    ]

    def __init__(self, sides: Sequence[Side], columns: Sequence[Column]) -> None:
        """`sides` are two."""
        super().__init__()
        self._sides = sides
        self._columns = columns
        self._active = 0

    def compose(self) -> ComposeResult:
        with Horizontal(id="compare"):
            for place in range(len(self._sides)):
                with Vertical(classes="side"):
                    yield Static(classes="side-head", markup=False)
                    yield LadderRows(id=f"side-{place}")
        yield KeyBar()

    def on_mount(self) -> None:
        for place, side in enumerate(self._sides):
            rows = self._rows(place)
            rows.show(LadderView(side.story, self._columns, width=rows.room))
            rows.cursor = 1 if len(side.story.messages) else None
        self._mark_active()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < BESIDE, "one-side")
        for place, head in enumerate(self.query(".side-head").results(Static)):
            head.update(self._head(place))

    def _head(self, place: int) -> str:
        side, other = self._sides[place], self._sides[1 - place]
        head = f" {side.name}, {len(side.story.messages)} messages"
        return f"{head}   (tab: {other.name})" if self.has_class("one-side") else head

    def _rows(self, place: int) -> LadderRows:
        return self.query_one(f"#side-{place}", LadderRows)

    def _mark_active(self) -> None:
        for place, vertical in enumerate(self.query(".side")):
            vertical.set_class(place == self._active, "active")
            self._rows(place).renew()

    def action_turn(self) -> None:
        self._active = 1 - self._active
        self._mark_active()

    def action_go(self, by: int) -> None:
        """The other side goes to its first message that is not earlier."""
        messages, others = (self._sides[place].story.messages for place in (self._active, 1 - self._active))
        if not len(messages):
            return
        here, there = self._rows(self._active), self._rows(1 - self._active)
        here.cursor = min(max((here.cursor or 1) + by, 1), len(messages))
        at = messages[here.cursor - 1].at
        there.cursor = next((message.n for message in others if message.at >= at), len(others) or None)
        here.renew()
        there.renew()

    def action_differences(self) -> None:
        before, after = (side.story.messages for side in self._sides)
        ladder = difference_ladder(before, after, list(self._columns), width=self.size.width - EDGES)
        title = f"{self._sides[0].name} and {self._sides[1].name}"
        self.app.push_screen(ReadScreen(title, self._text(ladder) if ladder.rows else "They do not differ."))

    def _text(self, ladder: Ladder) -> Text:
        text = Text(no_wrap=True)
        rows = self._rows(0)
        for row in (*ladder.heading, *ladder.rows):
            for span in row.spans:
                text.append(span.text, style_of(rows, span.role))
            text.append("\n")
        return text
