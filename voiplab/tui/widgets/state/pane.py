"""The pane of states: what stands on each node, at the moment that is looked at."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from voiplab.explain.story import Story
from voiplab.tui.desk.view import View
from voiplab.tui.pane import Pane, Tell
from voiplab.tui.screens.asking import AskScreen
from voiplab.tui.widgets.state.board import StateBoard
from voiplab.tui.widgets.state.rows import StateRows


class StatePane(Pane):
    """What stands on each node: its transactions, calls with their dialogs, registrations, channels, media, and its timers.

    It is the lab at the moment of the message that is looked at, or now. Left and right choose a node; `/` shows only what has
    certain words in it. Enter on a transaction draws its machine from RFC 3261 with the state that it is in; Escape leads back.
    """

    slug = "state"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Node before", id="state.before", show=False),
        Binding("right", "turn(1)", "Node", id="state.next", tooltip="The next node."),
        Binding("up,k", "go(-1)", "Up", id="state.up", show=False),
        Binding("down,j", "go(1)", "Down", id="state.down", show=False),
        Binding("pageup", "go(-10)", "Up ten", id="state.page_up", show=False),
        Binding("pagedown", "go(10)", "Down ten", id="state.page_down", show=False),
        Binding("home", "go(-1000000)", "First line", id="state.first", show=False),
        Binding("end", "go(1000000)", "Last line", id="state.last", show=False),
        Binding("enter", "open", "Machine", id="state.open", tooltip="The machine of the line."),
        Binding("escape", "close", "Back", id="state.close", show=False),
        Binding("slash", "search", "Search", id="state.search"),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._story: Story | None = None
        self._board: StateBoard | None = None
        self._seen: object = None
        """What was looked at last."""

    def compose(self) -> ComposeResult:
        yield StateRows()

    # Being shown

    def look(self, view: View) -> None:
        if view.story is not self._story:
            self._open(view)
        message = view.message
        seen = (view.cursor, view.moment, len(view.messages.recording))
        if seen == self._seen or self._board is None:
            return
        self._seen = seen
        self._board.look(None if message is None else message.event.id, view.moment)
        self._draw()

    def _open(self, view: View) -> None:
        """Another run begins; what was searched for stays."""
        wanted = "" if self._board is None else self._board.wanted
        self._story, self._seen = view.story, None
        hosts = dict.fromkeys(plan.host for plan in view.desk.lab.nodes.values())
        self._board = StateBoard(view.messages, list(hosts))
        self._board.wanted = wanted

    def _draw(self) -> None:
        if self._board is not None:
            self.query_one(StateRows).draw(self._board.heading, self._board.lines, self._board.chosen)

    def _follow(self) -> None:
        self._draw()
        self.query_one(StateRows).follow()

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

    def on_state_rows_picked(self, picked: StateRows.Picked) -> None:
        if self._board is not None:
            self._board.choose(picked.place)
            self._follow()
            if picked.twice:
                self.action_open()
