"""What stands on a node at a moment, as lines: calls with dialogs, channels, transactions, registrations, media, timers."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from voiplab.explain.call_lines import CALLS, calls
from voiplab.explain.canvas import Role, Span
from voiplab.explain.machine_lines import instant
from voiplab.explain.machines import MACHINES
from voiplab.explain.media_lines import media
from voiplab.explain.state_line import Group, Sight, StateLine, machines, standing_line
from voiplab.explain.states import Standing
from voiplab.explain.timer_lines import left, timer_line, timers_of
from voiplab.sim.moment import Moment
from voiplab.sip.timer import Timer
from voiplab.text.harmless import harmless

ACCOUNT: Final = " account"
"""What a telephone calls the machine of its registration ends so."""

MOST_GROUPS: Final = 200
"""Of one part of one node: a screen has fewer lines, and whoever looks for one asks for its words."""


def node_lines(sight: Sight, node: str, wanted: str = "") -> Sequence[StateLine]:
    """Nothing for a node on which nothing stands; with `wanted`, only what has these words in it."""
    drawn: list[StateLine] = []
    for title, groups in PARTS:
        found = (group for group in groups(sight, node) if _has(group, wanted))
        lines = [line for group in islice(found, MOST_GROUPS) for line in group]
        if lines:
            drawn.extend((StateLine((Span(f" {title}", Role.HEADING),)), *lines))
        if next(found, None) is not None:
            drawn.append(StateLine((Span(f"    ... and more than these {MOST_GROUPS}", Role.NOTE),)))
    return [StateLine((Span(harmless(node), Role.HEADING),)), *drawn] if drawn else ()


def _has(group: Group, wanted: str) -> bool:
    return not wanted or any(wanted.lower() in line.text.lower() for line in group)


def _transactions(sight: Sight, node: str) -> Iterator[Group]:
    for standing in machines(sight, node):
        if standing.id.kind in MACHINES:
            request = sight.calls.first_of(standing.id.name)
            of = "" if request is None else f"  of message {request.n}"
            method = standing.id.name.partition(" ")[0]
            end = "client" if "client" in standing.id.kind else "server"
            yield standing_line(sight, standing, f"{method} {end}", of), *machine_timers(sight, standing)


def machine_timers(sight: Sight, standing: Standing) -> Iterator[StateLine]:
    """Who sends a request to itself has two transactions of one name: what is no timer of the RFC is the client's."""
    if standing.id.kind not in MACHINES:
        yield from timers_of(sight, standing.id.node, standing.id.name)
        return
    own = MACHINES[standing.id.kind].timers
    is_client = "client" in standing.id.kind
    for armed in sight.states.timers(standing.id.node, standing.id.name).values():
        if armed.name in own or (is_client and armed.name not in Timer.__members__):
            yield timer_line(armed, sight.moment)


def _channels(sight: Sight, node: str) -> Iterator[Group]:
    """The core's state, and beside it what a person would say."""
    for standing in machines(sight, node):
        if standing.id.kind == "channel":
            beside = sight.states.machines.get(standing.id._replace(kind="call state"))
            more = "" if beside is None else f"  {beside.state}"
            yield (standing_line(sight, standing, standing.id.name, f"{more}  {standing.id.call}"),)


def _registrations(sight: Sight, node: str) -> Iterator[Group]:
    for standing in machines(sight, node):
        if standing.id.kind == "phone" and standing.id.name.endswith(ACCOUNT):
            name = standing.id.name.removesuffix(ACCOUNT)
            yield standing_line(sight, standing, standing.id.name), *timers_of(sight, node, f"registration of {name}")
    for binding in sight.states.bindings.values():
        if binding.node == node:
            ends = "for ever" if binding.until is None else _until(binding.until, sight.moment)
            told = Span(harmless(f"    {binding.aor} is at {binding.contact}"), Role.PLAIN)
            yield StateLine((told,)), StateLine((Span(f"      {ends}", Role.TIMER),))


def _until(until: Moment, moment: Moment) -> str:
    if until <= moment:
        return f"has expired at {instant(until)}"
    return f"until {instant(until)}, for {left(until - moment)} more"


def _telephone(sight: Sight, node: str) -> Iterator[Group]:
    for standing in machines(sight, node):
        if standing.id.kind == "phone" and not standing.id.name.endswith(ACCOUNT):
            yield (standing_line(sight, standing, standing.id.name),)


KNOWN: Final = frozenset({*MACHINES, *CALLS, "call state", "channel", "phone"})


def _others(sight: Sight, node: str) -> Iterator[Group]:
    for standing in machines(sight, node):
        if standing.id.kind not in KNOWN:
            head = standing_line(sight, standing, standing.id.kind, f"  {standing.id.name}")
            yield head, *timers_of(sight, node, standing.id.name)


PARTS: Final[Sequence[tuple[str, Callable[[Sight, str], Iterator[Group]]]]] = (
    ("Telephone", _telephone),
    ("Registrations", _registrations),
    ("Calls and dialogs", calls),
    ("Channels", _channels),
    ("Transactions", _transactions),
    ("Others", _others),
    ("Media", media),
)
