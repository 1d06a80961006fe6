"""What a person sees of a live lab: each message as a row of a ladder, and when there are too many, how many there were."""

from collections.abc import Callable, Sequence
from json import dumps
from textwrap import wrap
from typing import Final

from voiplab.explain.canvas import Role, Span
from voiplab.explain.columns import Column
from voiplab.explain.ladder import Row
from voiplab.explain.stream import StreamingLadder
from voiplab.live.telling import Said
from voiplab.sim.moment import Moment, seconds
from voiplab.text.harmless import harmless

MOST_ROWS: Final = 40
"""In one second: nobody reads more, and no terminal draws thousands."""

SECOND: Final = seconds(1)
LONGEST_REMARK: Final = 400


class Lines:
    """Each message as one JSON object on one line; written once per turn of the loop."""

    def __init__(self, as_json: Callable[[Said], object], write: Callable[[str], None]) -> None:
        self._as_json = as_json
        self._write = write
        self._lines: list[str] = []

    def message(self, said: Said) -> None:
        self._lines.append(dumps(self._as_json(said)))

    def lost(self, n: int, reason: str) -> None:
        """Told by nobody but who draws: a line is written when its message is sent."""

    def report(self, node: str, text: str) -> None:
        """The lines are messages, and this is none."""

    def flush(self, _now: Moment) -> None:
        if self._lines:
            self._write("\n".join(self._lines) + "\n")
            self._lines.clear()


class Rows:
    """The ladder, row by row."""

    def __init__(self, columns: Sequence[Column], width: int, write: Callable[[Sequence[Row]], None]) -> None:
        self._ladder = StreamingLadder(columns, width)
        self._width = width
        self._write = write
        self._second: Moment = 0
        self._shown = 0
        self._passed_over = 0

    def message(self, said: Said) -> None:
        self.flush(said.event.at)
        if self._shown < MOST_ROWS:
            self._shown += 1
            self._write(self._ladder.rows(said.n, said.event, said.packet, said.raw, said.target))
        else:
            self._passed_over += 1

    def lost(self, n: int, reason: str) -> None:
        self._remark(f"x message {n} is lost: {reason}", Role.LOST)

    def report(self, node: str, text: str) -> None:
        """How something was heard."""
        self._remark(f"~ {node} {text}", Role.SOUND)

    def flush(self, now: Moment) -> None:
        """Called after each turn of the loop, too."""
        if now - self._second >= SECOND:
            self._second, self._shown = now, 0
            if self._passed_over:
                self._note(f"... and {self._passed_over:,} more in this second", Role.NOTE)
                self._passed_over = 0

    def _remark(self, text: str, role: Role) -> None:
        if self._shown < MOST_ROWS:
            self._shown += 1
            self._note(text, role)

    def _note(self, text: str, role: Role) -> None:
        lines = wrap(harmless(text, LONGEST_REMARK), self._width, subsequent_indent="    ")
        self._write([Row((Span(line, role),)) for line in lines])
