"""The pane of the logs: lines drawn where they are looked at, a cursor, filters, and the way to what is behind a line."""

from dataclasses import replace
from typing import ClassVar, Final

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from voiplab.explain.logs import FLOORS, WEIGHTS, LogLine, Logs, Wanted
from voiplab.explain.story import Story
from voiplab.text.harmless import harmless
from voiplab.text.width import fitted, width
from voiplab.tui.desk.view import View
from voiplab.tui.pane import LookAt, OpenFile, Pane, Tell
from voiplab.tui.screens.asking import AskScreen

WIDEST: Final = 400
"""Columns that one may scroll to the right."""


class LogPane(Pane, ScrollView, can_focus=True):
    """What the servers write into their logs, each in its own format, one below the other in the order of time.

    The line under the cursor belongs to a message, which is looked at in all other panes, and mostly to a line of a
    configuration: Enter opens it. When another message is looked at, the log goes to its moment; its lines have a star.
    `/` shows only lines with a text in them, `n` only one node, `v` only what is loud enough; `x` shows among them which
    lines of the configurations were executed.
    """

    slug = "log"
    title = "Log"
    jump = "g"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "log--heading",
        "log--node",
        "log--quiet",
        "log--plain",
        "log--warning",
        "log--error",
        "log--executed",
        "log--later",
        "log--cursor",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="log.search", tooltip="Only lines with a text in them."),
        Binding("n", "node", "Node", id="log.node", tooltip="One node after the other, and all again."),
        Binding("v", "floor", "Level", id="log.level", tooltip="Less: from which level on."),
        Binding("x", "executed", "Executed", id="log.executed", tooltip="Executed lines among them."),
        Binding("enter", "open", "Open", id="log.open", show=False, tooltip="The line of the configuration."),
        Binding("up,k", "go(-1)", "Up", id="log.up", show=False),
        Binding("down,j", "go(1)", "Down", id="log.down", show=False),
        Binding("pageup", "page(-1)", "Page up", id="log.page_up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="log.page_down", show=False),
        Binding("home", "first", "First", id="log.first", show=False),
        Binding("end,escape", "now", "Now", id="log.now", show=False),
        Binding("left", "aside(-10)", "Left", id="log.left", show=False),
        Binding("right", "aside(10)", "Right", id="log.right", show=False),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._story: Story | None = None
        self._logs: Logs | None = None
        self._message: int | None = None
        """The number of the message that is looked at."""

        self._row: int | None = None
        """The line under the cursor; None follows what comes."""

        self._present = 0
        """How many lines there were at the moment that is looked at."""

    # Being shown

    def look(self, view: View) -> None:
        if view.story is not self._story:
            self._open(view)
        logs = self._logs
        assert logs is not None
        has_come = logs.catch_up()
        message = view.message
        number = None if message is None else message.n
        has_moved = number != self._message
        self._message = number
        self._present = len(logs) if message is None else logs.until(message.event.id)
        if has_moved and not (self._row is not None and logs.message(self._row) == number):
            self._row = None if message is None else logs.at(message)
        if has_come or has_moved:
            self._fit()
            self._follow()

    def _open(self, view: View) -> None:
        wanted = Wanted() if self._logs is None else self._logs.wanted
        lab = view.desk.lab
        kinds = {name: plan.kind for name, plan in lab.nodes.items()}
        self._story = view.story
        self._logs = Logs(view.messages, kinds, lab.calendar)
        self._row = self._message = None
        if wanted != Wanted():
            self._logs.want(wanted)
        self._fit()

    def _fit(self) -> None:
        count = 0 if self._logs is None else len(self._logs)
        self.virtual_size = Size(max(self.size.width, WIDEST), count + 1)
        self.refresh()

    def _follow(self) -> None:
        count = 0 if self._logs is None else len(self._logs)
        row = count - 1 if self._row is None else self._row
        if row >= 0:
            self.scroll_to_region(Region(0, row, 1, 2), animate=False, force=True, x_axis=False)
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        self._fit()
        self._follow()

    # Being drawn

    def render_line(self, y: int) -> Strip:
        """What is shown, and what is behind the line, stands at the top."""
        if y == 0:
            strip = Strip(self._heading().render(self.app.console))
            return strip.crop_extend(0, self.size.width, self.rich_style).apply_style(self.rich_style)
        strip = Strip(self._line(y - 1 + self.scroll_offset.y).render(self.app.console))
        left = self.scroll_offset.x
        return strip.crop_extend(left, left + self.size.width, self.rich_style).apply_style(self.rich_style)

    def _heading(self) -> Text:
        text = Text(no_wrap=True, end="")
        logs = self._logs
        if logs is None:
            return text
        behind = [] if self._row is None else self._behind(logs, self._row)
        text.append(" | ".join([self._filter(logs.wanted), *behind]), self._style("heading"))
        return text

    def _filter(self, wanted: Wanted) -> str:
        said = [wanted.node or "all nodes", *([FLOORS[wanted.floor]] if wanted.floor else [])]
        said += [f"with {harmless(wanted.text, 30)}"] if wanted.text else []
        said += ["and executed lines"] if wanted.executed else []
        return ", ".join(said)

    def _behind(self, logs: Logs, row: int) -> list[str]:
        """The message, as short as it can be told, and the line."""
        number = logs.message(row)
        message = None if number is None else logs.messages.number(number)
        origin = logs.origin(row)
        said = [] if message is None else [f"message {message.n} {harmless(message.summary).partition('@')[0]}"]
        return said + ([] if origin is None else [f"enter: {origin.place}"])

    def _line(self, place: int) -> Text:
        text = Text(no_wrap=True, end="")
        logs = self._logs
        found = None if logs is None else logs.line(place)
        if logs is None or found is None:
            return text
        is_cursor = place == self._row
        is_caused = self._message is not None and logs.message(place) == self._message
        text.append((">" if is_cursor else " ") + ("*" if is_caused else " "))
        if not logs.wanted.node and len(logs.nodes) > 1:
            text.append(fitted(found.node, max(map(width, logs.nodes))) + " ", self._style("node"))
        text.append(found.text, self._style(_tone(found) if place < self._present or is_caused else "later"))
        if is_cursor:
            text.stylize(self._style("cursor"))
        return text

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"log--{name}", partial=True)

    # Keys

    def action_go(self, by: int) -> None:
        logs = self._logs
        if logs is None or not len(logs):
            return
        if self._row is None:
            self._choose(logs, len(logs) - 1)
        else:
            self._choose(logs, self._row + by)

    def action_page(self, by: int) -> None:
        self.action_go(by * max(self.size.height - 2, 1))

    def action_first(self) -> None:
        if self._logs is not None and len(self._logs):
            self._choose(self._logs, 0)

    def _choose(self, logs: Logs, row: int) -> None:
        """The other panes look at what was handled when the line was written."""
        self._row = max(min(row, len(logs) - 1), 0)
        self._follow()
        number = logs.message(self._row)
        if number is not None and number != self._message:
            self.post_message(LookAt(number))

    def action_now(self) -> None:
        self._row = None
        self._follow()
        self.post_message(LookAt(None))

    def action_aside(self, by: int) -> None:
        self.scroll_to(max(self.scroll_offset.x + by, 0), None, animate=False, force=True)

    def action_open(self) -> None:
        origin = None if self._logs is None or self._row is None else self._logs.origin(self._row)
        if origin is None:
            self.post_message(Tell("No line of a configuration is behind this one."))
        else:
            self.post_message(OpenFile(origin.node, origin.place.file, origin.place.line))

    def action_search(self) -> None:
        if self._logs is not None:
            self.app.push_screen(AskScreen("Only lines with this in them:", self._logs.wanted.text), self._searched)

    def _searched(self, text: str | None) -> None:
        if text is not None and self._logs is not None:
            self._want(replace(self._logs.wanted, text=text.strip()))

    def action_node(self) -> None:
        logs = self._logs
        if logs is not None:
            choices = ["", *logs.nodes]
            node = logs.wanted.node
            place = choices.index(node) if node in choices else 0
            self._want(replace(logs.wanted, node=choices[(place + 1) % len(choices)]))

    def action_floor(self) -> None:
        if self._logs is not None:
            wanted = self._logs.wanted
            self._want(replace(wanted, floor=(wanted.floor + 1) % len(FLOORS)))

    def action_executed(self) -> None:
        if self._logs is not None:
            self._want(replace(self._logs.wanted, executed=not self._logs.wanted.executed))

    def _want(self, wanted: Wanted) -> None:
        """The cursor stays at the moment where it was."""
        logs = self._logs
        if logs is None:
            return
        before = None if self._row is None else logs.line(self._row)
        logs.want(wanted)
        self._present = len(logs)
        message = None if self._message is None else logs.messages.number(self._message)
        if message is not None:
            self._present = logs.until(message.event.id)
        self._row = None if before is None else max(min(logs.until(before.event), len(logs)) - 1, 0)
        self._fit()
        self._follow()

    def on_click(self, event: events.Click) -> None:
        place = event.y - 1 + self.scroll_offset.y
        if self._logs is None or event.y == 0 or place >= len(self._logs):
            return
        self._choose(self._logs, place)
        if event.chain == 2:
            self.action_open()


def _tone(found: LogLine) -> str:
    if not found.level:
        return "executed"
    weight = WEIGHTS.get(found.level, 1)
    return ("quiet", "plain", "plain", "warning", "error", "error")[weight]
