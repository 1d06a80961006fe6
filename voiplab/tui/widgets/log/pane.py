"""The pane of the logs: what is shown of them, and the way to the message and the line behind each."""

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from voiplab.explain.logs import FLOORS, Logs, Wanted
from voiplab.explain.story import Story
from voiplab.text.harmless import harmless
from voiplab.tui.desk.view import View
from voiplab.tui.pane import LookAt, OpenFile, Pane, Tell
from voiplab.tui.screens.asking import AskScreen
from voiplab.tui.widgets.log.rows import LogRows


class LogPane(Pane):
    """What the servers write into their logs, each in its own format, one below the other in the order of time.

    The line under the cursor belongs to a message, which is looked at in all other panes, and mostly to a line of a
    configuration: Enter opens it. When another message is looked at, the log goes to its moment; its lines have a star.
    `/` shows only lines with a text in them, `n` only one node, `v` only what is loud enough; `x` shows among them which
    lines of the configurations were executed.
    """

    slug = "log"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="log.search", tooltip="Only lines with a text in them."),
        Binding("n", "node", "Node", id="log.node", tooltip="One node after the other, and all again."),
        Binding("v", "floor", "Level", id="log.level", tooltip="Less: from which level on."),
        Binding("x", "executed", "Executed", id="log.executed", tooltip="Executed lines among them."),
        Binding("enter", "open", "Open", id="log.open", show=False, tooltip="The line of the configuration."),
        Binding("end,escape", "now", "Now", id="log.now", show=False),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._story: Story | None = None
        self._logs: Logs | None = None
        self._message: int | None = None
        """The number of the message that is looked at."""

    def compose(self) -> ComposeResult:
        yield Static(id="log-heading", markup=False)
        yield LogRows()

    # Being shown

    def look(self, view: View) -> None:
        is_new = view.story is not self._story
        if is_new:
            self._open(view)
        logs = self._logs
        assert logs is not None
        has_come = logs.catch_up()
        number = None if view.message is None else view.message.n
        if number != self._message:
            self._message = number
            self._draw(logs, self._row_of(logs, number))
        elif has_come or is_new:
            self._draw(logs, None if is_new else self.query_one(LogRows).row)

    def _open(self, view: View) -> None:
        """Another run: what is shown of it stays the same."""
        wanted = Wanted() if self._logs is None else self._logs.wanted
        lab = view.desk.lab
        self._story = view.story
        self._message = None
        self._logs = Logs(view.messages, {name: plan.kind for name, plan in lab.nodes.items()}, lab.calendar)
        if wanted != Wanted():
            self._logs.want(wanted)

    def _row_of(self, logs: Logs, number: int | None) -> int | None:
        """The cursor stays on a line of the message that is looked at now: it is the one that led there."""
        row = self.query_one(LogRows).row
        if row is not None and number is not None and logs.message(row) == number:
            return row
        message = None if number is None else logs.messages.number(number)
        return None if message is None else logs.at(message)

    def _draw(self, logs: Logs, row: int | None) -> None:
        self.query_one(LogRows).draw(logs, row, self._message)
        behind = [] if row is None else _behind(logs, row)
        self.query_one("#log-heading", Static).update(" | ".join([_said(logs.wanted), *behind]))

    # Keys

    def on_log_rows_chosen(self, chosen: LogRows.Chosen) -> None:
        """The other panes look at what was handled when the line was written."""
        logs = self._logs
        if logs is None:
            return
        self._draw(logs, chosen.row)
        number = logs.message(chosen.row)
        if number is not None and number != self._message:
            self.post_message(LookAt(number))
        if chosen.twice:
            self.action_open()

    def action_now(self) -> None:
        if self._logs is not None:
            self._draw(self._logs, None)
        self.post_message(LookAt(None))

    def action_open(self) -> None:
        row = self.query_one(LogRows).row
        origin = None if self._logs is None or row is None else self._logs.origin(row)
        if origin is None:
            self.post_message(Tell("No line of a configuration is behind this one."))
        else:
            self.post_message(OpenFile(origin.node, origin.place.file, origin.place.line))

    def action_search(self) -> None:
        if self._logs is not None:
            self.app.push_screen(AskScreen("Only lines with this in them:", self._logs.wanted.text), self._searched)

    def _searched(self, text: str | None) -> None:
        if text is not None and self._logs is not None:
            self._want(self._logs, replace(self._logs.wanted, text=text.strip()))

    def action_node(self) -> None:
        logs = self._logs
        if logs is not None:
            choices = ["", *logs.nodes]
            place = choices.index(logs.wanted.node) if logs.wanted.node in choices else 0
            self._want(logs, replace(logs.wanted, node=choices[(place + 1) % len(choices)]))

    def action_floor(self) -> None:
        if self._logs is not None:
            wanted = self._logs.wanted
            self._want(self._logs, replace(wanted, floor=(wanted.floor + 1) % len(FLOORS)))

    def action_executed(self) -> None:
        if self._logs is not None:
            self._want(self._logs, replace(self._logs.wanted, executed=not self._logs.wanted.executed))

    def _want(self, logs: Logs, wanted: Wanted) -> None:
        """The cursor stays at the moment where it was."""
        row = self.query_one(LogRows).row
        before = None if row is None else logs.line(row)
        logs.want(wanted)
        self._draw(logs, None if before is None else max(logs.until(before.event) - 1, 0))


def _said(wanted: Wanted) -> str:
    """What is shown."""
    said = [wanted.node or "all nodes", *([FLOORS[wanted.floor]] if wanted.floor else [])]
    said += [f"with {harmless(wanted.text, 30)}"] if wanted.text else []
    said += ["and executed lines"] if wanted.executed else []
    return ", ".join(said)


def _behind(logs: Logs, row: int) -> list[str]:
    """The message, as short as it can be told, and the line."""
    number = logs.message(row)
    message = None if number is None else logs.messages.number(number)
    origin = logs.origin(row)
    said = [] if message is None else [f"message {message.n} {harmless(message.summary).partition('@')[0]}"]
    return said + ([] if origin is None else [harmless(f"enter: {origin.place}")])
