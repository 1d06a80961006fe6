"""In front of a class: one ladder or two, message by message, and each is a question before it is an answer."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from voiplab.explain.columns import Column
from voiplab.explain.messages import SipMessage
from voiplab.explain.view import LadderView
from voiplab.explain.why import why
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless
from voiplab.tui.screens.compare import Side
from voiplab.tui.screens.leaving import Page
from voiplab.tui.widgets.key_bar import KeyBar
from voiplab.tui.widgets.ladder.rows import LadderRows


class PresentScreen(Page[None]):
    """Space asks for the next message, and shows it; left takes it away. `a` shows without asking, `w` tells why it was sent.

    With two ladders both go on together, as the time goes by.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right,enter,pagedown", "next", "Next", id="present.next"),
        Binding("left,backspace,pageup", "back", "Back", id="present.back"),
        Binding("a", "ask", "Ask first", id="present.ask"),
        Binding("w", "why", "Why", id="present.why"),
        Binding("home", "begin", "From the beginning", id="present.begin", show=False),
        Binding("end", "all", "All of it", id="present.all", show=False),
        Binding("escape,q", "dismiss", "Back to the lab", id="present.leave"),
    ]

    def __init__(self, sides: Sequence[Side], columns: Sequence[Column]) -> None:
        super().__init__()
        self._sides = sides
        self._columns = columns
        self._messages = sorted(
            ((message.at, place, message) for place, side in enumerate(sides) for message in side.story.messages),
            key=lambda one: one[:2],
        )
        self._shown = 0
        """So many of the messages have been shown."""

        self._asks = True
        self._is_asking = False
        self._tells_why = False

    def compose(self) -> ComposeResult:
        with Horizontal(id="present"):
            for place, side in enumerate(self._sides):
                with Vertical(classes="side"):
                    yield Static(f" {harmless(side.name)}", classes="side-head", markup=False)
                    yield LadderRows(id=f"side-{place}")
        yield Static(id="present-caption", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        for place, side in enumerate(self._sides):
            rows = self._rows(place)
            rows.is_spaced = True
            rows.show(LadderView(side.story, self._columns, width=rows.room))
        self._draw()

    def _rows(self, place: int) -> LadderRows:
        return self.query_one(f"#side-{place}", LadderRows)

    # What is shown

    @property
    def _latest(self) -> tuple[Moment, int, SipMessage] | None:
        return self._messages[self._shown - 1] if self._shown else None

    def _draw(self) -> None:
        for place in range(len(self._sides)):
            rows = self._rows(place)
            rows.most = self._rows_shown(place)
            rows.cursor = self._cursor(place)
            rows.renew()
        self.query_one("#present-caption", Static).update(self._caption())

    def _rows_shown(self, place: int) -> int:
        """Of the ladder of a side: all up to the message that was shown last."""
        ladder, number = self._rows(place).ladder, self._cursor(place)
        if ladder is None or number is None:
            return 0
        after = ladder.row_of_message(number + 1)
        row = ladder.row_of_message(number)
        return 0 if row is None else row + 1 if after is not None else len(ladder)

    def _cursor(self, place: int) -> int | None:
        shown = [message.n for _, side, message in self._messages[: self._shown] if side == place]
        return max(shown, default=None)

    def _caption(self) -> str:
        if self._is_asking:
            return "What comes next: who sends what, to whom, and why?"
        if self._latest is None:
            return f"{len(self._messages)} messages. Space begins."
        _, place, message = self._latest
        side = f"{self._sides[place].name}: " if len(self._sides) > 1 else ""
        number = f"{message.n} of {len(self._sides[place].story.messages)}"
        text = f"{side}{number}, {message.source} to {message.target}: {message.summary}"
        if self._tells_why:
            chain = why(self._sides[place].story.messages, message).chain
            text += "".join(f"\n  {because.text}" for because in chain[:4])
        return "\n".join(harmless(line) for line in text.split("\n"))

    # Keys

    def action_next(self) -> None:
        if self._shown >= len(self._messages):
            return
        if self._asks and not self._is_asking:
            self._is_asking = True
        else:
            self._is_asking = False
            self._shown += 1
        self._draw()

    def action_back(self) -> None:
        self._shown = max(0, self._shown - (0 if self._is_asking else 1))
        self._is_asking = False
        self._draw()

    def action_ask(self) -> None:
        self._asks = not self._asks
        self._is_asking = False
        self._draw()

    def action_why(self) -> None:
        self._tells_why = not self._tells_why
        self._draw()

    def action_begin(self) -> None:
        self._shown, self._is_asking = 0, False
        self._draw()

    def action_all(self) -> None:
        self._shown, self._is_asking = len(self._messages), False
        self._draw()
