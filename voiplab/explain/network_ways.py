"""The way of a packet through the picture of a network, cell by cell, and how far it comes."""

from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple

from voiplab.explain.network_plan import Cell, Plan, WireId
from voiplab.net.routes import Hop


class Glyph(Enum):
    """Where an arrow points in a cell."""

    UP = "^"
    DOWN = "v"
    RIGHT = ">"
    LEFT = "<"


class Way(NamedTuple):
    """`stops`: behind each hop, how many cells there are so far."""

    cells: tuple[Cell, ...]
    stops: tuple[int, ...]

    def at(self, thousandths: int) -> Cell:
        return self.cells[min(thousandths, THOUSAND) * (len(self.cells) - 1) // THOUSAND]

    def glyph(self, place: int) -> Glyph:
        """Towards the next cell; the last one points as the one before it."""
        here, there = (
            self.cells[place : place + 2] if place + 1 < len(self.cells) else self.cells[place - 1 : place + 1]
        )
        if here.y != there.y:
            return Glyph.UP if there.y < here.y else Glyph.DOWN
        return Glyph.RIGHT if there.x > here.x else Glyph.LEFT


THOUSAND: Final = 1_000


def way(plan: Plan, hops: Sequence[Hop]) -> Way | None:
    """None for a packet that never leaves its host, and for one that goes where the picture does not reach."""
    cells: list[Cell] = []
    stops: list[int] = []
    for hop in hops:
        out = plan.wires.get(WireId(hop.start, hop.end))
        into = plan.wires.get(WireId(hop.end, hop.start))
        if out is not None:
            cells += [*out.cells, out.end]
        elif into is not None and cells:
            cells += [*_along(cells[-1], into.end), *reversed(into.cells)]
        else:
            return None
        stops.append(len(cells))
    return Way(tuple(cells), tuple(stops)) if len(cells) > 1 else None


def _along(begin: Cell, end: Cell) -> Sequence[Cell]:
    """On a LAN, without the first cell."""
    step = 1 if end.x > begin.x else -1
    return [Cell(x, begin.y) for x in range(begin.x + step, end.x + step, step)] if begin.x != end.x else []


def lost_at(way: Way, hops: Sequence[Hop], reason: str) -> int:
    """In thousandths of the way. Where the reason names no place on it, halfway."""
    for place, hop in enumerate(hops):
        is_cut = any(f"{end} is unplugged" == reason for end in (hop.start, hop.end))
        if is_cut or reason == f"lost between {hop.start} and {hop.end}":
            begin = way.stops[place - 1] if place else 0
            return (begin + way.stops[place]) * THOUSAND // 2 // len(way.cells)
    return THOUSAND if reason.startswith("nothing listens on") else THOUSAND // 2
