"""A lab on the screen: panes around one run, which goes on between the strokes of the keyboard."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from voiplab.course.grading import names
from voiplab.explain.columns import Column
from voiplab.explain.messages import Messages
from voiplab.explain.story import Story
from voiplab.lab.ending import LimitReached
from voiplab.lab.journal_file import Unwritable
from voiplab.lab.node import ImpossibleAction
from voiplab.lab.span import duration
from voiplab.text.place import ConfigError
from voiplab.tui.desk.breakpoints import NoBreakpoint, breakpoint_of
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.player import Going
from voiplab.tui.desk.view import View, with_mark
from voiplab.tui.pane import Act, GoTo, LookAt, Mark, OpenFile, Pane, SaveFile, StopAtLine, Tell
from voiplab.tui.panes import PANES
from voiplab.tui.screens.asking import AskScreen
from voiplab.tui.screens.choosing import Choice, ChooseScreen
from voiplab.tui.screens.confirming import ConfirmScreen
from voiplab.tui.screens.jump import JumpScreen
from voiplab.tui.screens.keeping import Keeper
from voiplab.tui.screens.leaving import Page
from voiplab.tui.screens.tutor import Tutor
from voiplab.tui.screens.ways import Ways
from voiplab.tui.widgets.key_bar import KeyBar
from voiplab.tui.widgets.lesson.pane import LessonPane
from voiplab.tui.widgets.pane_area import PaneArea
from voiplab.tui.widgets.pane_tabs import PaneTabs
from voiplab.tui.widgets.time_bar import TimeBar

BEAT: Final = 1 / 60
"""Seconds between two slices of the simulation."""

STANDS: Final = {
    Going.QUIET: "Nothing is left to happen by itself. Act, let time go by (W), or run it again (R).",
    Going.OVER: "This run is over. R begins it again.",
}
"""What somebody is told who wants a run to go on that cannot."""

BEATS_PER_LOOK: Final = 3
"""The panes are drawn every so many slices, while a run goes on."""


class LabScreen(Page[None]):
    """Run a lab, look at it from all sides, act in it."""

    AUTO_FOCUS: ClassVar[str | None] = ""
    """The pane that is shown takes the keys: nothing else is styled as having them before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,p", "play", "Run", id="time.play", tooltip="Run, or pause."),
        Binding("full_stop", "step", "Step", id="time.step", tooltip="One message further."),
        Binding("greater_than_sign", "to_next", "Next stop", id="time.next", show=False),
        Binding("less_than_sign", "rewind", "Rewind", id="time.rewind", show=False),
        Binding("left_square_bracket", "slower", "Slower", id="time.slower", show=False),
        Binding("right_square_bracket", "faster", "Faster", id="time.faster", show=False),
        Binding("tab", "next_pane(1)", "Next pane", id="lab.next", show=False),
        Binding("shift+tab", "next_pane(-1)", "Previous pane", id="lab.previous", show=False),
        Binding("plus", "zoom", "Zoom", id="lab.zoom", show=False),
        Binding("ctrl+o", "jump", "Go to", id="lab.jump", priority=True),
        Binding("u", "undo", "Undo what was done last", id="time.undo", show=False),
        Binding("D", "compare", "Compare with", id="lab.compare", show=False),
        Binding("P", "present", "Present", id="lab.present", show=False),
        Binding("E", "export", "Export the ladder", id="lab.export", show=False),
        Binding("R", "again", "Run again", id="time.again", show=False),
        Binding("r", "choose_run", "Which run", id="time.run", show=False),
        Binding("B", "breakpoint", "Stop at", id="time.breakpoint", show=False),
        Binding("W", "wait", "Let time go by", id="time.wait", show=False),
        Binding("c", "check", "Check", id="lesson.check"),
        Binding("h", "hint", "Hint", id="lesson.hint", show=False),
        Binding("S", "solution", "Solution", id="lesson.solution", show=False),
        Binding("X", "reset", "Files back to the start", id="lesson.reset", show=False),
        Binding("q", "leave", "Leave", id="lab.leave", show=False),
    ]

    def __init__(self, desk: Desk, exports: Path) -> None:
        """`exports`: where files go of a lab that has no workspace."""
        super().__init__()
        self.desk = desk
        self.story = self._read()
        self.cursor: int | None = None
        """The number of the message that is looked at."""

        self.marked: tuple[int, ...] = ()
        self.columns = [Column(plan.host, plan.label) for plan in desk.lab.nodes.values()]
        self.tutor = Tutor(self)
        self.ways = Ways(self, exports)
        self.keeper = Keeper(self)
        self._beats = 0

    def _read(self) -> Story:
        return Story(Messages(self.desk.player.recording, names(self.desk.lab)))

    def compose(self) -> ComposeResult:
        yield TimeBar()
        yield PaneTabs()
        yield PaneArea()
        yield KeyBar()

    def on_mount(self) -> None:
        self.set_interval(BEAT, self.beat)
        self.keeper.reread()
        self.tutor.begin_run()
        self.show(next(iter(PANES)))
        self.look()
        self._tell_refused()

    # What is seen

    def look(self) -> None:
        """Show the present to everybody who is on the screen."""
        self.story.catch_up()
        self.query_one(TimeBar).look(self._view)
        for pane in self.query(Pane):
            if pane.display:
                pane.when_made(partial(self._let_look, pane))

    def _let_look(self, pane: Pane) -> None:
        pane.look(self._view)

    @property
    def _view(self) -> View:
        return View(self.story, self.columns, self.cursor, self.marked, desk=self.desk, player=self.desk.player)

    def show(self, name: str) -> None:
        """Bring a pane to the front and give it the keyboard."""
        self.query_one(PaneArea).show(name)
        self.look()

    @on(PaneArea.Arranged)
    def _arranged(self, arranged: PaneArea.Arranged) -> None:
        self.query_one(PaneTabs).look(arranged.front, arranged.seen)
        self.look()

    def action_next_pane(self, by: int) -> None:
        self.show(self.query_one(PaneArea).beside(by))

    def action_zoom(self) -> None:
        self.query_one(PaneArea).zoom()

    def action_jump(self) -> None:
        self.app.push_screen(JumpScreen(), self._jumped)

    def _jumped(self, name: str | None) -> None:
        if name is not None:
            self.show(name)

    def on_pane_tabs_chosen(self, chosen: PaneTabs.Chosen) -> None:
        self.show(chosen.name)

    # Time

    def beat(self) -> None:
        """Some milliseconds of the run, between two strokes of the keyboard."""
        player = self.desk.player
        changed = player.slice()
        self.tutor.slice()
        if changed and player.going is Going.OVER:
            self.notify(player.says, severity="error", timeout=20)
        self._beats += 1
        if changed or (player.is_moving and self._beats % BEATS_PER_LOOK == 0):
            self.look()

    def action_play(self) -> None:
        if self.desk.player.is_moving:
            self.desk.player.pause()
            self.look()
        else:
            self._go_on(self.desk.player.play)

    def action_step(self) -> None:
        self._go_on(self.desk.player.step)

    def action_to_next(self) -> None:
        self._go_on(self.desk.player.to_next)

    def _go_on(self, go: Callable[[], None]) -> None:
        """A run that cannot says so."""
        self.cursor = None
        if (says := STANDS.get(self.desk.player.going)) is not None:
            self.notify(says)
        go()
        self.look()

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

    def action_undo(self) -> None:
        """What was done by hand last is not done; all before it is done again."""
        try:
            is_undone = self.desk.undo()
        except OSError as error:
            self.notify(f"What you did is not kept: {error.strerror}.", severity="error")
            return
        if is_undone:
            self._begun()
        else:
            self.notify("Nothing was done by hand in this run.")

    def action_compare(self) -> None:
        """With a branch that was left, or with the start or the solution."""
        self.ways.compare()

    def action_present(self) -> None:
        """This run alone, or beside another one."""
        self.ways.present()

    def action_export(self) -> None:
        self.ways.export()

    def action_again(self) -> None:
        self.begin()

    def action_choose_run(self) -> None:
        choices = [Choice(plan.name, plan.does) for plan in self.desk.plans.values()]
        self.app.push_screen(ChooseScreen("Which run?", choices), self._chosen)

    def _chosen(self, run: str | None) -> None:
        if run is not None:
            self.begin(run)

    def action_breakpoint(self) -> None:
        """An empty answer takes all of them away."""
        now = ", ".join(map(str, self.desk.player.breakpoints))
        question = "Stop at (several with commas; nothing takes all away)"
        self.app.push_screen(
            AskScreen(question, now, "4xx, REFER, lost, freeswitch/dialplan/default.xml:12"), self._stop_at
        )

    def _stop_at(self, text: str | None) -> None:
        if text is None:
            return
        try:
            points = [breakpoint_of(part) for part in text.split(",") if part.strip()]
        except NoBreakpoint as wrong:
            self.notify(str(wrong), severity="warning")
            return
        self.desk.player.breakpoints[:] = points
        self._tell_stops()

    def _tell_stops(self) -> None:
        points = ", ".join(map(str, self.desk.player.breakpoints))
        self.notify(f"It stops at {points}; `>` goes there." if points else "It stops nowhere.")

    def action_wait(self) -> None:
        self.app.push_screen(AskScreen("How much time goes by?", "60s", "500ms, 30s, 2m, 1h"), self._wait)

    def _wait(self, text: str | None) -> None:
        if text is None:
            return
        try:
            self.desk.player.wait(duration(text))
        except ValueError as wrong:
            self.notify(str(wrong), severity="warning")

    def action_leave(self) -> None:
        self.keeper.leave(self._part)

    def _part(self) -> None:
        self.dismiss()

    def begin(self, run: str | None = None) -> None:
        """A run from its beginning, with the files as they are now."""
        self.keeper.reread()
        self.desk.start(run)
        self._begun()
        self._tell_refused()

    def _tell_refused(self) -> None:
        """Why everything is switched off."""
        if (refused := self.desk.refused) is not None:
            self.notify(str(refused), severity="error", timeout=20)

    def _begun(self) -> None:
        self.story = self._read()
        self.tutor.begin_run()
        self.cursor = None
        self.marked = ()
        self.look()

    # What panes want

    def on_look_at(self, wish: LookAt) -> None:
        self.cursor = wish.number
        self.look()

    def on_go_to(self, wish: GoTo) -> None:
        self.show(wish.slug)

    def on_mark(self, wish: Mark) -> None:
        self.marked = with_mark(self.marked, wish.number)
        self.look()

    def on_act(self, wish: Act) -> None:
        rest = self.desk.player.run.rest
        if not rest:
            self._act(wish)
            return
        times = "once" if rest == 1 else f"{rest} times"
        question = f"You have acted {times} later in this run, and that is to be done again. Forget it, and act now?"
        self.app.push_screen(ConfirmScreen(question), lambda is_wanted: self._act(wish) if is_wanted else None)

    def _act(self, wish: Act) -> None:
        try:
            said = self.desk.perform(wish.node, wish.action)
        except (ImpossibleAction, ConfigError, LimitReached, Unwritable) as refused:
            self.notify(str(refused), severity="warning")
        except OSError as error:
            self.notify(f"What you did is not kept: {error.strerror}.", severity="error")
        else:
            if said and self.desk.lab.nodes[wish.node].kind == "phone":  # consoles show what they say
                self.notify(f"{wish.node}: {said}")
        self.cursor = None
        self.look()

    def on_save_file(self, wish: SaveFile) -> None:
        self.keeper.save(wish)
        self.look()

    def on_stop_at_line(self, wish: StopAtLine) -> None:
        """Once more takes it away."""
        point = self.desk.line_point(wish.node, wish.path, wish.line)
        points = self.desk.player.breakpoints
        if point in points:
            points.remove(point)
        else:
            points.append(point)
        self._tell_stops()
        self.look()

    def on_open_file(self, wish: OpenFile) -> None:
        from voiplab.tui.widgets.config.pane import ConfigPane

        self.show(ConfigPane.slug)
        pane = self.query_one(ConfigPane)
        pane.when_made(partial(pane.open, wish.node, wish.path, wish.line))

    @on(LessonPane.AskedFor)
    def _ask(self, wish: LessonPane.AskedFor) -> None:
        self.tutor.ask(wish.check, wish.begun)

    @on(LessonPane.ProofWanted)
    def _prove(self, wish: LessonPane.ProofWanted) -> None:
        """In the run as it was graded: played anew, unless this one is that, and has come so far."""
        if not self.desk.is_graded(wish.run) or wish.number > len(self.story.messages):
            self.begin(wish.run)
            self.desk.player.to_end()
        self.cursor = wish.number
        self.show("ladder")

    def action_check(self) -> None:
        self.keeper.reread()
        self.tutor.check()

    def action_hint(self) -> None:
        self.tutor.hint(self.query_one(LessonPane).chosen)

    def action_solution(self) -> None:
        self.tutor.solution()

    def action_reset(self) -> None:
        self.keeper.reset()

    def on_tell(self, wish: Tell) -> None:
        self.notify(wish.text, severity="error" if wish.is_trouble else "information")
