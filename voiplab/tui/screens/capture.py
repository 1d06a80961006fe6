"""A capture that somebody made: its ladder and its messages. It cannot be played, for nobody knows what caused it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from voiplab.explain.columns import Column
from voiplab.explain.story import Story
from voiplab.text.harmless import harmless
from voiplab.tui.desk.opening import Capture
from voiplab.tui.desk.view import Look, with_mark
from voiplab.tui.pane import GoTo, LookAt, Mark, Pane, Tell
from voiplab.tui.screens.leaving import Page
from voiplab.tui.widgets.key_bar import KeyBar
from voiplab.tui.widgets.ladder.pane import LadderPane
from voiplab.tui.widgets.message.pane import MessagePane


class CaptureScreen(Page[None]):
    """Choose a message with the arrows; the other pane explains it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "dismiss", "Leave", id="capture.leave"),
        Binding("tab", "app.focus_next", "Next pane", id="capture.next", show=False),
        Binding("plus", "zoom", "Zoom", id="capture.zoom", show=False),
    ]

    def __init__(self, capture: Capture) -> None:
        super().__init__()
        self._capture = capture
        self._story = Story(capture.trace.messages)
        self._columns = [
            Column(node, "" if [node] == list(ips) else ", ".join(ips)) for node, ips in capture.trace.ips.items()
        ]
        self._cursor: int | None = None
        self._marked: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        trace = self._capture.trace
        yield Static(
            f" {harmless(self._capture.name)} | {len(trace.messages)} messages in {trace.packets} packets",
            id="capture-head",
            markup=False,
        )
        with Container(id="panes", classes="beside"):
            yield LadderPane(id="ladder")
            yield MessagePane(id="message")
        yield KeyBar()

    def on_mount(self) -> None:
        for remark in self._capture.trace.remarks:
            self.notify(remark)
        if (broken := self._capture.trace.broken) is not None:
            self.notify(str(broken), severity="warning")
        self.query_one(LadderPane).focus()
        self._show()

    def _show(self) -> None:
        look = Look(self._story, self._columns, self._cursor, self._marked)
        self.query_one(LadderPane).look(look)
        self.query_one(MessagePane).look(look)

    def on_look_at(self, wish: LookAt) -> None:
        self._cursor = wish.number
        self._show()

    def on_go_to(self, wish: GoTo) -> None:
        self._zoom(None)
        self.query_one(f"#{wish.slug}", Pane).take_keys()

    def action_zoom(self) -> None:
        """The pane that has the keyboard, alone; and both again."""
        panes = list(self.query(Pane))
        here = next((pane for pane in panes if pane.has_focus_within), panes[0])
        self._zoom(here if all(pane.display for pane in panes) else None)

    def _zoom(self, alone: Pane | None) -> None:
        for pane in self.query(Pane):
            pane.display = alone in (None, pane)

    def on_mark(self, wish: Mark) -> None:
        self._marked = with_mark(self._marked, wish.number)
        self._show()

    def on_tell(self, wish: Tell) -> None:
        self.notify(wish.text, severity="error" if wish.is_trouble else "information")
