"""The lines of states, drawn where they are looked at."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from voiplab.explain.canvas import Role, Span
from voiplab.explain.machine_lines import Line
from voiplab.explain.state_line import StateLine
from voiplab.tui.widgets.lines import Lines
from voiplab.tui.widgets.roles import ROLE_CLASSES, style_of

HEADING = 1


class StateRows(Lines, can_focus=True, inherit_bindings=False):
    """The heading stays where it is; the rows go by below it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"state--cursor", *ROLE_CLASSES}

    class Picked(Message):
        """A click on a row; `twice`: two of them."""

        def __init__(self, place: int, *, twice: bool) -> None:
            super().__init__()
            self.place = place
            self.twice = twice

    def __init__(self) -> None:
        super().__init__()
        self._heading = ""
        self._rows: Sequence[StateLine] = ()
        self._chosen = 0

    def draw(self, heading: str, rows: Sequence[StateLine], chosen: int) -> None:
        self._heading, self._rows, self._chosen = heading, rows, chosen
        self.virtual_size = Size(self.size.width, HEADING + len(rows))
        self.refresh()

    def follow(self) -> None:
        """The chosen row is on the screen."""
        self.scroll_to_region(Region(0, self._chosen, 1, 1 + HEADING), animate=False, force=True, x_axis=False)

    def render_line(self, y: int) -> Strip:
        if y < HEADING:
            return self._strip((Span(self._heading, Role.HEADING),), is_chosen=False)
        place = y - HEADING + self.scroll_offset.y
        if place >= len(self._rows):
            return self.blank
        return self._strip(self._rows[place].spans, is_chosen=place == self._chosen and self.has_focus)

    def _strip(self, line: Line, *, is_chosen: bool) -> Strip:
        text = Text(no_wrap=True, end="")
        for span in line:
            text.append(span.text, style_of(self, span.role))
        strip = self.strip(text)
        return strip.apply_style(self.get_component_rich_style("state--cursor", partial=True)) if is_chosen else strip

    def on_click(self, event: events.Click) -> None:
        if event.y >= HEADING:
            self.post_message(self.Picked(event.y - HEADING + self.scroll_offset.y, twice=event.chain == 2))
