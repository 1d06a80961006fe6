"""A protocol machine as a table: for every state and every input, where the machine goes and what its owner has to do.

The machines of `sip` share these few lines and nothing else. Each has its own states, inputs and effects, and one
constant TRANSITIONS; those of docs/transactions.md are drawn from it.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Generic, TypeVar

from voiplab.sip.value import value

State = TypeVar("State", bound=Enum)
Trigger = TypeVar("Trigger", bound=Enum)
Machine = TypeVar("Machine")
Effect = TypeVar("Effect")


class ImpossibleInput(Exception):
    """What cannot happen in this state: a bug of ours, so it is loud and caught nowhere."""


@value(frozen=True, slots=True)
class Step(Generic[State, Machine, Effect]):
    """One arrow of a state diagram. Without acts, the input is dropped (or only moves the machine)."""

    to: State
    acts: tuple[Callable[[Machine], Iterable[Effect]], ...]


def step(to: State, *acts: Callable[[Machine], Iterable[Effect]]) -> Step[State, Machine, Effect]:
    return Step(to, acts)


Table = Mapping[State, Mapping[Trigger, Step[State, Machine, Effect]]]


def arrow(
    table: Table[State, Trigger, Machine, Effect], state: State, trigger: Trigger
) -> Step[State, Machine, Effect]:
    """The step that the table has for this input; a missing entry is a bug."""
    found = table[state].get(trigger)
    if found is None:
        raise ImpossibleInput(f"{trigger} while {state.value}")
    return found
