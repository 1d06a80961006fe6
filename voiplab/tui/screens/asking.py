"""One question, one line of an answer."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label

from voiplab.tui.screens.leaving import Dialog


class AskScreen(Dialog[str]):
    """What was typed, when Enter was pressed; None after Escape, which `leaving` says in words."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Leave it", id="ask.leave")]

    def __init__(
        self, question: str, answer: str = "", example: str = "", leaving: str = "leave it", begun: str = ""
    ) -> None:
        """`answer` is what typing replaces, `begun` what it goes on from."""
        super().__init__(classes="dialog")
        self._question = question
        self._answer = answer
        self._example = example
        self._leaving = leaving
        self._begun = begun

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Label(self._question, markup=False)
            yield Input(self._begun or self._answer, placeholder=self._example, select_on_focus=not self._begun)
            yield Label(f"Enter: take it   Esc: {self._leaving}", classes="keys", markup=False)

    def on_input_submitted(self, submitted: Input.Submitted) -> None:
        self.dismiss(submitted.value)
