"""The arrows of a machine's table as words, for whoever draws state diagrams."""

from enum import Enum
from typing import NamedTuple, TypeVar

from voiplab.sip.table import Effect, Machine, State, Table
from voiplab.sip.timer import Timer

Trigger = TypeVar("Trigger", bound=Enum)


class Arrow(NamedTuple):
    begin: str
    trigger: str
    end: str
    acts: tuple[str, ...]
    """What is done, in order; nothing where the input is dropped."""


def arrows(table: Table[State, Trigger, Machine, Effect]) -> list[Arrow]:
    """In the order of the table."""
    return [
        Arrow(state.value, _words(trigger), step.to.value, tuple([act.__name__.replace("_", " ") for act in step.acts]))
        for state, row in table.items()
        for trigger, step in row.items()
    ]


def _words(trigger: Enum) -> str:
    if not isinstance(trigger, Timer):
        return str(trigger.value)
    letter = f"Timer {trigger.name}: " if len(trigger.name) == 1 else ""
    return f"{letter}{trigger.value}"
