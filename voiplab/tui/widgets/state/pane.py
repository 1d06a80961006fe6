"""The pane of states: drawn line by line where it is looked at."""

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from voiplab.explain.canvas import Role, Span
from voiplab.explain.machine_lines import Line
from voiplab.explain.story import Story
from voiplab.tui.desk.view import View
from voiplab.tui.pane import Pane, Tell
from voiplab.tui.screens.asking import AskScreen
from voiplab.tui.widgets.roles import ROLE_CLASSES, style_of
from voiplab.tui.widgets.state.board import StateBoard

HEADING = 1


class StatePane(ScrollView, Pane, can_focus=True):
    """What stands on each node: its transactions, calls with their dialogs, registrations, channels, media, and its timers.

    It is the lab at the moment of the message that is looked at, or now. Left and right choose a node; `/` shows only what has
    certain words in it. Enter on a transaction draws its machine from RFC 3261 with the state that it is in; Escape leads back.
    """

    slug = "state"
    title = "State"
    jump = "s"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"state--cursor", *ROLE_CLASSES}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Node before", id="state.before", show=False),
        Binding("right", "turn(1)", "Next node", id="state.next"),
        Binding("up,k", "go(-1)", "Up", id="state.up", show=False),
        Binding("down,j", "go(1)", "Down", id="state.down", show=False),
        Binding("pageup", "go(-10)", "Up ten", id="state.page_up", show=False),
        Binding("pagedown", "go(10)", "Down ten", id="state.page_down", show=False),
        Binding("home", "go(-1000000)", "First line", id="state.first", show=False),
        Binding("end", "go(1000000)", "Last line", id="state.last", show=False),
        Binding("enter", "open", "Its machine", id="state.open"),
        Binding("escape", "close", "Back", id="state.close", show=False),
        Binding("slash", "search", "Search", id="state.search"),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._story: Story | None = None
        self._board: StateBoard | None = None
        self._seen: object = None
        """What was looked at last."""

    # Being shown

    def look(self, view: View) -> None:
        if view.story is not self._story:
            self._open(view)
        message = view.message
        seen = (message and message.n, view.moment, len(view.messages.recording))
        if seen == self._seen or self._board is None:
            return
        self._seen = seen
        self._board.look(None if message is None else message.event.id, view.moment)
        self._redraw()

    def _open(self, view: View) -> None:
        """Another run begins; what was searched for stays."""
        wanted = "" if self._board is None else self._board.wanted
        self._story, self._seen = view.story, None
        self._board = StateBoard(view.messages, list(view.desk.lab.topology.hosts))
        self._board.wanted = wanted

    def _redraw(self) -> None:
        if self._board is not None:
            self.virtual_size = Size(self.size.width, HEADING + len(self._board.lines))
            self.refresh()

    def _follow(self) -> None:
        if self._board is not None:
            region = Region(0, self._board.chosen, 1, 1 + HEADING)
            self.scroll_to_region(region, animate=False, force=True, x_axis=False)
        self._redraw()

    def render_line(self, y: int) -> Strip:
        """The heading stays where it is."""
        board = self._board
        if board is None:
            return Strip.blank(self.size.width, self.rich_style)
        if y < HEADING:
            return self._strip((Span(board.heading, Role.HEADING),), is_chosen=False)
        place = y - HEADING + self.scroll_offset.y
        if place >= len(board.lines):
            return Strip.blank(self.size.width, self.rich_style)
        return self._strip(board.lines[place].spans, is_chosen=place == board.chosen and self.has_focus)

    def _strip(self, line: Line, *, is_chosen: bool) -> Strip:
        text = Text(no_wrap=True, end="")
        for span in line:
            text.append(span.text, style_of(self, span.role))
        strip = Strip(text.render(self.app.console)).adjust_cell_length(self.size.width, self.rich_style)
        strip = strip.apply_style(self.rich_style)
        return strip.apply_style(self.get_component_rich_style("state--cursor", partial=True)) if is_chosen else strip

    # Keys

    def action_go(self, by: int) -> None:
        if self._board is not None:
            self._board.go(by)
            self._follow()

    def action_turn(self, by: int) -> None:
        if self._board is not None:
            self._board.turn(by)
            self._follow()

    def action_open(self) -> None:
        if self._board is not None and not self._board.is_open and not self._board.open():
            self.post_message(Tell("This line is about no machine. Choose a transaction, a call, a channel."))
        self._follow()

    def action_close(self) -> None:
        if self._board is not None and not self._board.close() and self._board.wanted:
            self._board.search("")
        self._follow()

    def action_search(self) -> None:
        if self._board is not None:
            question = "Show only what has these words in it (none: everything)"
            self.app.push_screen(AskScreen(question, self._board.wanted, "INVITE"), self._searched)

    def _searched(self, words: str | None) -> None:
        if self._board is not None and words is not None:
            self._board.search(words)
            self._follow()

    def on_click(self, event: events.Click) -> None:
        if self._board is not None and event.y >= HEADING:
            self._board.chosen = 0
            self._board.go(event.y - HEADING + self.scroll_offset.y)
            self._follow()
            if event.chain == 2:
                self.action_open()
