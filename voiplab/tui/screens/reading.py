"""A text on the whole screen, to scroll through."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from voiplab.tui.screens.leaving import Dialog
from voiplab.tui.widgets.key_bar import KeyBar


class ReadScreen(Dialog[None]):
    """`text` is harmless already."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", id="read.back"),
        Binding("j", "scroll(1)", "Down", id="read.down", show=False),
        Binding("k", "scroll(-1)", "Up", id="read.up", show=False),
    ]

    def __init__(self, title: str, text: Text | str) -> None:
        super().__init__(classes="page")
        self._page = title
        self._text = text if isinstance(text, Text) else Text(text)

    def compose(self) -> ComposeResult:
        page = VerticalScroll(Static(self._text, markup=False))
        page.border_title = Text(self._page)
        yield page
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
