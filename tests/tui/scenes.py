"""The screens as they stand in pictures: each is a desk and the keys that lead there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.tui.desks import play_out, played
from voiplab.lab.actions import NodeAction
from voiplab.tui.desk.desk import Desk


@dataclass(frozen=True)
class Scene:
    """`desk` is made anew for each picture; without one it is the home screen."""

    keys: tuple[str, ...] = ()
    desk: Callable[[], Desk] | None = None


def solved() -> Desk:
    return played("prack-enable", solution=True)


def asked() -> Desk:
    """A run that is over, and a command at a console after it."""
    found = solved()
    found.perform("freeswitch", NodeAction("sofia status"))
    play_out(found)
    return found


SCENES: Final[Mapping[str, Scene]] = {
    "home": Scene(),
    "tour": Scene(("T", "enter")),
    "ladder": Scene(("ctrl+o", "l"), solved),
    "lesson": Scene(("ctrl+o", "e", "e"), solved),
    "message": Scene(("ctrl+o", "l", *("up",) * 11, "enter"), solved),
    "why": Scene(("ctrl+o", "l", *("up",) * 11, "enter", "w"), solved),
    "config": Scene(("ctrl+o", "f", "enter"), solved),
    "phones": Scene(("ctrl+o", "l", *("up",) * 6, "ctrl+o", "p"), solved),
    "state": Scene(("ctrl+o", "l", *("up",) * 11, "ctrl+o", "s"), solved),
    "topology": Scene(("ctrl+o", "l", *("up",) * 11, "ctrl+o", "t"), solved),
    "console": Scene(("ctrl+o", "c"), asked),
    "log": Scene(("ctrl+o", "g"), solved),
    "compare": Scene(("D", "enter"), solved),
    "present": Scene(("P", "enter", "space", "space", "space", "w"), solved),
    "help": Scene(("ctrl+o", "l", "f1"), solved),
}
