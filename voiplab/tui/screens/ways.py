"""What a run is put beside: another way that it has taken or would take, a wall in front of a class, a file."""

from asyncio import sleep
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.message import Message

from voiplab.course.grading import messages_of
from voiplab.explain.story import Story
from voiplab.lab.ending import LimitReached
from voiplab.text.place import ConfigError
from voiplab.tui.desk.comparing import branch_run, name_of, other_run, others
from voiplab.tui.desk.exporting import FORMS, export
from voiplab.tui.desk.grading import STEPS
from voiplab.tui.screens.choosing import Choice, ChooseScreen
from voiplab.tui.screens.compare import CompareScreen, Side
from voiplab.tui.screens.presenting import PresentScreen

if TYPE_CHECKING:
    from voiplab.tui.screens.lab import LabScreen

ALONE: Final = "nothing else"


class Exported(Message):
    """A file was written for the person at the screen."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class Ways:
    def __init__(self, screen: "LabScreen", exports: Path) -> None:
        """`exports`: where files go of a lab that has no workspace."""
        self._screen = screen
        self._desk = screen.desk
        self._exports = exports

    def compare(self) -> None:
        choices = [Choice(name) for name in others(self._desk)]
        if choices:
            self._screen.app.push_screen(ChooseScreen("Compare this run with", choices), self._compare)
        else:
            self._screen.notify("There is no other branch yet: rewind (<) makes one.")

    def _compare(self, name: str | None) -> None:
        if name is not None:
            self._screen.run_worker(self._beside(name, CompareScreen), exclusive=True)

    def present(self) -> None:
        choices = [Choice(ALONE), *(Choice(name) for name in others(self._desk))]
        self._screen.app.push_screen(ChooseScreen("Present this run, beside", choices), self._present)

    def _present(self, name: str | None) -> None:
        if name == ALONE:
            self._screen.app.push_screen(PresentScreen([self._here], self._screen.columns))
        elif name is not None:
            self._screen.run_worker(self._beside(name, PresentScreen), exclusive=True)

    @property
    def _here(self) -> Side:
        return Side(name_of(self._desk), self._screen.story)

    async def _beside(self, name: str, screen: type[CompareScreen] | type[PresentScreen]) -> None:
        """This run and another one, which is played first if it has to be: in slices, as everything here."""
        run = branch_run(self._desk, name)
        try:
            if run is None:
                run = other_run(self._desk, name)
                while run.go_on(STEPS):
                    await sleep(0)
        except (ConfigError, LimitReached) as refused:
            self._screen.notify(str(refused), severity="error")
            return
        sides = (Side(name, Story(messages_of(run))), self._here)
        self._screen.app.push_screen(screen(sides, self._screen.columns))

    def export(self) -> None:
        choices = [Choice(form) for form in FORMS]
        self._screen.app.push_screen(ChooseScreen("The ladder as a file", choices), self._export)

    def _export(self, form: str | None) -> None:
        if form is None:
            return
        try:
            path = export(self._desk.player.run, form, self._desk.folder() or self._exports)
        except OSError as error:
            self._screen.notify(f"It is not written: {error.strerror}.", severity="error")
        else:
            self._screen.post_message(Exported(path))
