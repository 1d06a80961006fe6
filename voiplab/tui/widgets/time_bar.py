"""The line at the top: what is open, which run, and where its time stands. Run and time can be clicked."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless
from voiplab.tui.desk.player import Going, Player
from voiplab.tui.desk.view import View


class Part(NamedTuple):
    """`action` is what a click does."""

    text: str
    action: str = ""


class TimeBar(Widget):
    def __init__(self) -> None:
        super().__init__()
        self._left: Sequence[Part] = ()
        self._right: Sequence[Part] = ()

    def look(self, view: View) -> None:
        left, right = _left(view), _right(view)
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> Text:
        left, right = _text(self._left), _text(self._right)
        room = self.size.width - left.cell_len - right.cell_len
        if room < 1:
            left.truncate(max(0, self.size.width - right.cell_len - 3))
            left.append(" ..")
        return Text.assemble(left, " " * max(0, room), right, no_wrap=True, overflow="crop")


def _left(view: View) -> list[Part]:
    parts = [Part(f" {harmless(view.desk.title)}"), Part(f"run {harmless(view.desk.plan.name)}", "screen.choose_run")]
    if view.desk.shows_solution:
        parts.append(Part("solution"))
    if len(view.player.branches) > 1:
        parts.append(Part(f"branch {view.player.branches[-1].name}", "screen.compare"))
    return parts


def _right(view: View) -> list[Part]:
    at = _time(view.moment) if view.is_now else f"looking at {_time(view.moment)}"
    return [Part(f"{len(view.messages)} messages"), Part(at), Part(f"{_going(view.player)} ", "screen.play")]


def _text(parts: Sequence[Part]) -> Text:
    styled = ((part.text, Style(meta={"@click": part.action} if part.action else {})) for part in parts)
    return Text(" | ").join(Text(text, style) for text, style in styled)


def _going(player: Player) -> str:
    match player.going:
        case Going.RETURNING:
            return f"executing again {player.progress:.0%}"
        case Going.RUNNING:
            return f"> running {player.pace}"
        case Going.QUIET:
            return "= quiet"
        case Going.OVER:
            return "x over"
        case Going.READY | Going.PAUSED:
            return f"|| paused {player.pace}" if not player.says else f"|| {harmless(player.says)}"


def _time(moment: Moment) -> str:
    minutes, micros = divmod(moment, 60_000_000)
    return f"{minutes:02d}:{micros // 1_000_000:02d}.{micros // 1_000 % 1_000:03d}"
