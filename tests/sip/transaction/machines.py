"""`docs/transactions.md`, made of the tables that the transactions run on: `python -m tests.sip.transaction.machines`."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from voiplab.sip.table import Effect, Machine, State, Table
from voiplab.sip.timer import Timer
from voiplab.sip.transaction import client, invite_client, invite_server, server

Trigger = TypeVar("Trigger", bound=Enum)

PAGE: Final = Path(__file__).parents[3] / "docs" / "transactions.md"
HEAD: Final = """\
# The transactions

The four machines of RFC 3261 section 17, with the changes of RFC 6026 and what real products add, as they are in
`voiplab/sip/transaction/`: one table each, from which this page is made (`python -m tests.sip.transaction.machines`).
The diagrams leave out what changes nothing and does nothing; the tables have it, for the RFC drops it on purpose.
"""


class Arrow(NamedTuple):
    """`acts` is what is done, in order; nothing where the input is dropped."""

    begin: str
    trigger: str
    end: str
    acts: tuple[str, ...]


class Pictured(NamedTuple):
    title: str
    source: str
    arrows: tuple[Arrow, ...]


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


MACHINES: Final = (
    Pictured("INVITE, client", "RFC 3261 section 17.1.1, RFC 6026", arrows(invite_client.TRANSITIONS)),
    Pictured("Other requests, client", "RFC 3261 section 17.1.2", arrows(client.TRANSITIONS)),
    Pictured("INVITE, server", "RFC 3261 section 17.2.1, RFC 6026", arrows(invite_server.TRANSITIONS)),
    Pictured("Other requests, server", "RFC 3261 section 17.2.2", arrows(server.TRANSITIONS)),
)


def page() -> str:
    return "\n".join([HEAD, *(line for machine in MACHINES for line in _section(machine))])


def _section(machine: Pictured) -> Iterator[str]:
    yield from (f"## {machine.title}", "", machine.source, "", "```mermaid", *_diagram(machine.arrows), "```", "")
    yield from ("| state | input | next | what is done |", "| --- | --- | --- | --- |")
    for one in machine.arrows:
        yield f"| {one.begin} | {one.trigger} | {one.end} | {', '.join(one.acts) or 'dropped'} |"
    yield ""


def _diagram(drawn: tuple[Arrow, ...]) -> Iterator[str]:
    """Mermaid names its states by words, and a colon ends them."""
    states = dict.fromkeys(state for one in drawn for state in (one.begin, one.end))
    names = {state: f"s{number}" for number, state in enumerate(states)}
    yield "stateDiagram-v2"
    for state, name in names.items():
        yield f'    state "{state.replace(":", ",")}" as {name}'
    yield f"    [*] --> {names[drawn[0].begin]}"
    for one in drawn:
        if one.acts or one.begin != one.end:
            yield f"    {names[one.begin]} --> {names[one.end]}: {one.trigger.replace(':', ',')}"
    yield f"    {names['terminated']} --> [*]"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
