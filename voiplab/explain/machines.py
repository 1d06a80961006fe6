"""The transaction machines as they are drawn: of each table its arrows, in order, in the words that a learner is shown.

docs/transactions.md is made of these, and so is the picture of a transaction with its present state marked.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple, TypeVar

from voiplab.sip.table import Effect, Machine, State, Table
from voiplab.sip.timer import Timer
from voiplab.sip.transaction import client, invite_client, invite_server, server

Trigger = TypeVar("Trigger", bound=Enum)


class Arrow(NamedTuple):
    """`acts` is what is done, in order; nothing where the input is dropped."""

    begin: str
    trigger: str
    end: str
    acts: tuple[str, ...]

    @property
    def is_dropped(self) -> bool:
        return not self.acts and self.begin == self.end


class Pictured(NamedTuple):
    title: str
    source: str
    arrows: tuple[Arrow, ...]
    timers: frozenset[str]
    """By their names."""

    @property
    def states(self) -> tuple[str, ...]:
        """In the order of the table; the last one is where it ends."""
        return tuple(dict.fromkeys([*(one.begin for one in self.arrows), *(one.end for one in self.arrows)]))


def arrows(table: Table[State, Trigger, Machine, Effect]) -> tuple[Arrow, ...]:
    """In the order of the table."""
    return tuple(
        Arrow(state.value, _words(trigger), step.to.value, tuple([act.__name__.replace("_", " ") for act in step.acts]))
        for state, row in table.items()
        for trigger, step in row.items()
    )


def _words(trigger: Enum) -> str:
    if not isinstance(trigger, Timer):
        return str(trigger.value)
    letter = f"Timer {trigger.name}: " if len(trigger.name) == 1 else ""
    return f"{letter}{trigger.value}"


def _pictured(title: str, source: str, table: Table[State, Trigger, Machine, Effect]) -> Pictured:
    timers = (trigger.name for row in table.values() for trigger in row if isinstance(trigger, Timer))
    return Pictured(title, source, arrows(table), frozenset(timers))


MACHINES: Final[Mapping[str, Pictured]] = {
    "invite client transaction": _pictured(
        "INVITE, client", "RFC 3261 section 17.1.1, RFC 6026", invite_client.TRANSITIONS
    ),
    "client transaction": _pictured("Other requests, client", "RFC 3261 section 17.1.2", client.TRANSITIONS),
    "invite server transaction": _pictured(
        "INVITE, server", "RFC 3261 section 17.2.1, RFC 6026", invite_server.TRANSITIONS
    ),
    "server transaction": _pictured("Other requests, server", "RFC 3261 section 17.2.2", server.TRANSITIONS),
}
"""By what a recording calls their kind."""
