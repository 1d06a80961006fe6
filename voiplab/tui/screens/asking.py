"""One question, one line of an answer."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label

from voiplab.tui.screens.leaving import Dialog


class AskScreen(Dialog[str]):
    """What was typed, when Enter was pressed; None after Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Leave it", id="ask.leave")]

    def __init__(self, question: str, answer: str = "", example: str = "") -> None:
        super().__init__(classes="dialog")
        self._question = question
        self._answer = answer
        self._example = example

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Label(self._question, markup=False)
            yield Input(self._answer, placeholder=self._example)
            yield Label("Enter: take it   Esc: leave it", classes="keys", markup=False)

    def on_input_submitted(self, submitted: Input.Submitted) -> None:
        self.dismiss(submitted.value)
