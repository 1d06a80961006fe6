"""A lab on the screen: panes around one run, which goes on between the strokes of the keyboard."""

from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Footer

from voiplab.course.grading import names
from voiplab.explain.messages import Messages
from voiplab.explain.story import Story
from voiplab.lab.ending import LimitReached
from voiplab.lab.node import ImpossibleAction
from voiplab.text.place import ConfigError
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.view import View
from voiplab.tui.pane import Act, LookAt, Pane, SaveFile, Tell
from voiplab.tui.panes import PANES, PaneLayout, Place
from voiplab.tui.screens.jump import JumpScreen
from voiplab.tui.widgets.pane_tabs import PaneTabs
from voiplab.tui.widgets.time_bar import TimeBar

BEAT: Final = 1 / 60
"""Seconds between two slices of the simulation."""

BEATS_PER_LOOK: Final = 3
"""The panes are drawn every so many slices, while a run goes on."""


class LabScreen(Screen[None]):
    """Run a lab, look at it from all sides, act in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,p", "play", "Run/pause", id="time.play"),
        Binding("full_stop", "step", "Step", id="time.step", tooltip="One message further."),
        Binding("greater_than_sign", "to_next", "Next stop", id="time.next", show=False),
        Binding("less_than_sign", "rewind", "Rewind", id="time.rewind", show=False),
        Binding("left_square_bracket", "slower", "Slower", id="time.slower", show=False),
        Binding("right_square_bracket", "faster", "Faster", id="time.faster", show=False),
        Binding("tab", "next_pane(1)", "Next pane", id="lab.next", show=False),
        Binding("shift+tab", "next_pane(-1)", "Previous pane", id="lab.previous", show=False),
        Binding("plus", "zoom", "Zoom", id="lab.zoom", show=False),
        Binding("ctrl+o", "jump", "Go to", id="lab.jump"),
        Binding("R", "again", "Run again", id="time.again", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.story = self._read()
        self.cursor: int | None = None
        """The number of the message that is looked at."""

        self._beats = 0
        self._layout = PaneLayout()

    def _read(self) -> Story:
        return Story(Messages(self.desk.player.recording, names(self.desk.lab)))

    def compose(self) -> ComposeResult:
        yield TimeBar()
        yield PaneTabs()
        with Container(id="panes"):
            for pane in PANES:
                yield pane(id=pane.slug)
        yield Footer()

    def on_mount(self) -> None:
        self.set_interval(BEAT, self._beat)
        self.show(next(iter(PANES)).slug)
        self.look()

    # What is seen

    def look(self) -> None:
        """Show the present to everybody who is on the screen."""
        self.story.catch_up()
        view = View(self.desk, self.desk.player, self.story, self.cursor)
        self.query_one(TimeBar).look(view)
        for pane in self.query(Pane):
            if pane.display:
                pane.look(view)

    def show(self, name: str) -> None:
        """Bring a pane to the front and give it the keyboard."""
        self._layout.front = name
        self._arrange()
        self.query_one(f"#{name}", Pane).take_keys()
        self.look()

    def _arrange(self) -> None:
        room = self._layout.room(self.size.width, self.size.height)
        seen = self._layout.seen(room)
        container = self.query_one("#panes")
        container.set_classes(room.value)
        for pane in self.query(Pane):
            pane.display = pane.slug in seen
            pane.set_class(seen.get(pane.slug) is Place.MAIN, "main")
        self.query_one(PaneTabs).look(self._layout.front, seen)

    def on_resize(self) -> None:
        self._arrange()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The mouse, too, brings a pane to the front."""
        for widget in event.widget.ancestors_with_self:
            if isinstance(widget, Pane) and widget.slug != self._layout.front:
                self._layout.front = widget.slug
                self._arrange()

    def action_next_pane(self, by: int) -> None:
        order = [pane.slug for pane in PANES]
        self.show(order[(order.index(self._layout.front) + by) % len(order)])

    def action_zoom(self) -> None:
        self._layout.is_zoomed = not self._layout.is_zoomed
        self._arrange()

    def action_jump(self) -> None:
        self.app.push_screen(JumpScreen(), self._jumped)

    def _jumped(self, name: str | None) -> None:
        if name is not None:
            self.show(name)

    def on_pane_tabs_chosen(self, chosen: PaneTabs.Chosen) -> None:
        self.show(chosen.name)

    # Time

    def _beat(self) -> None:
        player = self.desk.player
        changed = player.slice()
        self._beats += 1
        if changed or (player.is_moving and self._beats % BEATS_PER_LOOK == 0):
            self.look()

    def action_play(self) -> None:
        if self.desk.player.is_moving:
            self.desk.player.pause()
        else:
            self.cursor = None
            self.desk.player.play()
        self.look()

    def action_step(self) -> None:
        self.cursor = None
        self.desk.player.step()

    def action_to_next(self) -> None:
        self.cursor = None
        self.desk.player.to_next()

    def action_slower(self) -> None:
        self.desk.player.pace.change(-1)
        self.look()

    def action_faster(self) -> None:
        self.desk.player.pace.change(1)
        self.look()

    def action_rewind(self) -> None:
        """To where the message that is looked at had just left; without one, a message back."""
        number = len(self.story.messages) - 1 if self.cursor is None else self.cursor
        message = self.story.messages.number(number)
        mark = None if message is None else self.desk.player.mark(message.event.id)
        if mark is None:
            self.begin()
            return
        self.desk.player.rewind(mark)
        self._begun()

    def action_again(self) -> None:
        self.begin()

    def begin(self, run: str | None = None) -> None:
        """A run from its beginning."""
        self.desk.start(run)
        self._begun()
        if (refused := self.desk.refused) is not None:
            self.notify(str(refused), severity="error")

    def _begun(self) -> None:
        self.story = self._read()
        self.cursor = None
        self.look()

    # What panes want

    def on_look_at(self, wish: LookAt) -> None:
        self.cursor = wish.number
        self.look()

    def on_act(self, wish: Act) -> None:
        try:
            self.desk.perform(wish.node, wish.action)
        except (ImpossibleAction, ConfigError, LimitReached) as refused:
            self.notify(str(refused), severity="warning")
        self.cursor = None
        self.look()

    def on_save_file(self, wish: SaveFile) -> None:
        try:
            self.desk.save(wish.node, wish.path, wish.content)
        except OSError as error:
            self.notify(f"{wish.node}/{wish.path} is not saved: {error.strerror}", severity="error")
            return
        self.notify(f"{wish.node}/{wish.path} is saved. R runs the lab again with it.")
        self.look()

    def on_tell(self, wish: Tell) -> None:
        self.notify(wish.text, severity="error" if wish.is_trouble else "information")
