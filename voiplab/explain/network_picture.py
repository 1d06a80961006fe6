"""The picture of a network in characters: what stands there, what its links do, and what is under way on them."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Final, NamedTuple

from voiplab.explain.canvas import Canvas, Role
from voiplab.explain.link_words import link_marks
from voiplab.explain.machine_lines import Line
from voiplab.explain.network_plan import Box, Cell, Plan, Wire, WireId
from voiplab.explain.network_ways import THOUSAND, Way
from voiplab.net.topology import Topology
from voiplab.sip.value import value
from voiplab.text.harmless import harmless
from voiplab.text.width import cut, width

LONGEST_NAME: Final = 24


class Traveller(NamedTuple):
    """A packet on its way; `reached` in thousandths. `is_lost`: it goes no further. An arrow shows all of the way."""

    name: str
    way: Way
    reached: int
    is_lost: bool = False
    is_arrow: bool = False


@value(frozen=True, slots=False)
class Shown:
    """What there is to draw at a moment. `topology` has the links as they are then."""

    plan: Plan
    topology: Topology
    unplugged: Mapping[str, bool] = field(default_factory=dict)
    chosen: str | WireId | None = None
    travellers: Sequence[Traveller] = ()


class Picture:
    """Rows of cells; what is put later covers what was there."""

    def __init__(self, height: int) -> None:
        self._rows = [Canvas() for _ in range(height)]
        self._names: list[tuple[int, range]] = []
        """Rows and columns that have the name of a packet."""

    def put(self, x: int, y: int, text: str, role: Role) -> None:
        if 0 <= y < len(self._rows):
            self._rows[y].put(x, text, role)

    def name(self, x: int, y: int, text: str, role: Role) -> None:
        """Where another name stands already, the packet goes without."""
        columns = range(x - 1, x + width(text) + 1)
        if not any(
            row == y and columns.start < other.stop and other.start < columns.stop for row, other in self._names
        ):
            self._names.append((y, columns))
            self.put(x, y, text, role)

    def lines(self) -> Sequence[Line]:
        return [row.spans() for row in self._rows]


def draw(shown: Shown) -> Sequence[Line]:
    picture = Picture(shown.plan.height)
    for bus in shown.plan.buses.values():
        _bus(picture, shown, bus.name)
    for wire in shown.plan.wires.values():
        _wire(picture, shown, wire)
    for box in shown.plan.boxes.values():
        _box(picture, box, is_chosen=box.name == shown.chosen)
    for traveller in sorted(shown.travellers, key=lambda one: not one.is_arrow):
        _traveller(picture, traveller)
    for traveller in sorted(shown.travellers, key=lambda one: not (one.is_arrow or one.is_lost)):
        _name(picture, traveller)
    return picture.lines()


def _bus(picture: Picture, shown: Shown, network: str) -> None:
    bus = shown.plan.buses[network]
    ends = [wire.end.x for wire in shown.plan.wires.values() if wire.id.network == network]
    last = max(ends, default=0)
    title = bus.title if shown.plan.width - last - 2 >= width(bus.title) else network
    picture.put(0, bus.y, "=" * max(shown.plan.width, last + 2 + width(title)), Role.LIFELINE)
    picture.put(max(shown.plan.width - width(title), last + 2), bus.y, title, Role.HEADING)


def _wire(picture: Picture, shown: Shown, wire: Wire) -> None:
    end = shown.topology.attachment(*wire.id)
    assert end is not None, "a plan is made of its topology"
    is_cut = wire.id.host in shown.unplugged
    marks = link_marks(end, is_cut=is_cut)
    picture.put(*wire.end, "+", Role.LIFELINE)
    line = "#" if wire.id == shown.chosen else ":" if marks else "|"
    for cell in wire.cells:
        picture.put(*cell, line, Role.CHANGED if wire.id == shown.chosen else Role.LIFELINE)
    if is_cut:
        picture.put(*wire.middle, "x", Role.LOST)
    room = _room_beside(shown.plan, wire)
    for cell, mark in zip(sorted(wire.cells, key=lambda one: one.y), marks, strict=False):
        picture.put(cell.x + 2, cell.y, cut(mark, room), Role.LOST if is_cut else Role.NOTE)


def _room_beside(plan: Plan, wire: Wire) -> int:
    """Up to the next wire on the right, in the same rows."""
    rows = range(min(cell.y for cell in wire.cells), max(cell.y for cell in wire.cells) + 1)
    others = [
        other.end.x
        for other in plan.wires.values()
        if other.end.x > wire.end.x and any(cell.y in rows for cell in other.cells)
    ]
    return min(others, default=plan.width) - wire.end.x - 3


def _box(picture: Picture, box: Box, *, is_chosen: bool) -> None:
    corner, edge, side = ("#", "=", "#") if is_chosen else ("+", "-", "|")
    frame = Role.CHANGED if is_chosen else Role.PLAIN
    bar = corner + edge * (box.width - 2) + corner
    picture.put(box.x, box.y, bar, frame)
    for row, text in enumerate(box.lines, start=1):
        picture.put(box.x, box.y + row, side + " " * (box.width - 2) + side, frame)
        picture.put(box.x + 2, box.y + row, text, Role.HEADING if row == 1 else Role.PLAIN)
    picture.put(box.x, box.y + box.height - 1, bar, frame)


def _traveller(picture: Picture, traveller: Traveller) -> None:
    head = traveller.way.at(traveller.reached)
    role = Role.LOST if traveller.is_lost else Role.REQUEST
    if traveller.is_arrow:
        for place in range(traveller.reached * (len(traveller.way.cells) - 1) // THOUSAND + 1):
            picture.put(*traveller.way.cells[place], traveller.way.glyph(place).value, role)
    if traveller.is_lost or not traveller.is_arrow:
        picture.put(*head, "x" if traveller.is_lost else "o", role)


def _name(picture: Picture, traveller: Traveller) -> None:
    head = traveller.way.at(traveller.reached)
    role = Role.LOST if traveller.is_lost else Role.REQUEST
    name = harmless(traveller.name, LONGEST_NAME) + (" is lost" if traveller.is_lost else "")
    picture.name(*_beside(traveller, head, name), name, role)


def _beside(traveller: Traveller, head: Cell, name: str) -> Cell:
    """Above the LAN, if it has come there; on the right of a wire otherwise."""
    cells = traveller.way.cells
    level = {cell.y: None for place, cell in enumerate(cells[:-1]) if cells[place + 1].y == cell.y}
    if traveller.is_arrow and not traveller.is_lost and level:
        y = next(iter(level))
        along = [cell.x for cell in cells if cell.y == y]
        return Cell(max(0, (min(along) + max(along) - width(name)) // 2 + 1), y - 1)
    if head.y in level:
        return Cell(max(0, head.x - width(name) // 2), head.y - 1)
    return Cell(head.x + 2, head.y)
