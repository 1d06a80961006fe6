"""A capture that somebody made: its ladder and its messages. It cannot be played, for nobody knows what caused it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Footer, Static

from voiplab.explain.columns import Column
from voiplab.explain.story import Story
from voiplab.text.harmless import harmless
from voiplab.tui.desk.opening import Capture
from voiplab.tui.desk.view import Look
from voiplab.tui.pane import LookAt, Mark, Tell
from voiplab.tui.screens.leaving import Page
from voiplab.tui.widgets.ladder.pane import LadderPane
from voiplab.tui.widgets.message.pane import MessagePane


class CaptureScreen(Page[None]):
    """Choose a message with the arrows; the other pane explains it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "dismiss", "Leave", id="capture.leave"),
        Binding("tab", "app.focus_next", "Next pane", id="capture.next", show=False),
    ]

    def __init__(self, capture: Capture) -> None:
        super().__init__()
        self._capture = capture
        self._story = Story(capture.trace.messages)
        self._columns = [Column(node, ", ".join(ips)) for node, ips in capture.trace.ips.items()]
        self._cursor: int | None = None
        self._marked: list[int] = []

    def compose(self) -> ComposeResult:
        trace = self._capture.trace
        yield Static(
            f" {harmless(self._capture.name)} | {len(trace.messages)} messages in {trace.packets} packets",
            id="capture-head",
        )
        with Container(id="panes", classes="beside"):
            yield LadderPane(id="ladder")
            yield MessagePane(id="message")
        yield Footer()

    def on_mount(self) -> None:
        for remark in self._capture.trace.remarks:
            self.notify(harmless(remark), markup=False)
        if (broken := self._capture.trace.broken) is not None:
            self.notify(harmless(str(broken)), severity="warning", markup=False)
        self.query_one(LadderPane).focus()
        self._show()

    def _show(self) -> None:
        look = Look(self._story, self._columns, self._cursor, tuple(self._marked))
        self.query_one(LadderPane).look(look)
        self.query_one(MessagePane).look(look)

    def on_look_at(self, wish: LookAt) -> None:
        self._cursor = wish.number
        self._show()

    def on_mark(self, wish: Mark) -> None:
        if wish.number in self._marked:
            self._marked.remove(wish.number)
        else:
            self._marked = [*self._marked, wish.number][-2:]
        self._show()

    def on_tell(self, wish: Tell) -> None:
        self.notify(wish.text, severity="error" if wish.is_trouble else "information", markup=False)
