"""Which panes the lab screen has, and where each is at home on a wide screen. The order is that of the tabs.

A pane is imported when it is first shown.
"""

from collections.abc import Mapping
from enum import Enum
from importlib import import_module
from typing import Final, NamedTuple

from voiplab.tui.pane import Pane


class Place(Enum):
    """Of a wide screen: the large one on the left, one beside it, and one below both."""

    MAIN = "main"
    SIDE = "side"
    LOW = "low"

    __hash__ = object.__hash__


class Room(Enum):
    """How many panes fit on the screen side by side; the value is a class of the style sheet."""

    NARROW = "narrow"
    MIDDLE = "middle"
    WIDE = "wide"

    __hash__ = object.__hash__


WIDE: Final = 140
MIDDLE: Final = 100
HIGH_ENOUGH: Final = 30


class Listed(NamedTuple):
    """A pane by its names; `jump` is the letter that leads to it."""

    slug: str
    title: str
    jump: str
    place: Place

    def load(self) -> type[Pane]:
        pane: type[Pane] = getattr(import_module(f"voiplab.tui.widgets.{self.slug}.pane"), f"{self.title}Pane")
        assert issubclass(pane, Pane)
        return pane


PANES: Final[Mapping[str, Listed]] = {
    pane.slug: pane
    for pane in (
        Listed("lesson", "Lesson", "e", Place.SIDE),
        Listed("ladder", "Ladder", "l", Place.MAIN),
        Listed("topology", "Topology", "t", Place.MAIN),
        Listed("message", "Message", "m", Place.SIDE),
        Listed("config", "Config", "f", Place.SIDE),
        Listed("state", "State", "s", Place.SIDE),
        Listed("phones", "Phones", "p", Place.LOW),
        Listed("console", "Console", "c", Place.LOW),
        Listed("log", "Log", "g", Place.LOW),
    )
}


class PaneLayout:
    """Which panes are on the screen: the one in front always; with more room those that were in front in other places."""

    def __init__(self) -> None:
        self.is_zoomed = False
        self._tops: dict[Place, str] = {}
        for pane in PANES.values():
            self._tops.setdefault(pane.place, pane.slug)
        self._latest: list[Place] = [*self._tops]
        self._front = self._tops[Place.MAIN]

    @property
    def front(self) -> str:
        return self._front

    @front.setter
    def front(self, name: str) -> None:
        place = PANES[name].place
        self._front = self._tops[place] = name
        self._latest.remove(place)
        self._latest.insert(0, place)

    def room(self, width: int, height: int) -> Room:
        if self.is_zoomed or height < HIGH_ENOUGH or width < MIDDLE:
            return Room.NARROW
        return Room.WIDE if width >= WIDE else Room.MIDDLE

    def seen(self, room: Room) -> Mapping[str, Place]:
        """The panes on the screen, and what each is there."""
        if room is Room.NARROW:
            return {self._front: Place.MAIN}
        if room is Room.WIDE:
            return {name: place for place, name in self._tops.items()}
        beside = next((place for place in self._latest if place is not Place.MAIN), None)
        shown = [Place.MAIN] if beside is None else [Place.MAIN, beside]
        return {self._tops[place]: place for place in shown}
