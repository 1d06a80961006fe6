"""The picture of the network on the screen: two lines that stay, and below them what may be larger than the pane."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from voiplab.explain.canvas import Role, Span
from voiplab.explain.machine_lines import Line
from voiplab.explain.network_plan import Cell
from voiplab.tui.widgets.lines import Lines
from voiplab.tui.widgets.roles import ROLE_CLASSES, style_of


class TopologyRows(Lines, can_focus=True, inherit_bindings=False):
    COMPONENT_CLASSES: ClassVar[set[str]] = {*ROLE_CLASSES}

    class Picked(Message):
        """A click into the picture; `twice`: two of them."""

        def __init__(self, at: Cell, *, twice: bool) -> None:
            super().__init__()
            self.at = at
            self.twice = twice

    class Resized(Message):
        """There is more room, or less."""

    def __init__(self) -> None:
        super().__init__()
        self._headings: Sequence[str] = ()
        self._rows: Sequence[Line] = ()

    def draw(self, headings: Sequence[str], rows: Sequence[Line], columns: int) -> None:
        self._headings, self._rows = headings, rows
        self.virtual_size = Size(columns, len(headings) + len(rows))
        self.refresh()

    def follow(self, place: Cell) -> None:
        """That place of the picture is on the screen, with what is around it."""
        around = Region(max(0, place.x - 12), max(0, place.y - 4), 24, 8 + len(self._headings))
        self.scroll_to_region(around, animate=False, force=True)

    def on_resize(self, _event: events.Resize) -> None:
        self.post_message(self.Resized())

    def render_line(self, y: int) -> Strip:
        if y < len(self._headings):
            role = Role.HEADING if y == 0 else Role.CHANGED
            return self._strip((Span(self._headings[y], role),), 0)
        place = y - len(self._headings) + self.scroll_offset.y
        if place >= len(self._rows):
            return self.blank
        return self._strip(self._rows[place], self.scroll_offset.x)

    def _strip(self, line: Line, left: int) -> Strip:
        text = Text(no_wrap=True, end="")
        for span in line:
            text.append(span.text, style_of(self, span.role))
        return self.strip(text, left)

    def on_click(self, event: events.Click) -> None:
        y = event.y - len(self._headings) + self.scroll_offset.y
        if event.y >= len(self._headings):
            self.post_message(self.Picked(Cell(event.x + self.scroll_offset.x, y), twice=event.chain == 2))
