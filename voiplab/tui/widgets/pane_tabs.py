"""The panes by name, each with the letter that leads to it; a click does, too."""

from collections.abc import Mapping

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from voiplab.tui.panes import PANES, Place


class PaneTabs(Widget):
    class Chosen(Message):
        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__()
        self._front = ""
        self._seen: Mapping[str, Place] = {}

    def look(self, front: str, seen: Mapping[str, Place]) -> None:
        self._front = front
        self._seen = seen
        self.refresh()

    def render(self) -> Text:
        """The one in front is reversed, and seen also where there is no room for all; those on the screen are bold."""
        text = Text(no_wrap=True, overflow="crop")
        for pane in PANES.values():
            style = "reverse" if pane.slug == self._front else "bold" if pane.slug in self._seen else ""
            text.append(f" {pane.title} ", style)
        return text[self._hidden :]

    @property
    def _hidden(self) -> int:
        """So many columns on the left."""
        end = 0
        for pane in PANES.values():
            end += len(pane.title) + 2
            if pane.slug == self._front:
                break
        return max(0, end - self.size.width)

    def on_click(self, event: events.Click) -> None:
        place = -self._hidden
        for pane in PANES.values():
            place += len(pane.title) + 2
            if event.x < place:
                self.post_message(self.Chosen(pane.slug))
                return
