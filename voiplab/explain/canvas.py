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


class Canvas:
    """Cells of one column each; a wide character leaves its second cell empty, a combining one joins the cell before."""

    def __init__(self) -> None:
        self._cells: list[str] = []
        self._roles: list[Role] = []

    def copy(self) -> "Canvas":
        copy = Canvas()
        copy._cells, copy._roles = self._cells.copy(), self._roles.copy()
        return copy

    def put(self, place: int, text: str, role: Role) -> None:
        """Places left of the first one are cut off."""
        if text.isascii() and place >= 0:
            if text:
                self._put_cells(place, list(text), role)
            return
        for character in text:
            columns = width(character)
            if place >= 0 and columns:
                self._put_cells(place, [character, *[""] * (columns - 1)], role)
            elif place > 0:
                self._reach(place)
                self._cells[place - 1] += character
            place += columns

    def _put_cells(self, place: int, cells: list[str], role: Role) -> None:
        end = place + len(cells)
        self._reach(end)
        self._separate(place)
        self._separate(end)
        self._cells[place:end] = cells
        self._roles[place:end] = [role] * len(cells)

    def _reach(self, end: int) -> None:
        missing = end - len(self._cells)
        if missing > 0:
            self._cells += [" "] * missing
            self._roles += [Role.PLAIN] * missing

    def _separate(self, place: int) -> None:
        """Of a wide character on both sides of this place one half will go, and the other one cannot stay."""
        if place < len(self._cells) and self._cells[place] == "":
            self._cells[place - 1 : place + 1] = [" ", " "]
            self._roles[place - 1 : place + 1] = [Role.PLAIN, Role.PLAIN]

    def spans(self) -> tuple[Span, ...]:
        spans = []
        begin = 0
        for role, group in groupby(self._roles):
            end = begin + len(list(group))
            spans.append(Span("".join(self._cells[begin:end]), role))
            begin = end
        return tuple(spans)
