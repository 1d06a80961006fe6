"""The bench of the panes in which one reads: it also notes what is opened and copied, and marks messages."""

from tests.tui.pane_bench import PaneBench
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.view import View
from voiplab.tui.pane import Copy, OpenFile, Pane


class ReadingBench(PaneBench):
    def __init__(self, desk: Desk, pane: Pane) -> None:
        super().__init__(desk, pane)
        self.marked: tuple[int, ...] = ()
        self.opened: list[str] = []
        """`freeswitch/dialplan/default.xml:6`."""

        self.copied: list[tuple[str, str]] = []

    def look(self) -> None:
        self._story.catch_up()
        self.pane.look(
            View(story=self._story, cursor=self.cursor, marked=self.marked, desk=self.desk, player=self.desk.player)
        )

    def on_open_file(self, wish: OpenFile) -> None:
        self.opened.append(f"{wish.node}/{wish.path}:{wish.line}")

    def on_copy(self, wish: Copy) -> None:
        self.copied.append((wish.what, wish.text))
