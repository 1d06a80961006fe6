"""The board of telephones on the screen: drawn from pieces; a click chooses a telephone and presses a key."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from voiplab.tui.widgets.phones.board import GAP, Placed, board, hit
from voiplab.tui.widgets.phones.drawing import Telephone, Tone
from voiplab.tui.widgets.phones.keys import Key


class Board(Widget, can_focus=True):
    COMPONENT_CLASSES: ClassVar[set[str]] = {tone.value for tone in Tone}

    class Clicked(Message):
        """`presses`: a key, a digit, or nothing."""

        def __init__(self, phone: str, presses: Key | str | None) -> None:
            super().__init__()
            self.phone = phone
            self.presses = presses

    def __init__(self) -> None:
        super().__init__()
        self._phones: Sequence[Telephone] = ()
        self._rows: list[list[Placed]] = []

    def show(self, phones: Sequence[Telephone]) -> None:
        if phones != self._phones:
            self._phones = phones
            self._draw()

    def _draw(self) -> None:
        self._rows = board(self._phones, self.size.width, self.size.height)
        self.refresh()

    def on_resize(self) -> None:
        self._draw()

    def render_line(self, y: int) -> Strip:
        text = Text(no_wrap=True, end="")
        if y < len(self._rows):
            for left, piece, _phone in self._rows[y]:
                text.append(" " * min(GAP, max(0, left - text.cell_len)))
                text.append(piece.text, self.get_component_rich_style(piece.tone.value, partial=True))
        elif y == 0:
            text.append("this lab has no telephone")
        plain = self.rich_style  # a walk up to the screen
        return Strip(text.render(self.app.console)).crop_extend(0, self.size.width, plain).apply_style(plain)

    def on_click(self, event: events.Click) -> None:
        found = hit(self._rows, event.x, event.y)
        if found is not None:
            self.post_message(self.Clicked(found.phone, found.piece.presses))
