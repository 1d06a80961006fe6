"""What stands on a console, drawn where it is looked at."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.geometry import Size
from textual.strip import Strip

from voiplab.explain.consoles import Kind, Said
from voiplab.tui.widgets.console.programs import Program
from voiplab.tui.widgets.console.rows import Row, rows
from voiplab.tui.widgets.lines import Lines

STYLES = {Kind.TYPED: "console--typed", Kind.ANSWER: "console--answer", Kind.ASIDE: "console--aside"}


class Output(Lines, can_focus=False):
    """It follows the end, unless somebody has scrolled away from it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*STYLES.values(), "console--prompt"}

    def __init__(self) -> None:
        super().__init__()
        self._said: Sequence[Said] = ()
        self._program: Program | None = None
        self._host = ""
        self._rows: list[Row] = []
        self._drawn: tuple[object, ...] = ()

    def show(self, said: Sequence[Said], program: Program | None, host: str) -> None:
        seen = (program, host, len(said), said[0].event if said else None, said[-1].event if said else None)
        if seen == self._drawn:
            return
        self._drawn = seen
        self._said, self._program, self._host = said, program, host
        self._break()

    def on_resize(self) -> None:
        self._break()

    def _break(self) -> None:
        """Into rows of the present width."""
        follows = self.scroll_offset.y >= self.max_scroll_y
        room = self.size.width
        self._rows = [] if self._program is None else list(rows(self._said, self._program, self._host, room))
        self.virtual_size = Size(room, len(self._rows))
        if follows:
            self.scroll_end(animate=False, force=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        place = y + self.scroll_offset.y
        if place >= len(self._rows):
            return self.blank
        row = self._rows[place]
        text = Text(row.text, self.get_component_rich_style(STYLES[row.kind], partial=True), no_wrap=True, end="")
        if row.prompt:
            text.stylize(self.get_component_rich_style("console--prompt", partial=True), 0, row.prompt)
        return self.strip(text)
