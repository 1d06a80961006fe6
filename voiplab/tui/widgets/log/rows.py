"""The lines of the logs, drawn where they are looked at, with a cursor on one of them or at the end."""

from typing import ClassVar, Final

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from voiplab.explain.logs import WEIGHTS, LogLine, Logs
from voiplab.text.width import fitted, width
from voiplab.tui.widgets.lines import Lines

WIDEST: Final = 400
"""Columns that one may go to the right."""

TONES: Final = ("quiet", "plain", "plain", "warning", "error", "error")
"""By the weight of a level."""


class LogRows(Lines, can_focus=True, inherit_bindings=False):
    """`row` is the line under the cursor; None follows what comes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
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
        Binding("up,k", "go(-1)", "Up", id="log.up", show=False),
        Binding("down,j", "go(1)", "Down", id="log.down", show=False),
        Binding("pageup", "page(-1)", "Page up", id="log.page_up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="log.page_down", show=False),
        Binding("home", "first", "First", id="log.first", show=False),
        Binding("left", "aside(-10)", "Left", id="log.left", show=False),
        Binding("right", "aside(10)", "Right", id="log.right", show=False),
    ]

    class Chosen(Message):
        """Somebody moved the cursor to a line; `twice`: by two clicks."""

        def __init__(self, row: int, *, twice: bool = False) -> None:
            super().__init__()
            self.row = row
            self.twice = twice

    def __init__(self) -> None:
        super().__init__()
        self.row: int | None = None
        self._logs: Logs | None = None
        self._message: int | None = None
        self._present = 0

    def draw(self, logs: Logs, row: int | None, message: int | None) -> None:
        """`message` is the one that is looked at: lines of it have a star, later ones are dim."""
        self._logs, self.row, self._message = logs, row, message
        looked_at = None if message is None else logs.messages.number(message)
        self._present = len(logs) if looked_at is None else logs.until(looked_at.event.id)
        self.virtual_size = Size(max(self.size.width, WIDEST), len(logs))
        self._follow()

    def _follow(self) -> None:
        count = 0 if self._logs is None else len(self._logs)
        row = count - 1 if self.row is None else self.row
        if row >= 0:
            self.scroll_to_region(Region(0, row, 1, 1), animate=False, force=True, x_axis=False)
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        self._follow()

    # Being drawn

    def render_line(self, y: int) -> Strip:
        return self.strip(self._line(y + self.scroll_offset.y), self.scroll_offset.x)

    def _line(self, place: int) -> Text:
        text = Text(no_wrap=True, end="")
        logs = self._logs
        found = None if logs is None else logs.line(place)
        if logs is None or found is None:
            return text
        has_cursor = place == self.row
        is_caused = self._message is not None and logs.message(place) == self._message
        text.append((">" if has_cursor else " ") + ("*" if is_caused else " "))
        if not logs.wanted.node and len(logs.nodes) > 1:
            text.append(fitted(found.node, max(map(width, logs.nodes))) + " ", self._style("node"))
        text.append(found.text, self._style(_tone(found) if place < self._present or is_caused else "later"))
        if has_cursor:
            text.stylize(self._style("cursor"))
        return text

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"log--{name}", partial=True)

    # Keys and the mouse

    def action_go(self, by: int) -> None:
        count = 0 if self._logs is None else len(self._logs)
        if self.row is None:
            self._choose(count - 1)
        else:
            self._choose(min(self.row + by, count - 1))

    def action_page(self, by: int) -> None:
        self.action_go(by * max(self.size.height - 1, 1))

    def action_first(self) -> None:
        self._choose(0)

    def _choose(self, row: int, *, twice: bool = False) -> None:
        if self._logs is None or not len(self._logs):
            return
        self.row = max(row, 0)
        self._follow()
        self.post_message(self.Chosen(self.row, twice=twice))

    def action_aside(self, by: int) -> None:
        self.scroll_to(max(self.scroll_offset.x + by, 0), None, animate=False, force=True)

    def on_click(self, event: events.Click) -> None:
        place = event.y + self.scroll_offset.y
        if self._logs is not None and place < len(self._logs):
            self._choose(place, twice=event.chain == 2)


def _tone(found: LogLine) -> str:
    return TONES[WEIGHTS.get(found.level, 1)] if found.level else "executed"
