"""What draws its lines itself, and only those that somebody looks at: rows of ladders, logs, consoles, pages."""

from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip


class Lines(ScrollView):
    """`render_line` of whoever is one makes a `strip` of its text, or a `blank` one."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.plain = Style.null()
        """Of what has no style of its own. It is found by a walk up to the screen: once for all lines."""

    def render_lines(self, crop: Region) -> list[Strip]:
        self.plain = self.rich_style
        return super().render_lines(crop)

    def strip(self, text: Text, left: int = 0) -> Strip:
        """`left`: so many columns have been scrolled away."""
        drawn = Strip(text.render(self.app.console))
        return drawn.crop_extend(left, left + self.size.width, self.plain).apply_style(self.plain)

    @property
    def blank(self) -> Strip:
        return Strip.blank(self.size.width, self.plain)
