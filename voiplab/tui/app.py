"""The application: the course to begin with, and one lab at a time on the desk."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen

from voiplab.course.lesson import Lesson
from voiplab.course.starting import first_files
from voiplab.course.workspace import Marker, NotEmpty, Workspace, begin, seed_of
from voiplab.text.harmless import harmless
from voiplab.text.place import ConfigError
from voiplab.tui.clipboard import into_file, sequence
from voiplab.tui.desk.desk import FREE, Desk
from voiplab.tui.desk.memory import Memory, state_folder
from voiplab.tui.desk.opening import CannotOpen, Capture, open_path
from voiplab.tui.desk.pace import Clock, clock
from voiplab.tui.palette import commands
from voiplab.tui.pane import Copy
from voiplab.tui.plain import BOXES, FRAME, KEYS, variables
from voiplab.tui.screens.choosing import Choice, ChooseScreen
from voiplab.tui.screens.help import help_for
from voiplab.tui.screens.home import HomeScreen
from voiplab.tui.screens.lab import LabScreen
from voiplab.tui.screens.tour import TourScreen
from voiplab.tui.screens.ways import Exported
from voiplab.tui.themes import DARK, NAMES, OWN

LONGEST: Final = 1_000
"""Of what is told, in characters."""

GLANCE: Final = 2.0
"""Seconds for which a sentence stays at least; longer ones, as long as they take to read."""

READ_IN_A_SECOND: Final = 25
"""Characters. What went wrong stays for twice as long."""

USUAL: Final = "textual-dark"
"""Textual's own theme."""


class VoiplabApp(App[None]):
    """`begins_with` is opened at once; `folder` is where workspaces are, and are made."""

    TITLE = "voiplab"
    CSS_PATH = "voiplab.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", id="app.help", show=False),
    ]

    def __init__(
        self,
        memory: Memory,
        folder: Path,
        begins_with: Desk | Capture | None = None,
        *,
        keymap: Mapping[str, str] | None = None,
        theme: str = "",
        is_ascii: bool = False,
        clock: Clock = clock,
    ) -> None:
        self._is_ascii = is_ascii
        super().__init__()
        self.set_class(is_ascii, "-ascii")
        self.memory = memory
        self._begins_with = begins_with
        self.folder = folder
        self._clock = clock
        for own in OWN:
            self.register_theme(own)
        self.set_keymap(keymap or {})
        self._wanted_theme = theme or memory.now.theme

    def on_mount(self) -> None:
        if self._wanted_theme in self.available_themes:
            self.theme = self._wanted_theme
        elif self.theme == USUAL:  # nobody has set TEXTUAL_THEME
            self.theme = DARK.name
        self.begin()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables(FRAME if self._is_ascii else BOXES)

    def get_key_display(self, binding: Binding) -> str:
        """In letters: signs for keys have no certain width."""
        return KEYS.get(binding.key) or super().get_key_display(binding)

    def begin(self) -> None:
        """The first screen: the course, or what was asked for; the course comes when that is left."""
        if self._begins_with is None:
            self.go_home()
        else:
            self.open(self._begins_with)
        if not self.memory.now.toured:
            self.action_tour()

    def open(self, what: Desk | Capture) -> None:
        if isinstance(what, Capture):
            from voiplab.tui.screens.capture import CaptureScreen

            self.push_screen(CaptureScreen(what), self._left)
            return
        if what.workspace is not None:
            self.memory.opened(what.workspace.folder)
        self.push_screen(LabScreen(what, self.folder), self._left)

    def _left(self, _: None) -> None:
        if not any(isinstance(screen, HomeScreen) for screen in self.screen_stack):
            self.go_home()

    def go_home(self) -> None:
        self.push_screen(HomeScreen(self.folder))

    def action_tour(self) -> None:
        self.push_screen(TourScreen(), lambda _: self.memory.toured())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield from commands(screen)
        yield SystemCommand("Theme", "dark, light, high contrast, the terminal's own colours", self.action_theme)
        yield SystemCommand("Quit", "key: ctrl+q", self.action_quit)

    def action_theme(self) -> None:
        self.push_screen(ChooseScreen("Which colours?", [Choice(name) for name in NAMES]), self._paint)

    def _paint(self, theme: str | None) -> None:
        if theme is not None:
            self.theme = theme
            self.memory.chose_theme(theme)

    async def action_quit(self) -> None:
        """What is not saved in a lab is asked about first."""
        for screen in self.screen_stack:
            if isinstance(screen, LabScreen):
                screen.keeper.leave(self.exit)
                return
        self.exit()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 - Textual's own
    ) -> None:
        """Never as markup, whoever asks for it: what is told has names and words of messages and files in it."""
        told = harmless(message, LONGEST)
        stays = reading_time(told) * (1 if severity == "information" else 2) if timeout is None else timeout
        super().notify(told, title=title, severity=severity, timeout=stays, markup=False)

    def on_copy(self, wish: Copy) -> None:
        self.copy(wish.text, wish.what)

    def copy(self, text: str, what: str) -> None:
        """Into the clipboard, or into a file; the person is told which."""
        written = sequence(text)
        if written is not None and self._driver is not None:
            self._driver.write(written)
            self.notify(f"{what} was sent to the clipboard of your terminal (OSC 52).")
            return
        try:
            path = into_file(text, self.copies)
        except OSError as error:
            self.notify(f"{what} was not copied: {error.strerror}.", severity="error")
        else:
            self.notify(f"{what} is too long for a terminal's clipboard.")
            self.hand_over(path)

    @on(Exported)
    def _exported(self, told: Exported) -> None:
        self.hand_over(told.path)

    def hand_over(self, path: Path) -> None:
        """A file that was written for the person at the screen."""
        self.notify(f"It is in {path}.")

    @property
    def copies(self) -> Path:
        """Where texts go that are too long for a clipboard."""
        return state_folder()

    def action_help(self) -> None:
        self.push_screen(help_for(self.screen))

    # What the home screen wants

    @on(HomeScreen.TourWanted)
    def _tour(self) -> None:
        self.action_tour()

    @on(HomeScreen.Wanted)
    def _open_lesson(self, wish: HomeScreen.Wanted) -> None:
        if not isinstance(self.screen, HomeScreen):  # a key that was pressed twice
            return
        if wish.is_sandbox:
            desk = Desk(wish.lesson.lab, self._clock)
            desk.start(FREE)
            self.open(desk)
            return
        try:
            self.guard(self.folder / wish.lesson.id if wish.workspace is None else wish.workspace.folder)
            workspace = wish.workspace or self._begin(wish.lesson)
            self.open(Desk.of_workspace(workspace, wish.lesson, self._clock))
        except NotEmpty as taken:
            self.notify(
                f"{taken} exists and is not empty: go elsewhere, or move it away.", severity="warning", markup=False
            )
        except (CannotOpen, ConfigError, OSError) as trouble:
            self.notify(str(trouble), severity="error")

    def _begin(self, lesson: Lesson) -> Workspace:
        marker = Marker(lesson=lesson.id, version=lesson.version, seed=self.seed(lesson))
        return begin(self.folder / lesson.id, marker, first_files(lesson))

    def seed(self, lesson: Lesson) -> int:
        """Of a new workspace."""
        return seed_of(lesson.id, (self.folder / lesson.id).resolve().name)

    def guard(self, path: Path) -> None:
        """CannotOpen when nobody may open this here: at one's own machine everybody may open everything."""

    @on(HomeScreen.ResumeWanted)
    def _resume(self) -> None:
        latest = self.memory.latest
        if latest is None:
            self.notify("No workspace was open before: choose a lesson.")
        else:
            self._open_path(latest)

    @on(HomeScreen.FileWanted)
    def _open_file(self, wish: HomeScreen.FileWanted) -> None:
        self._open_path(wish.path)

    def _open_path(self, path: Path) -> None:
        try:
            self.guard(path)
            self.open(open_path(path, self._clock))
        except (CannotOpen, ConfigError, OSError) as trouble:
            self.notify(str(trouble), severity="error")


def reading_time(text: str) -> float:
    """In seconds."""
    return GLANCE + len(text) / READ_IN_A_SECOND
