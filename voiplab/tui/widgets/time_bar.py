"""The line at the top: what is open, which run, and where its time stands."""

from rich.text import Text
from textual.widget import Widget

from voiplab.text.harmless import harmless
from voiplab.tui.desk.player import Going, Player
from voiplab.tui.desk.view import View


class TimeBar(Widget):
    def __init__(self) -> None:
        super().__init__()
        self._left = ""
        self._right = ""

    def look(self, view: View) -> None:
        player = view.player
        left = f" {harmless(view.desk.title)} | run {harmless(view.desk.plan.name)}"
        if len(player.branches) > 1:
            left += f" | branch {player.branches[-1].name}"
        at = f"looking at {_time(view.moment)}" if not view.is_now else _time(view.moment)
        right = f"{len(view.messages)} messages | {at} | {_going(player)} "
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> Text:
        room = self.size.width - len(self._left) - len(self._right)
        return Text(self._left + " " * max(1, room) + self._right, no_wrap=True, overflow="crop")


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
        case Going.PAUSED:
            return f"|| paused ({player.pace})"


def _time(moment: int) -> str:
    minutes, micros = divmod(moment, 60_000_000)
    return f"{minutes:02d}:{micros // 1_000_000:02d}.{micros // 1_000 % 1_000:03d}"
