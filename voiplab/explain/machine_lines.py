"""A transaction as text: its machine drawn from the table that it runs on, with the state that it is in, and how it came there.

#============#
# proceeding #  <= now, since 0.012
#============#
  | 2xx                        ---> accepted
"""

from collections.abc import Iterable, Iterator
from typing import Final

from voiplab.explain.canvas import Role, Span
from voiplab.explain.machines import MACHINES, Arrow, Pictured
from voiplab.explain.states import Standing
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless
from voiplab.text.width import fitted

Line = tuple[Span, ...]

TRIGGER_ROOM: Final = 40
BEGUN: Final = 2
"""So many columns stand before a box."""


def machine_lines(standing: Standing, timers: Iterable[Line] = ()) -> Iterator[Line]:
    """With its armed timers. Of a machine without a table, what it went through."""
    pictured = MACHINES.get(standing.id.kind)
    title = standing.id.kind if pictured is None else f"{pictured.title}: {pictured.source}"
    yield (Span(harmless(title), Role.HEADING),)
    yield (Span(harmless(standing.id.name), Role.NOTE),)
    yield from _path(standing)
    yield from timers
    if pictured is not None:
        yield ()
        yield from _picture(pictured, standing)


def _path(standing: Standing) -> Iterator[Line]:
    for number, step in enumerate(standing.path):
        mark = "<= now" if number == len(standing.path) - 1 else ""
        yield (
            Span(f"  {instant(step.at):>10}  ", Role.TIME),
            Span(harmless(step.state), Role.PLAIN),
            Span(f"  {mark}" if mark else "", Role.CHANGED),
        )


def _picture(pictured: Pictured, standing: Standing) -> Iterator[Line]:
    been = {step.state for step in standing.path}
    for state in pictured.states:
        yield from _box(state, standing, was_there=state in been)
        for arrow in pictured.arrows:
            if arrow.begin == state and not arrow.is_dropped:
                yield _arrow(arrow, is_open=state == standing.state)
        yield ()


def _box(state: str, standing: Standing, *, was_there: bool) -> Iterator[Line]:
    is_now = state == standing.state
    corner, edge, side = ("#", "=", "#") if is_now else ("+", "-", "|")
    role = Role.CHANGED if is_now else Role.PLAIN if was_there else Role.LIFELINE
    bar = " " * BEGUN + corner + edge * (len(state) + 2) + corner
    says = f"  <= now, since {instant(standing.since)}" if is_now else "  (was here)" if was_there else ""
    yield (Span(bar, role),)
    yield (Span(" " * BEGUN + f"{side} {state} {side}", role), Span(says, Role.NOTE))
    yield (Span(bar, role),)


def _arrow(arrow: Arrow, *, is_open: bool) -> Line:
    """A long input pushes its arrow to the right."""
    again = "again" if arrow.end == arrow.begin else arrow.end
    does = f" ({', '.join(arrow.acts)})" if arrow.acts else ""
    return (
        Span(" " * BEGUN + "  | ", Role.LIFELINE),
        Span(fitted(arrow.trigger, max(TRIGGER_ROOM, len(arrow.trigger))), Role.PLAIN if is_open else Role.LIFELINE),
        Span(f" ---> {again}", Role.PLAIN if is_open else Role.LIFELINE),
        Span(does, Role.NOTE),
    )


def instant(moment: Moment) -> str:
    """`12.034`, in seconds."""
    return f"{moment // 1_000_000}.{moment // 1_000 % 1_000:03d}"
