"""One pane of the lab screen alone on the screen, with what it asks for done at once."""

from pathlib import Path

from textual.app import App, ComposeResult

import voiplab.tui
from voiplab.course.grading import names
from voiplab.explain.messages import Messages
from voiplab.explain.story import Story
from voiplab.sim.moment import seconds
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.view import View
from voiplab.tui.pane import Act, LookAt, Pane, Tell
from voiplab.tui.plain import variables


class PaneBench(App[None]):
    CSS_PATH = Path(voiplab.tui.__file__).parent / "voiplab.tcss"

    def __init__(self, desk: Desk, pane: Pane) -> None:
        super().__init__()
        self.desk = desk
        self.pane = pane
        self.cursor: int | None = None
        self.done: list[str] = []
        """What was asked for: `alice: dial 1001`."""

        self.told: list[str] = []
        self._story = Story(Messages(desk.player.recording, names(desk.lab)))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables()

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.look()
        self.pane.take_keys()

    def look(self) -> None:
        self._story.catch_up()
        self.pane.look(View(story=self._story, cursor=self.cursor, desk=self.desk, player=self.desk.player))

    def on_act(self, wish: Act) -> None:
        """Two seconds go by after it."""
        self.done.append(f"{wish.node}: {wish.action}")
        self.told.append(self.desk.perform(wish.node, wish.action))
        self.desk.player.wait(seconds(2))
        while self.desk.player.is_moving:
            self.desk.player.slice()
        self.look()

    def on_look_at(self, wish: LookAt) -> None:
        self.cursor = wish.number
        self.look()

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())

    def on_tell(self, wish: Tell) -> None:
        self.told.append(wish.text)
