"""Which panes the lab screen has, and where each is at home on a wide screen. The order is that of the tabs."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from voiplab.tui.pane import Pane
from voiplab.tui.widgets.config.pane import ConfigPane
from voiplab.tui.widgets.console.pane import ConsolePane
from voiplab.tui.widgets.ladder.pane import LadderPane
from voiplab.tui.widgets.lesson.pane import LessonPane
from voiplab.tui.widgets.log.pane import LogPane
from voiplab.tui.widgets.message.pane import MessagePane
from voiplab.tui.widgets.phones.pane import PhonesPane
from voiplab.tui.widgets.state.pane import StatePane
from voiplab.tui.widgets.topology.pane import TopologyPane


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

PANES: Final[Mapping[type[Pane], Place]] = {
    LessonPane: Place.SIDE,
    LadderPane: Place.MAIN,
    TopologyPane: Place.MAIN,
    MessagePane: Place.SIDE,
    ConfigPane: Place.SIDE,
    StatePane: Place.SIDE,
    PhonesPane: Place.LOW,
    ConsolePane: Place.LOW,
    LogPane: Place.LOW,
}


class PaneLayout:
    """Which panes are on the screen: the one in front always; with more room those that were in front in other places."""

    def __init__(self) -> None:
        self.is_zoomed = False
        self._tops: dict[Place, str] = {}
        for pane, place in PANES.items():
            self._tops.setdefault(place, pane.slug)
        self._latest: list[Place] = [*self._tops]
        self._front = self._tops[Place.MAIN]

    @property
    def front(self) -> str:
        return self._front

    @front.setter
    def front(self, name: str) -> None:
        place = next(place for pane, place in PANES.items() if pane.slug == name)
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
