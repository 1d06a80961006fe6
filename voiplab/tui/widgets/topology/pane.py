"""The pane of the network: who stands where, what the links do, and what is under way."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from voiplab.explain.story import Story
from voiplab.lab.actions import Cable
from voiplab.lab.impairing import Impair
from voiplab.text.harmless import harmless
from voiplab.tui.desk.view import View
from voiplab.tui.pane import Act, GoTo, OpenFile, Pane, Tell
from voiplab.tui.widgets.topology.board import TopologyBoard
from voiplab.tui.widgets.topology.impair_screen import ImpairScreen
from voiplab.tui.widgets.topology.rows import TopologyRows

FRAME: Final = 1 / 12
"""Seconds between two frames of what moves."""

PHONES: Final = "phones"


class TopologyPane(Pane):
    """The network of the lab: telephones and servers, their links, and the messages that travel on them.

    While the run goes on, each message moves along its way as `o`; one that is lost ends as `x`. The message that is looked at
    is an arrow. Choose a node or a link with the arrows: `i` says what a link does to packets (delay, jitter, loss), `z` pulls
    the network cable and puts it back, Enter opens a telephone or the files of a server.
    """

    slug = "topology"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1, 0)", "Left", id="topology.left", show=False),
        Binding("right", "go(1, 0)", "Right", id="topology.right", show=False),
        Binding("up,k", "go(0, -1)", "Up", id="topology.up", show=False),
        Binding("down,j", "go(0, 1)", "Down", id="topology.down", show=False),
        Binding("enter", "open", "Open", id="topology.open"),
        Binding("i", "impair", "Impair", id="topology.impair", tooltip="What the link does to packets."),
        Binding("z", "cable", "Cable", id="topology.cable", tooltip="Unplug the cable, or plug it in."),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._story: Story | None = None
        self._board: TopologyBoard | None = None
        self._view: View | None = None
        self._seen: object = None
        """What was looked at last."""

    def compose(self) -> ComposeResult:
        yield TopologyRows()

    def on_mount(self) -> None:
        self.set_interval(FRAME, self._tick)

    # Being shown

    def look(self, view: View) -> None:
        if view.story is not self._story or self._board is None:
            self._open(view)
        assert self._board is not None
        self._view = view
        message = view.message
        is_moving = view.player.is_moving and message is None
        seen = (view.cursor, view.moment, len(view.messages.recording), is_moving)
        if seen == self._seen:
            return
        self._seen = seen
        if is_moving and self.app.animation_level != "none":
            self._board.watch(view.moment)
        else:
            newest = view.messages[-1] if view.messages and not is_moving else None
            self._board.look(message, view.moment, newest=newest)
        self._draw()

    def _open(self, view: View) -> None:
        """Another run begins; what was chosen stays."""
        chosen = None if self._board is None else self._board.chosen
        self._story, self._seen = view.story, None
        self._board = TopologyBoard(view.desk.lab, view.messages, self._columns, view.player.plan.off)
        self._board.chosen = self._board.chosen if chosen is None else chosen

    @property
    def _columns(self) -> int:
        return self.query_one(TopologyRows).scrollable_content_region.width

    def _draw(self) -> None:
        board = self._board
        if board is not None:
            self.query_one(TopologyRows).draw((board.heading, board.told), board.lines, board.plan.width)

    def _tick(self) -> None:
        if self.display and self._board is not None and self._board.tick():
            self._draw()

    def on_topology_rows_resized(self) -> None:
        if self._board is not None:
            self._board.resize(self._columns)
            self._follow()

    def _follow(self) -> None:
        self._draw()
        if self._board is not None:
            self.query_one(TopologyRows).follow(self._board.place)

    # Keys

    def action_go(self, dx: int, dy: int) -> None:
        if self._board is not None:
            self._board.go(dx, dy)
            self._follow()

    def on_topology_rows_picked(self, picked: TopologyRows.Picked) -> None:
        if self._board is not None:
            self._board.choose(picked.at)
            self._follow()
            if picked.twice:
                self.action_open()

    def action_open(self) -> None:
        """A telephone is touched, the files of a server are read."""
        node = self._node()
        if node is None or self._view is None:
            return
        desk = self._view.desk
        if desk.lab.nodes[node].kind == "phone":
            self.post_message(GoTo(PHONES))
        elif desk.files.get(node):
            self.post_message(OpenFile(node, next(iter(desk.files[node]))))

    def action_cable(self) -> None:
        node = self._node()
        if node is not None and self._board is not None:
            is_unplugged = self._board.host in self._board.present.unplugged
            self.post_message(Act(node, Cable.PLUG_IN if is_unplugged else Cable.UNPLUG))

    def action_impair(self) -> None:
        node = self._node()
        if node is None or self._board is None:
            return
        wire = self._board.wire
        end = self._board.present.topology.attachment(*wire)
        assert end is not None, "what can be chosen stands in the topology"

        def impair(wanted: list[Impair] | None) -> None:
            for one in wanted or ():
                self.post_message(Act(node, one))

        self.app.push_screen(ImpairScreen(wire.host, end), impair)

    def _node(self) -> str | None:
        """Who acts; a router is nobody's."""
        node = None if self._board is None else self._board.node
        if node is None and self._board is not None:
            self.post_message(
                Tell(f"{harmless(self._board.host)} is no node of this lab: impair the links of those who are.")
            )
        return node
