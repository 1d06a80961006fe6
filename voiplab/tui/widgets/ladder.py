"""The ladder of a run, as wide as its pane: drawn row by row where it is looked at, and growing with the run."""

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from voiplab.explain.ladder import ALL, Row, Show
from voiplab.explain.story import Story
from voiplab.explain.view import LadderView, everything, of_call
from voiplab.tui.desk.view import Look
from voiplab.tui.pane import LookAt, Pane
from voiplab.tui.widgets.roles import ROLE_CLASSES, style_of


class LadderPane(Pane, ScrollView, can_focus=True):
    """The messages of the run, one line each, between the nodes that send and get them.

    Choose one with the arrows: all other panes then show the lab as it was at that moment. Escape leads back to now.
    """

    slug = "ladder"
    title = "Ladder"
    jump = "l"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"ladder--cursor", *ROLE_CLASSES}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "go(-1)", "Up", id="ladder.up", show=False),
        Binding("down,j", "go(1)", "Down", id="ladder.down", show=False),
        Binding("pageup", "go(-10)", "Up ten", id="ladder.page_up", show=False),
        Binding("pagedown", "go(10)", "Down ten", id="ladder.page_down", show=False),
        Binding("home", "first", "First", id="ladder.first", show=False),
        Binding("end,escape", "now", "Now", id="ladder.now"),
        Binding("x", "whole_call", "This call only", id="ladder.call", show=False),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._story: Story | None = None
        self._ladder: LadderView | None = None
        self._cursor: int | None = None
        self._only: int | None = None
        """A message; only its call is shown."""

        self.show: Show = ALL

    # Being shown

    def look(self, view: Look) -> None:
        is_new = view.story is not self._story
        if is_new:
            self._open(view)
        assert self._ladder is not None
        redraw = self._ladder.catch_up()
        has_moved = view.cursor != self._cursor
        self._cursor = view.cursor
        if redraw is None and not has_moved and not is_new:
            return
        self._fit()
        self.refresh()
        self._follow()

    def _open(self, view: Look) -> None:
        self._story = view.story
        self._only = None
        self._ladder = LadderView(view.story, view.columns, width=self._room, show=self.show)

    @property
    def _room(self) -> int:
        return max(self.size.width, 40)

    def _fit(self) -> None:
        if self._ladder is not None:
            heading = len(self._ladder.heading)
            self.virtual_size = Size(self._ladder.across, heading + len(self._ladder))

    def on_resize(self, _event: events.Resize) -> None:
        if self._ladder is not None:
            self._ladder.resize(self._room)
            self._fit()
            self._follow()

    def _follow(self) -> None:
        """The line of the cursor, or the last one, is on the screen."""
        if self._ladder is None:
            return
        row = len(self._ladder) - 1 if self._cursor is None else self._ladder.row_of_message(self._cursor)
        if row is not None and row >= 0:
            below = len(self._ladder.heading)
            self.scroll_to_region(Region(0, row, 1, 1 + below), animate=False, force=True, x_axis=False)

    def render_line(self, y: int) -> Strip:
        """The heading stays where it is; the rows go by below it."""
        ladder = self._ladder
        if ladder is None:
            return Strip.blank(self.size.width)
        heading = ladder.heading
        if y < len(heading):
            return self._strip(heading[y], is_chosen=False)
        place = y - len(heading) + self.scroll_offset.y
        rows = ladder.rows(place, 1) if place < len(ladder) else []
        if not rows:
            return Strip.blank(self.size.width, self.rich_style)
        row = rows[0]
        return self._strip(row, is_chosen=row.message is not None and row.message == self._cursor)

    def _strip(self, row: Row, *, is_chosen: bool) -> Strip:
        text = Text(no_wrap=True, end="")
        for span in row.spans:
            text.append(span.text, style_of(self, span.role))
        strip = Strip(text.render(self.app.console))
        left = self.scroll_offset.x
        strip = strip.crop_extend(left, left + self.size.width, self.rich_style).apply_style(self.rich_style)
        return strip.apply_style(self.get_component_rich_style("ladder--cursor", partial=True)) if is_chosen else strip

    # Keys

    def action_go(self, by: int) -> None:
        shown = self._shown()
        if not shown:
            return
        if self._cursor is None:
            place = len(shown) - 1 if by < 0 else len(shown)
        else:
            place = shown.index(self._cursor) + by if self._cursor in shown else 0
        self.post_message(LookAt(None if place >= len(shown) else shown[max(place, 0)]))

    def action_first(self) -> None:
        shown = self._shown()
        if shown:
            self.post_message(LookAt(shown[0]))

    def action_now(self) -> None:
        self.post_message(LookAt(None))

    def action_whole_call(self) -> None:
        """Only the call of the message that is looked at, with all its legs; and all of it again."""
        if self._ladder is None or self._story is None:
            return
        self._only = self._cursor if self._only is None else None
        keeps = everything if self._only is None else of_call(self._story.messages, self._only)
        self._ladder.filter(keeps)
        self._fit()
        self.refresh()
        self._follow()

    def _shown(self) -> list[int]:
        """The numbers of the messages on the ladder."""
        if self._ladder is None or self._story is None:
            return []
        keeps = self._ladder.keeps
        return [message.n for message in self._story.messages if keeps(message)]

    def on_click(self, event: events.Click) -> None:
        ladder = self._ladder
        if ladder is None:
            return
        place = event.y - len(ladder.heading) + self.scroll_offset.y
        rows = ladder.rows(place, 1) if 0 <= place < len(ladder) else []
        if rows and rows[0].message is not None:
            self.post_message(LookAt(rows[0].message))
