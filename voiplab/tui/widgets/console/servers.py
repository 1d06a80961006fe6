"""The servers that have a console, in one row; a click opens it."""

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from voiplab.text.harmless import harmless
from voiplab.text.width import width


class Servers(Widget):
    class Chosen(Message):
        def __init__(self, server: str) -> None:
            super().__init__()
            self.server = server

    def __init__(self) -> None:
        super().__init__()
        self._names: Sequence[str] = ()
        self._chosen = ""
        self._says = ""

    def show(self, names: Sequence[str], chosen: str, says: str) -> None:
        """`says` stands behind the names."""
        if (names, chosen, says) != (self._names, self._chosen, self._says):
            self._names, self._chosen, self._says = names, chosen, says
            self.refresh()

    def render(self) -> Text:
        text = Text(no_wrap=True, overflow="crop")
        for name in self._names:
            text.append(f"[{harmless(name)}]" if name == self._chosen else f" {harmless(name)} ", self._style(name))
        return text.append(f"  {self._says}")

    def _style(self, name: str) -> str:
        return "bold" if name == self._chosen else ""

    def on_click(self, event: events.Click) -> None:
        left = 0
        for name in self._names:
            left += width(harmless(name)) + 2
            if event.x < left:
                self.post_message(self.Chosen(name))
                return
