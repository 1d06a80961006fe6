"""One question, one line of an answer."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label

from voiplab.text.harmless import harmless
from voiplab.tui.screens.leaving import Dialog


def _everything_goes(_: str) -> str:
    return ""


class AskScreen(Dialog[str]):
    """What was typed, when Enter was pressed; None after Escape, which `leaving` says in words."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Leave it", id="ask.leave")]

    def __init__(
        self,
        question: str,
        answer: str = "",
        example: str = "",
        leaving: str = "leave it",
        begun: str = "",
        refusal: Callable[[str], str] = _everything_goes,
    ) -> None:
        """`answer` is what typing replaces, `begun` what it goes on from; `refusal` says why an answer is none, or nothing."""
        super().__init__(classes="dialog")
        self._question = question
        self._answer = answer
        self._example = example
        self._leaving = leaving
        self._begun = begun
        self._refusal = refusal

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Label(self._question, markup=False)
            yield Input(self._begun or self._answer, placeholder=self._example, select_on_focus=not self._begun)
            yield Label(classes="refusal", markup=False)
            yield Label(f"Enter: take it   Esc: {self._leaving}", classes="keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(".refusal").display = False

    def on_input_submitted(self, submitted: Input.Submitted) -> None:
        """What is refused stays, to be mended."""
        if why := self._refusal(submitted.value):
            label = self.query_one(".refusal", Label)
            label.update(harmless(why))
            label.display = True
        else:
            self.dismiss(submitted.value)
