"""What stands on a node at a moment, as lines: calls with dialogs, channels, transactions, registrations, media, timers."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from voiplab.explain.asides import heard
from voiplab.explain.canvas import Role, Span
from voiplab.explain.dialogs import Calls, dialogs
from voiplab.explain.machine_lines import Line, instant
from voiplab.explain.machines import MACHINES
from voiplab.explain.states import Armed, MachineId, Standing, States, Streaming
from voiplab.sim.moment import Duration, Moment
from voiplab.sip.dialog import Dialog
from voiplab.sip.dialog import Role as End
from voiplab.sip.timer import Timer
from voiplab.text.harmless import harmless

CALLS: Final = ("call", "b2b entity")
"""Kinds of machines that are ends of a call; what merely passes one on has none."""

ACCOUNT: Final = " account"
"""What a telephone calls the machine of its registration ends so."""


MOST_GROUPS: Final = 200
"""Of one part of one node: a screen has fewer lines, and whoever looks for one asks for its words."""


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


# Machines


def _machines(sight: Sight, node: str) -> Iterator[Standing]:
    return (standing for standing in sight.states.machines.values() if standing.id.node == node)


def _transactions(sight: Sight, node: str) -> Iterator[Group]:
    for standing in _machines(sight, node):
        if standing.id.kind in MACHINES:
            request = sight.calls.first_of(standing.id.name)
            of = "" if request is None else f"  of message {request.n}"
            method = standing.id.name.partition(" ")[0]
            end = "client" if "client" in standing.id.kind else "server"
            yield _standing(sight, standing, f"{method} {end}", of), *_timers_of_transaction(sight, standing)


def _timers_of_transaction(sight: Sight, standing: Standing) -> Iterator[StateLine]:
    """Who sends a request to itself has two transactions of one name: what is no timer of the RFC is the client's."""
    own = MACHINES[standing.id.kind].timers
    is_client = "client" in standing.id.kind
    for armed in sight.states.timers(standing.id.node, standing.id.name).values():
        if armed.name in own or (is_client and armed.name not in Timer.__members__):
            yield _timer(armed, sight.moment)


def _standing(sight: Sight, standing: Standing, name: str, more: str = "") -> StateLine:
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


def _calls(sight: Sight, node: str) -> Iterator[Group]:
    for standing in _machines(sight, node):
        if standing.id.kind in CALLS:
            yield (
                _standing(sight, standing, standing.id.kind, f"  {standing.id.call}"),
                *chain.from_iterable(map(_dialog, _dialogs(sight, standing))),
                *_timers_of(sight, node, f"leg {standing.id.name}"),
                *_answers(sight, node, standing.id.name),
            )


def _dialogs(sight: Sight, standing: Standing) -> Sequence[Dialog]:
    """A B2B entity is named by its Call-ID when it calls, by its tag when it was called; what it sends may come to itself."""
    name, call = standing.id.name, standing.id.call or ""
    found = dialogs(sight.calls.of(call), standing.id.node, sight.moment)
    if standing.id.kind == "call":
        return found
    return [one for one in found if (one.role is End.UAC if name == call else one.local_tag == name)]


def _answers(sight: Sight, node: str, call_id: str) -> Iterator[StateLine]:
    """A 2xx that waits for its ACK is no transaction any more."""
    for owner, machine, armed in sight.states.armed:
        if owner == node and machine.startswith("answer ") and machine.endswith(f" of {call_id}"):
            yield _timer(armed, sight.moment)


def _dialog(dialog: Dialog) -> Iterator[StateLine]:
    end = "caller" if dialog.role is End.UAC else "callee"
    theirs = "none yet" if dialog.remote_number is None else str(dialog.remote_number)
    routes = " ".join(map(str, dialog.route_set)) or "none"
    for text in (
        f"dialog {dialog.state.value}, as {end}: local tag {dialog.local_tag}, remote tag {dialog.remote_tag}",
        f"  CSeq: ours {dialog.local_number}, theirs {theirs}; route set: {routes}",
        f"  remote target {dialog.remote_target}",
    ):
        yield StateLine((Span(harmless(f"      {text}"), Role.PLAIN),))


def _channels(sight: Sight, node: str) -> Iterator[Group]:
    """The core's state, and beside it what a person would say."""
    for standing in _machines(sight, node):
        if standing.id.kind == "channel":
            beside = sight.states.machines.get(standing.id._replace(kind="call state"))
            more = "" if beside is None else f"  {beside.state}"
            yield (_standing(sight, standing, standing.id.name, f"{more}  {standing.id.call}"),)


def _registrations(sight: Sight, node: str) -> Iterator[Group]:
    for standing in _machines(sight, node):
        if standing.id.kind == "phone" and standing.id.name.endswith(ACCOUNT):
            name = standing.id.name.removesuffix(ACCOUNT)
            yield _standing(sight, standing, standing.id.name), *_timers_of(sight, node, f"registration of {name}")
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
    for standing in _machines(sight, node):
        if standing.id.kind == "phone" and not standing.id.name.endswith(ACCOUNT):
            yield (_standing(sight, standing, standing.id.name),)


KNOWN: Final = frozenset({*MACHINES, *CALLS, "call state", "channel", "phone"})


def _others(sight: Sight, node: str) -> Iterator[Group]:
    for standing in _machines(sight, node):
        if standing.id.kind not in KNOWN:
            head = _standing(sight, standing, standing.id.kind, f"  {standing.id.name}")
            yield head, *_timers_of(sight, node, standing.id.name)


# Media


def _media(sight: Sight, node: str) -> Iterator[Group]:
    for (owner, person), hears in sight.states.hearing.items():
        if owner == node:
            at = "" if hears.source in ("local", "") else f"  from {hears.source}"
            told = harmless(f"    {person} hears {heard(hears.content)}{at}")
            yield (StateLine((Span(told, Role.SOUND), Span(f"  since {instant(hears.since)}", Role.TIME))),)
    for stream in sight.states.streams:
        if node in (stream.node, stream.heard_by):
            yield (_stream(stream, node),)


def _stream(stream: Streaming, node: str) -> StateLine:
    way, flow = stream.way, stream.flow
    what = f"{flow.codec}, {heard(flow.content)}"
    if stream.node == node:
        told = f"    > sends {what} to {way.target}" + (f" ({stream.heard_by})" if stream.heard_by else "")
    else:
        told = f"    < gets {what} from {way.source} ({stream.node})"
    lost = f"  x lost: {stream.lost}" if stream.lost else ""
    return StateLine((Span(harmless(told), Role.PLAIN), Span(harmless(lost), Role.LOST)))


# Timers


def _timers_of(sight: Sight, node: str, machine: str) -> Iterator[StateLine]:
    return (_timer(armed, sight.moment) for armed in sight.states.timers(node, machine).values())


def _timer(armed: Armed, moment: Moment) -> StateLine:
    """`timer B fires in 31.2 s, at 32.000: no response to INVITE: give up`."""
    does = Timer[armed.name].words if armed.name in Timer.__members__ else armed.name
    name = f"timer {armed.name}" if len(armed.name) == 1 else "timer"
    return StateLine(
        (
            Span(f"      {harmless(name)} fires in {left(max(0, armed.fires - moment))}", Role.TIMER),
            Span(f", at {instant(armed.fires)}", Role.TIME),
            Span(harmless(f": {does}"), Role.NOTE),
        )
    )


def left(duration: Duration) -> str:
    """`31.9 s`; what is long without tenths."""
    whole, tenths = duration // 1_000_000, duration // 100_000 % 10
    return f"{whole} s" if whole >= 100 else f"{whole}.{tenths} s"


PARTS: Final[Sequence[tuple[str, Callable[[Sight, str], Iterator[Group]]]]] = (
    ("Telephone", _telephone),
    ("Registrations", _registrations),
    ("Calls and dialogs", _calls),
    ("Channels", _channels),
    ("Transactions", _transactions),
    ("Others", _others),
    ("Media", _media),
)
