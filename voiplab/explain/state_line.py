"""A line about what stands somewhere, and what it is made from."""

from collections.abc import Iterator
from typing import NamedTuple

from voiplab.explain.canvas import Role, Span
from voiplab.explain.dialogs import Calls
from voiplab.explain.machine_lines import Line, instant
from voiplab.explain.states import MachineId, Standing, States
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless


class StateLine(NamedTuple):
    """`machine`: the one that it is about, if it is about one."""

    spans: Line
    machine: MachineId | None = None

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


class Sight(NamedTuple):
    """What is looked at: the states of a lab at a moment, and its messages."""

    states: States
    calls: Calls
    moment: Moment


Group = tuple[StateLine, ...]
"""A machine and what belongs to it."""


def machines(sight: Sight, node: str) -> Iterator[Standing]:
    return (standing for standing in sight.states.machines.values() if standing.id.node == node)


def standing_line(sight: Sight, standing: Standing, name: str, more: str = "") -> StateLine:
    """A star says that it came into this state just now."""
    is_new = standing.since == sight.moment
    return StateLine(
        (
            Span(f"  {'*' if is_new else ' '} ", Role.CHANGED),
            Span(f"{harmless(name):<18} ", Role.PLAIN),
            Span(harmless(standing.state), Role.CHANGED if is_new else Role.REQUEST),
            Span(f"  since {instant(standing.since)}", Role.TIME),
            Span(harmless(more), Role.NUMBER),
        ),
        standing.id,
    )
