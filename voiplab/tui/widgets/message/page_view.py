"""A page of paragraphs, drawn line by line, with a cursor on one of them."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from voiplab.explain.page import Lead, Paragraph, Row, Tone, rows
from voiplab.tui.widgets.lines import Lines

GUTTER: Final = 2
"""Columns on the left, for the cursor."""

NOTHING_YET: Final = "no message yet (in a lab, p runs it)"


class PageView(Lines, can_focus=True, inherit_bindings=False):
    """It moves by itself, and says what the cursor is on."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"message--cursor", *(f"message--{tone.name.lower()}" for tone in Tone)}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "go(-1)", "Up", id="message.up", show=False),
        Binding("down,j", "go(1)", "Down", id="message.down", show=False),
        Binding("pageup", "page(-1)", "Page up", id="message.page_up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="message.page_down", show=False),
        Binding("home", "first", "Beginning", id="message.home", show=False),
        Binding("end", "last", "End", id="message.end", show=False),
    ]

    class Chosen(Message):
        """The cursor is on another paragraph; `twice`: it was clicked at two times."""

        def __init__(self, *, twice: bool = False) -> None:
            super().__init__()
            self.twice = twice

    def __init__(self) -> None:
        super().__init__()
        self._page: Sequence[Paragraph] = ()
        self._rows: Sequence[Row] = ()
        self._chosen = 0

    @property
    def lead(self) -> Lead | None:
        """Of the paragraph under the cursor."""
        return self._page[self._chosen].lead if self._page else None

    def turn_to(self, page: Sequence[Paragraph]) -> None:
        """Another page: from its beginning."""
        self._chosen = 0
        self.write(page)
        self.scroll_to(0, 0, animate=False, force=True)

    def write(self, page: Sequence[Paragraph]) -> None:
        """The same page, as it is now."""
        self._page = page
        self._fit()
        self.post_message(self.Chosen())

    def _fit(self) -> None:
        self._rows = rows(self._page, max(self.scrollable_content_region.width - GUTTER, 1))
        self._chosen = max(min(self._chosen, len(self._page) - 1), 0)
        self.virtual_size = Size(self.size.width, len(self._rows))
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        self._fit()

    # Being drawn

    def render_line(self, y: int) -> Strip:
        return self.strip(self._line(y + self.scroll_offset.y))

    def _line(self, place: int) -> Text:
        text = Text(no_wrap=True, end="")
        if place >= len(self._rows):
            return text.append(f"  {NOTHING_YET}") if place == 0 else text
        row = self._rows[place]
        is_first = place == 0 or self._rows[place - 1].paragraph != row.paragraph
        has_cursor = is_first and row.paragraph == self._chosen and self.has_focus
        text.append("> " if has_cursor else "  ")
        text.append(row.text, self.get_component_rich_style(f"message--{row.tone.name.lower()}", partial=True))
        if has_cursor:
            text.stylize(self.get_component_rich_style("message--cursor", partial=True))
        return text

    # Keys and the mouse

    def action_go(self, by: int) -> None:
        """The next paragraph; within one that is longer than the screen, a line."""
        begin, end = self._extent(self._chosen)
        top, below = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        if (by > 0 and end > below > begin) or (by < 0 and begin < top < end):
            self.scroll_to(0, top + by, animate=False, force=True)
        else:
            self._choose(self._chosen + by)

    def action_page(self, by: int) -> None:
        """By so many lines as there are on the screen; the cursor goes to what then is at the top, at last to the end."""
        top = self.scroll_offset.y + by * max(self.size.height - 1, 1)
        if top >= self.max_scroll_y and by > 0:
            self.action_last()
        elif self._rows:
            self._chosen = self._rows[max(top, 0)].paragraph
            self.scroll_to(0, max(top, 0), animate=False, force=True)
            self._moved()

    def action_first(self) -> None:
        self._choose(0)

    def action_last(self) -> None:
        self._choose(len(self._page) - 1)

    def _choose(self, paragraph: int) -> None:
        self._chosen = max(min(paragraph, len(self._page) - 1), 0)
        begin, end = self._extent(self._chosen)
        shown = Region(0, begin, 1, min(end - begin, max(self.size.height, 1)))
        self.scroll_to_region(shown, animate=False, force=True, x_axis=False)
        self._moved()

    def _moved(self) -> None:
        self.refresh()
        self.post_message(self.Chosen())

    def _extent(self, paragraph: int) -> tuple[int, int]:
        """The first row of a paragraph, and the one after its last."""
        places = [place for place, row in enumerate(self._rows) if row.paragraph == paragraph]
        return (places[0], places[-1] + 1) if places else (0, 0)

    def on_click(self, event: events.Click) -> None:
        place = event.y + self.scroll_offset.y
        if place >= len(self._rows):
            return
        if event.chain == 2:
            self.post_message(self.Chosen(twice=True))
        else:
            self._choose(self._rows[place].paragraph)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
