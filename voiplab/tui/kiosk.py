"""The application for a class: a name first, then the course in a folder of one's own; other files are out of reach."""

from pathlib import Path

from textual.driver import Driver
from textual.drivers.web_driver import WebDriver

from voiplab.course.lesson import Lesson
from voiplab.course.workspace import HIDDEN, seed_of
from voiplab.tui.app import VoiplabApp
from voiplab.tui.clipboard import sequence
from voiplab.tui.desk.memory import Memory
from voiplab.tui.desk.pace import Clock, clock
from voiplab.tui.desk.students import NotYourName, Seat, guard, take_seat
from voiplab.tui.screens.confirming import ConfirmScreen
from voiplab.tui.screens.home import HomeScreen
from voiplab.tui.screens.signing_in import SignInScreen
from voiplab.tui.session_driver import SessionDriver


class CourseScreen(HomeScreen):
    """Choose a lesson with the arrows; Enter opens it, in a new folder with your own copy of its files, or where you were."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "open" and super().check_action(action, parameters)


class KioskApp(VoiplabApp):
    """`root` has the folders of all students; `name` is whose session this is, asked for when it is None."""

    def __init__(self, root: Path, name: str | None = None, clock: Clock = clock) -> None:
        super().__init__(Memory(root), root, clock=clock)
        self._root = root
        self._name = name
        self._seat: Seat | None = None
        self.use_command_palette = False  # nobody has chosen anything yet for whom it could be remembered

    def get_driver_class(self) -> type[Driver]:
        usual = super().get_driver_class()
        return SessionDriver if issubclass(usual, WebDriver) else usual

    def begin(self) -> None:
        if self._name is None:
            self.push_screen(SignInScreen(self._root), self._signed_in)
            return
        try:
            self._signed_in(take_seat(self._root, self._name))
        except NotYourName as no:
            self._ask_again(str(no))
        except OSError as error:
            self._ask_again(f"Nothing can be kept here: {error.strerror}.")

    def _ask_again(self, why: str) -> None:
        self.push_screen(ConfirmScreen(f"{why} Try again?"), self._again)

    def _again(self, is_wanted: bool | None) -> None:
        if is_wanted:
            self.begin()
        else:
            self.exit()

    def on_unmount(self) -> None:
        if self._seat is not None:
            self._seat.leave()

    def _signed_in(self, seat: Seat | None) -> None:
        if seat is None:
            self.exit()
            return
        self._seat = seat
        self.folder = seat.folder
        self.memory = Memory(seat.folder)
        self.use_command_palette = True
        if self.memory.now.theme in self.available_themes:
            self.theme = self.memory.now.theme
        self.go_home()
        if not self.memory.now.toured:
            self.action_tour()

    def go_home(self) -> None:
        self.push_screen(CourseScreen(self.folder))

    def seed(self, lesson: Lesson) -> int:
        return seed_of(lesson.id, self.folder.name)

    # What would lead out of the folder

    def guard(self, path: Path) -> None:
        guard(path, self.folder)

    def copy(self, text: str, what: str) -> None:
        written = sequence(text, {})  # whatever the server runs in, there is no tmux between here and the page
        if written is None or self._driver is None:
            super().copy(text, what)
            return
        self._driver.write(written)
        self.notify(f"{what} was sent to your browser, for its clipboard.", markup=False)

    def hand_over(self, path: Path) -> None:
        """Where it is says nothing to somebody who cannot go there."""
        if self.is_web:
            self.deliver_binary(path)
        self.notify(f"{path.name} is handed to your browser, which saves it among its downloads.", markup=False)

    @property
    def copies(self) -> Path:
        return self.folder / HIDDEN
