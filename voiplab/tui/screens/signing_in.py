"""Who are you? Asked at the beginning of each session of a class."""

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label

from voiplab.tui.desk.students import NotYourName, Seat, take_seat
from voiplab.tui.screens.leaving import Dialog


class SignInScreen(Dialog[Seat]):
    """Type your name, and press Enter."""

    def __init__(self, root: Path) -> None:
        super().__init__(classes="dialog")
        self._root = root

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Label("Your name. What you do is kept under it, and you find it again.", markup=False)
            yield Input(placeholder="Ada Lovelace")
            yield Label("", id="sign-in-trouble", markup=False)

    def on_input_submitted(self, submitted: Input.Submitted) -> None:
        try:
            self.dismiss(take_seat(self._root, submitted.value))
        except NotYourName as no:
            self._refuse(str(no))
        except OSError as error:
            self._refuse(f"Nothing can be kept here: {error.strerror}.")

    def _refuse(self, why: str) -> None:
        self.query_one("#sign-in-trouble", Label).update(why)
