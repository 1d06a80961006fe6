"""The lines of a text painted where somebody looks: what is open before each is found once, and forgotten when it changes."""

from collections.abc import Sequence

from voiplab.text.highlighting.ink import NOTHING_OPEN, Painter, State, Stretch


class Painting:
    def __init__(self, paint: Painter) -> None:
        self._paint = paint
        self._open: list[State] = [NOTHING_OPEN]
        """Before each line, as far as somebody has looked."""

    def forget(self, row: int) -> None:
        """This row has changed, and perhaps all below it."""
        del self._open[max(row, 0) + 1 :]

    def stretches(self, lines: Sequence[str], row: int) -> Sequence[Stretch]:
        for above in range(len(self._open) - 1, row):
            self._open.append(self._paint(lines[above], self._open[above])[1])
        return self._paint(lines[row], self._open[row])[0]
