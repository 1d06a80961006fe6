"""The application for a class: a name first, then the course in a folder of one's own; other files are out of reach."""

from pathlib import Path
from typing import ClassVar

from voiplab.course.workspace import HIDDEN
from voiplab.tui.app import VoiplabApp
from voiplab.tui.desk.memory import Memory
from voiplab.tui.desk.students import Seat
from voiplab.tui.screens.home import HomeScreen
from voiplab.tui.screens.signing_in import SignInScreen


class KioskApp(VoiplabApp):
    """`root` has the folders of all students."""

    is_kiosk: ClassVar[bool] = True

    def __init__(self, root: Path) -> None:
        super().__init__(Memory(root), root)
        self._root = root
        self._seat: Seat | None = None

    @property
    def copies(self) -> Path:
        return self.folder / HIDDEN

    def begin(self) -> None:
        self.push_screen(SignInScreen(self._root), self._signed_in)

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
        self.push_screen(HomeScreen(seat.folder))
        if not self.memory.now.toured:
            self.action_tour()
