"""The application: one desk, and the screens that look at it."""

from time import perf_counter

from textual.app import App

from voiplab.tui.desk.desk import Desk
from voiplab.tui.screens.lab import LabScreen


class VoiplabApp(App[None]):
    """`desk` is opened at once."""

    TITLE = "voiplab"
    CSS_PATH = "voiplab.tcss"
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def on_mount(self) -> None:
        self.push_screen(LabScreen(self._desk))


clock = perf_counter
"""The one that people look at."""
