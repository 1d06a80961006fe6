"""`docs/transactions.md`, made of the tables that the transactions run on: `python -m tests.sip.transaction.machines`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from voiplab.explain.machines import MACHINES, Arrow, Pictured

PAGE: Final = Path(__file__).parents[3] / "docs" / "transactions.md"
HEAD: Final = """\
# The transactions

The four machines of RFC 3261 section 17, with the changes of RFC 6026 and what real products add, as they are in
`voiplab/sip/transaction/`: one table each, from which this page is made (`python -m tests.sip.transaction.machines`).
The diagrams leave out what changes nothing and does nothing; the tables have it, for the RFC drops it on purpose.
"""


def page() -> str:
    return "\n".join([HEAD, *(line for machine in MACHINES.values() for line in _section(machine))])


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
