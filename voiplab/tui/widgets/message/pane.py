"""The pane of one message: a page of paragraphs, drawn line by line, with a cursor that leads on to lines and messages."""

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.page import Paragraph, Row, ToLine, ToMessage, Tone, rows
from voiplab.tui.desk.view import Look, View
from voiplab.tui.pane import Copy, LookAt, OpenFile, Pane, Tell
from voiplab.tui.widgets.message.facet import Facet, facets, page

GUTTER = 2
"""Columns on the left, for the cursor."""


class MessagePane(Pane, ScrollView, can_focus=True):
    """The message under the cursor of the ladder, or the latest one.

    It is shown in four ways: *explained*, each header with what it means in this call, who wrote it and where that is
    specified; *raw*, as it went over the wire; *SDP*, its session description and what is agreed by it; *why*, what
    caused it, back to a key or to a line of a configuration. Two messages that are marked in the ladder are *compared*.
    Enter opens the line that wrote a header, or goes to the message that a sentence speaks of.
    """

    slug = "message"
    title = "Message"
    jump = "m"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "message--word",
        "message--chosen",
        "message--cursor",
        *(f"message--{tone.name.lower()}" for tone in Tone),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "turn('EXPLAINED')", "Explained", id="message.explained", tooltip="Each header in words."),
        Binding("r", "turn('RAW')", "Raw", id="message.raw", tooltip="As it went over the wire."),
        Binding("d", "turn('SDP')", "SDP", id="message.sdp", tooltip="The session description, line by line."),
        Binding("w", "turn('WHY')", "Why", id="message.why", tooltip="What caused it, link by link."),
        Binding("equals_sign", "turn('COMPARED')", "Compared", id="message.compared", show=False),
        Binding(
            "enter", "follow", "Open", id="message.follow", show=False, tooltip="The line or message it comes from."
        ),
        Binding("y", "copy", "Copy", id="message.copy", show=False, tooltip="The raw message, into the clipboard."),
        Binding("up,k", "go(-1)", "Up", id="message.up", show=False),
        Binding("down,j", "go(1)", "Down", id="message.down", show=False),
        Binding("pageup", "page(-1)", "Page up", id="message.page_up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="message.page_down", show=False),
        Binding("home", "edge(0)", "Beginning", id="message.home", show=False),
        Binding("end", "edge(-1)", "End", id="message.end", show=False),
        Binding("left", "neighbour(-1)", "Message before", id="message.before", show=False),
        Binding("right", "neighbour(1)", "Message after", id="message.after", show=False),
        Binding("escape", "now", "Now", id="message.now", show=False),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.facet = Facet.EXPLAINED
        self._look: Look | None = None
        self._message: SipMessage | None = None
        self._marked: tuple[int, ...] = ()
        self._known = 0
        """How much of the recording is in the page."""

        self._page: Sequence[Paragraph] = ()
        self._rows: Sequence[Row] = ()
        self._chosen = 0
        """The paragraph under the cursor."""

    # Being shown

    def look(self, view: Look) -> None:
        message = view.message or _latest(view.messages)
        if view.marked != self._marked:
            self._compare(view.marked)
        is_other = (
            self._look is None or view.story is not self._look.story or _number(message) != _number(self._message)
        )
        is_changed = message is not self._message or (
            len(view.messages.changes) != self._known and not _is_moving(view)
        )
        self._look, self._message = view, message
        if is_other:
            self._turned()
        elif is_changed:
            self._write()

    def _compare(self, marked: tuple[int, ...]) -> None:
        """Who marks two messages wants to see what differs; who takes a mark away, no more."""
        self._marked = marked
        if len(marked) == 2:
            self.facet = Facet.COMPARED
        elif self.facet is Facet.COMPARED:
            self.facet = Facet.EXPLAINED
        if self._look is not None:
            self._turned()

    def _turned(self) -> None:
        """Another page: from its beginning."""
        self._chosen = 0
        self._write()
        self.scroll_to(0, 0, animate=False, force=True)

    def _write(self) -> None:
        look, message = self._look, self._message
        if look is None:
            return
        self._known = len(look.messages.changes)
        self._page = [] if message is None else page(self.facet, look.messages, message, self._marked)
        self._fit()

    def _fit(self) -> None:
        self._rows = rows(self._page, max(self.size.width - GUTTER, 1))
        self._chosen = max(min(self._chosen, len(self._page) - 1), 0)
        self.virtual_size = Size(self.size.width, len(self._rows) + 1)
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        self._fit()

    # Being drawn

    def render_line(self, y: int) -> Strip:
        """The words at the top stay where they are."""
        width = self.size.width
        text = self._heading() if y == 0 else self._line(y - 1 + self.scroll_offset.y)
        return Strip(text.render(self.app.console)).crop_extend(0, width, self.rich_style).apply_style(self.rich_style)

    def _heading(self) -> Text:
        text = Text(no_wrap=True, end="")
        for facet in facets(self._marked):
            is_chosen = facet is self.facet
            word = f"[{facet.value}]" if is_chosen else f" {facet.value} "
            text.append(word, self._style("chosen" if is_chosen else "word"))
        if self._leads_to:
            text.append(f"  {self._leads_to}", self._style("faint"))
        return text

    def _line(self, place: int) -> Text:
        text = Text(no_wrap=True, end="")
        if self._message is None and place == 0:
            return text.append("  no message yet: space runs the lab", self._style("faint"))
        if place >= len(self._rows):
            return text
        row = self._rows[place]
        is_chosen = row.paragraph == self._chosen and self.has_focus
        is_first = place == 0 or self._rows[place - 1].paragraph != row.paragraph
        text.append("> " if is_chosen and is_first else "  ")
        text.append(row.text, self._style(row.tone.name.lower()))
        if is_chosen and is_first:
            text.stylize(self._style("cursor"))
        return text

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"message--{name}", partial=True)

    @property
    def _leads_to(self) -> str:
        match self._page[self._chosen].lead if self._page and self.has_focus else None:
            case ToMessage(number):
                return f"enter: message {number}"
            case ToLine(node, place):
                return f"enter: {node}/{place}"
            case _:
                return ""

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # Keys

    def action_turn(self, name: str) -> None:
        facet = Facet[name]
        if facet not in facets(self._marked):
            self.post_message(Tell("Mark two messages in the ladder to compare them."))
            return
        self.facet = facet
        self._turned()

    def action_go(self, by: int) -> None:
        """The next paragraph; within one that is longer than the pane, a line."""
        height = self.size.height - 1
        begin, end = self._extent(self._chosen)
        top = self.scroll_offset.y
        if by > 0 and end > top + height > begin:
            self.scroll_to(0, top + 1, animate=False, force=True)
        elif by < 0 and begin < top < end:
            self.scroll_to(0, top - 1, animate=False, force=True)
        else:
            self._choose(self._chosen + by)

    def action_page(self, by: int) -> None:
        """By so many lines as there are on the screen; the cursor goes to what then is at the top, at last to the end."""
        height = max(self.size.height - 2, 1)
        top = self.scroll_offset.y + by * height
        if top >= self.max_scroll_y and by > 0:
            self.action_edge(-1)
        elif self._rows:
            top = max(top, 0)
            self._chosen = self._rows[top].paragraph
            self.scroll_to(0, top, animate=False, force=True)
            self.refresh()

    def action_edge(self, place: int) -> None:
        self._choose(0 if place == 0 else len(self._page) - 1)

    def _choose(self, paragraph: int) -> None:
        self._chosen = max(min(paragraph, len(self._page) - 1), 0)
        begin, end = self._extent(self._chosen)
        room = max(self.size.height - 1, 1)
        self.scroll_to_region(Region(0, begin, 1, min(end - begin, room) + 1), animate=False, force=True, x_axis=False)
        self.refresh()

    def _extent(self, paragraph: int) -> tuple[int, int]:
        """The first row of a paragraph, and the one after its last."""
        places = [place for place, row in enumerate(self._rows) if row.paragraph == paragraph]
        return (places[0], places[-1] + 1) if places else (0, 0)

    def action_follow(self) -> None:
        match self._page[self._chosen].lead if self._page else None:
            case ToMessage(number):
                self.post_message(LookAt(number))
            case ToLine(node, place):
                self.post_message(OpenFile(node, place.file, place.line))
            case _:
                self.post_message(Tell("Nothing stands behind this line."))

    def action_copy(self) -> None:
        message = self._message
        if message is not None:
            self.post_message(Copy(message.raw.decode("utf-8", "replace"), f"message {message.n}"))

    def action_neighbour(self, by: int) -> None:
        if self._look is not None and self._message is not None:
            number = self._message.n + by
            if 1 <= number <= len(self._look.messages):
                self.post_message(LookAt(number))

    def action_now(self) -> None:
        self.post_message(LookAt(None))

    def on_click(self, event: events.Click) -> None:
        """A word turns the page, a second click on the same paragraph follows it."""
        if event.y == 0:
            self._click_word(event.x)
            return
        place = event.y - 1 + self.scroll_offset.y
        if place >= len(self._rows):
            return
        paragraph = self._rows[place].paragraph
        if event.chain == 2 and paragraph == self._chosen:
            self.action_follow()
        else:
            self._choose(paragraph)

    def _click_word(self, x: int) -> None:
        begin = 0
        for facet in facets(self._marked):
            begin += len(facet.value) + 2
            if x < begin:
                self.action_turn(facet.name)
                return


def _latest(messages: Messages) -> SipMessage | None:
    return messages[-1] if messages else None


def _number(message: SipMessage | None) -> int:
    return 0 if message is None else message.n


def _is_moving(view: Look) -> bool:
    return isinstance(view, View) and view.player.is_moving
