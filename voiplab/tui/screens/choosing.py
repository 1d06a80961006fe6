"""One of several things, with the arrows, or by typing a part of its name."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from voiplab.tui.screens.leaving import Dialog


class Choice(NamedTuple):
    """`about` stands behind its name, smaller."""

    name: str
    about: str = ""


class ChooseScreen(Dialog[str]):
    """The name of what was chosen; None after Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Leave it", id="choose.leave"),
        Binding("down", "down", "Down", id="choose.down", show=False),
        Binding("up", "up", "Up", id="choose.up", show=False),
    ]

    def __init__(self, question: str, choices: Sequence[Choice]) -> None:
        super().__init__(classes="dialog")
        self._question = question
        self._choices = choices
        self._seen: list[Choice] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Label(self._question, markup=False)
            yield Input(placeholder="type a part of its name")
            yield OptionList()

    def on_mount(self) -> None:
        self._fill("")

    @on(Input.Changed)
    def _typed(self, changed: Input.Changed) -> None:
        self._fill(changed.value)

    def _fill(self, part: str) -> None:
        self._seen = [choice for choice in self._choices if part.lower() in f"{choice.name} {choice.about}".lower()]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(Text.assemble((choice.name, "bold"), "  ", choice.about)) for choice in self._seen)
        options.highlighted = 0 if self._seen else None

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    @on(Input.Submitted)
    def _taken(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(self._seen[place].name)

    @on(OptionList.OptionSelected)
    def _clicked(self, selected: OptionList.OptionSelected) -> None:
        self.dismiss(self._seen[selected.option_index].name)
