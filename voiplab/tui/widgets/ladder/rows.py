"""The rows of a ladder, drawn where somebody looks at them; its heading stays where it is."""

from typing import ClassVar, Final

from rich.text import Text
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from voiplab.explain.ladder import Row
from voiplab.explain.view import LadderView
from voiplab.tui.widgets.lines import Lines
from voiplab.tui.widgets.roles import ROLE_CLASSES, style_of

LEAST: Final = 40
"""A ladder that is narrower says nothing; it is scrolled sideways instead."""

KEPT: Final = 400
"""So many rows are kept as they were drawn: some screens full of them."""


class LadderRows(Lines, can_focus=False):
    """`cursor` and `marked` are numbers of messages; without a cursor the end of the ladder is followed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"ladder--cursor", "ladder--marked", *ROLE_CLASSES}

    class Picked(Message):
        """A row with a message was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.ladder: LadderView | None = None
        self.cursor: int | None = None
        self.marked: tuple[int, ...] = ()
        self.most: int | None = None
        """So many rows are shown, if not all."""

        self.is_spaced = False
        """With an empty line between the rows, for those who sit in the back."""

        self.sought = ""
        """What was searched for; rows that have it are underlined."""

        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(KEPT)
        """Of rows that were drawn: scrolling by one row draws one."""

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def show(self, ladder: LadderView) -> None:
        self.ladder = ladder
        ladder.resize(self.room)
        self.renew()

    @property
    def room(self) -> int:
        return max(self.scrollable_content_region.width, LEAST)

    @property
    def _length(self) -> int:
        """Of the ladder, in rows."""
        length = 0 if self.ladder is None else len(self.ladder)
        return length if self.most is None else min(self.most, length)

    @property
    def _stride(self) -> int:
        return 2 if self.is_spaced else 1

    def catch_up(self) -> bool:
        """Whether there was anything new to draw."""
        if self.ladder is None or self.ladder.catch_up() is None:
            return False
        self.renew()
        return True

    def look_at(self, cursor: int | None, marked: tuple[int, ...]) -> None:
        """Only the rows of messages that look different now are drawn anew."""
        before, self.cursor, self.marked = (self.cursor, *self.marked), cursor, marked
        for number in dict.fromkeys((*before, cursor, *marked)):
            if number is not None:
                self._renew_message(number)
        self.follow()

    def _renew_message(self, number: int) -> None:
        """It may have rows of explanation below its arrow."""
        ladder = self.ladder
        first = None if ladder is None else ladder.row_of_message(number)
        if ladder is None or first is None:
            return
        end = first + 1
        while end < self._length and ladder.rows(end, 1)[0].message == number:
            end += 1
        self.refresh_lines(len(ladder.heading) + first * self._stride, (end - first) * self._stride)

    def renew(self) -> None:
        if self.ladder is not None:
            self.virtual_size = Size(self.ladder.across, len(self.ladder.heading) + self._length * self._stride)
        self.refresh()
        self.follow()

    def follow(self) -> None:
        """The row of the cursor, or the last one, is on the screen."""
        ladder = self.ladder
        if ladder is None:
            return
        row = self._length - 1 if self.cursor is None else ladder.row_of_message(self.cursor)
        if row is not None and row >= 0:
            row *= self._stride
            most = self.scrollable_content_region.height - len(ladder.heading)
            top = min(max(self.scroll_offset.y, row - most + 1), row)
            self.scroll_to(y=max(0, top), animate=False, force=True, immediate=True)

    def on_resize(self, _event: events.Resize) -> None:
        if self.ladder is not None:
            self.ladder.resize(self.room)
            self.renew()

    def render_line(self, y: int) -> Strip:
        ladder = self.ladder
        if ladder is None:
            return self.blank
        heading = ladder.heading
        if y < len(heading):
            return self._strip(heading[y])
        row = self._row(y)
        if row is None:
            return self.blank
        strip = self._strip(row)
        if row.message is not None and row.message in self.marked:
            strip = strip.apply_style(self.get_component_rich_style("ladder--marked", partial=True))
        if row.message is not None and row.message == self.cursor:
            strip = strip.apply_style(self.get_component_rich_style("ladder--cursor", partial=True))
        return strip

    def _row(self, y: int) -> Row | None:
        """At a line of the screen."""
        ladder = self.ladder
        if ladder is None or y < len(ladder.heading):
            return None
        place, between = divmod(y - len(ladder.heading) + self.scroll_offset.y, self._stride)
        return ladder.rows(place, 1)[0] if place < self._length and not between else None

    def _strip(self, row: Row) -> Strip:
        drawn = row, self.scroll_offset.x, self.size.width, self.plain, self.sought
        strip = self._strips.get(drawn)
        if strip is None:
            strip = self._strips[drawn] = self._draw(row)
        return strip

    def _draw(self, row: Row) -> Strip:
        text = Text(no_wrap=True, end="")
        for span in row.spans:
            text.append(span.text, style_of(self, span.role))
        if self.sought:
            text.highlight_words([self.sought], "underline", case_sensitive=False)
        return self.strip(text, self.scroll_offset.x)

    def on_click(self, event: events.Click) -> None:
        row = self._row(event.y)
        if row is not None and row.message is not None:
            self.post_message(self.Picked(row.message))
