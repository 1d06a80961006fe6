"""One line of a drawing: texts put at places, later ones over earlier ones, each with the role that a theme gives a colour."""

from enum import Enum
from itertools import groupby
from typing import NamedTuple

from voiplab.text.width import width


class Role(Enum):
    PLAIN = "blanks"
    HEADING = "names of nodes"
    NUMBER = "message numbers"
    TIME = "times"
    LIFELINE = "lifelines"
    REQUEST = "requests"
    PROVISIONAL = "1xx"
    SUCCESS = "2xx"
    FAILURE = "3xx to 6xx"
    AGAIN = "repetitions"
    LOST = "what did not arrive"
    ACT = "what people do"
    TIMER = "timers"
    SOUND = "what people hear"
    MEDIA = "streams of media"
    SDP = "what a session description says"
    NOTE = "remarks"
    APPEARED = "what is new in a comparison"
    VANISHED = "what is gone"
    CHANGED = "what is different"


class Span(NamedTuple):
    text: str
    role: Role


_BLANK = (" ", Role.PLAIN)


class Canvas:
    """Cells of one column each; a wide character leaves its second cell empty, a combining one joins the cell before."""

    def __init__(self) -> None:
        self._cells: list[tuple[str, Role]] = []

    def put(self, place: int, text: str, role: Role) -> None:
        """Places left of the first one are cut off."""
        for character in text:
            columns = width(character)
            if place >= 0 and columns:
                self._reach(place + columns)
                for cell in range(place, place + columns):
                    self._clear(cell)
                self._cells[place] = (character, role)
                self._cells[place + 1 : place + columns] = [("", role)] * (columns - 1)
            elif place > 0:
                self._reach(place)
                before, role_before = self._cells[place - 1]
                self._cells[place - 1] = (before + character, role_before)
            place += columns

    def _reach(self, end: int) -> None:
        self._cells += [_BLANK] * (end - len(self._cells))

    def _clear(self, cell: int) -> None:
        """Half of a wide character cannot stay."""
        if self._cells[cell][0] == "":
            self._cells[cell - 1] = _BLANK
        if cell + 1 < len(self._cells) and self._cells[cell + 1][0] == "":
            self._cells[cell + 1] = _BLANK
        self._cells[cell] = _BLANK

    def spans(self) -> tuple[Span, ...]:
        return tuple(
            Span("".join(character for character, _ in cells), role)
            for role, cells in groupby(self._cells, key=lambda cell: cell[1])
        )
