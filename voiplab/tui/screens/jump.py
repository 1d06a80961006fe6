"""Where to go: each pane by its letter, asked for by ctrl+o."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static

from voiplab.tui.panes import PANES
from voiplab.tui.screens.leaving import Dialog


class JumpScreen(Dialog[str]):
    """The name of the pane, or nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Stay", id="jump.stay")]

    def compose(self) -> ComposeResult:
        with Vertical(id="jump"):
            yield Label("Go to", markup=False)
            yield Static("\n".join(f"  {pane.jump}  {pane.title}" for pane in PANES.values()), markup=False)
            yield Label("Esc: stay", classes="keys", markup=False)

    def on_key(self, event: events.Key) -> None:
        for pane in PANES.values():
            if event.character == pane.jump:
                event.stop()
                self.dismiss(pane.slug)
