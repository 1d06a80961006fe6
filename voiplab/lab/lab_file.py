"""A lab from YAML (see `lab.py` for how it looks): a file of its own, or the `lab` part of a lesson."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal, TypeVar

from pydantic import Field

from voiplab.lab.actions import Edit, NodeAction, WhatToDo, action
from voiplab.lab.impairing import Impair, no_link
from voiplab.lab.lab import Lab, NodePlan, RunPlan
from voiplab.lab.node import KINDS, ImpossibleAction
from voiplab.lab.script import PHONE_STATES, AtStart, FaultPlan, ScriptLine, When, WhenMessage, WhenPhone
from voiplab.lab.span import Count, Span, duration
from voiplab.net.faults import Damage
from voiplab.net.topology import Topology
from voiplab.phone.actions import parse_action
from voiplab.sim.calendar import Calendar
from voiplab.sip.matching import Pattern
from voiplab.text.document import Document, Path
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Files
from voiplab.text.schema import Schema, Written, fit

Value = TypeVar("Value")


class NodeEntry(Schema):
    kind: Literal["phone", "freeswitch", "opensips"]
    model: str | None = None
    host: str | None = None
    label: str = ""


class FaultEntry(Schema):
    """One of lose, delay, duplicate names the message; `first` and `skip` count them, `by` is how late it is."""

    lose: Written | None = None
    delay: Written | None = None
    duplicate: Written | None = None
    first: Written | None = None
    skip: int = 0
    by: str | None = None


class SaveEntry(Schema):
    """A file of the node is saved during the run, with what stands in a file of the folder `later`."""

    save: str
    source: str = Field(alias="from")


class RunEntry(Schema):
    does: str = ""
    off: tuple[str, ...] = ()
    limit: str = "5m"
    script: tuple[dict[str, Written | SaveEntry], ...] = ()
    faults: tuple[FaultEntry, ...] = ()


class LabEntry(Schema):
    topology: str
    nodes: dict[str, NodeEntry] = Field(min_length=1)
    runs: dict[str, RunEntry] = Field(min_length=1)
    seed: int = Field(default=1, ge=0)
    date: str = "2026-03-02 09:00"


class Located:
    """A document and the way to the lab in it: all that is needed to say where something is wrong.

    And what its nodes stand on: the network, and what is saved later.
    """

    def __init__(self, document: Document, path: Path, topology: Topology, later: Files) -> None:
        self.document = document
        self.path = path
        self.topology = topology
        self.later = later

    def wrong(self, path: Path, says: str) -> ConfigError:
        return ConfigError(self.document.place((*self.path, *path)), says)


def topology_name(document: Document, path: Path = ()) -> str:
    """Which topology the lab wants; it is read before the lab itself."""
    return fit(LabEntry, document, path).topology


def lab(name: str, document: Document, path: Path, topology: Topology, files: Mapping[str, Files], later: Files) -> Lab:
    """`later`: what scripts save while a run goes on. ConfigError with file and line for whatever is wrong."""
    entry = fit(LabEntry, document, path)
    located = Located(document, path, topology, later)
    nodes = {node: _node(located, node, plan, topology) for node, plan in entry.nodes.items()}
    return Lab(
        name=name,
        topology=topology,
        nodes=nodes,
        files=files,
        runs={run: _run(located, run, plan, nodes) for run, plan in entry.runs.items()},
        seed=entry.seed,
        calendar=Calendar(_date(located, entry.date)),
    )


def _node(located: Located, name: str, entry: NodeEntry, topology: Topology) -> NodePlan:
    host = entry.host or name
    if host not in topology.hosts:
        guess = did_you_mean(host, topology.hosts) or f"; it has {', '.join(topology.hosts)}"
        raise located.wrong(("nodes", name), f"the topology has no host {host}{guess}")
    if entry.kind not in KINDS:
        raise located.wrong(("nodes", name, "kind"), f"no kind of node is called {entry.kind}")
    if entry.kind == "phone" and entry.model is None:
        raise located.wrong(("nodes", name), "a phone needs its `model`")
    return NodePlan(name, entry.kind, host, entry.model, entry.label)


def _run(located: Located, name: str, entry: RunEntry, nodes: dict[str, NodePlan]) -> RunPlan:
    path: Path = ("runs", name)
    for place, node in enumerate(entry.off):
        if node not in nodes:
            raise located.wrong((*path, "off", place), f"no node is called {node}{did_you_mean(node, nodes)}")
    on = {node: plan for node, plan in nodes.items() if node not in entry.off}
    return RunPlan(
        name,
        entry.does,
        entry.off,
        tuple(_line(located, (*path, "script", place), line, on) for place, line in enumerate(entry.script)),
        tuple(_fault(located, (*path, "faults", place), fault) for place, fault in enumerate(entry.faults)),
        limit=_parsed(located, (*path, "limit"), duration, entry.limit),
    )


def _line(located: Located, path: Path, line: Mapping[str, str | SaveEntry], nodes: dict[str, NodePlan]) -> ScriptLine:
    """`{at: 1s, alice: dial 1001}` or `{when: bob rings, after: 2s, bob: answer}`."""
    times = {key: value for key, value in line.items() if key in ("at", "when", "after") and isinstance(value, str)}
    actors = [key for key in line if key not in times]
    if len(actors) != 1:
        raise located.wrong(path, "a line of a script names one node, and what it does")
    if actors[0] not in nodes:
        guess = did_you_mean(actors[0], nodes)
        raise located.wrong(path, f"no node is called {actors[0]}, or it is switched off in this run{guess}")
    if ("at" in times) == ("when" in times):
        raise located.wrong(path, "a line of a script has either `at` or `when`")
    if "at" in times and "after" in times:
        raise located.wrong((*path, "after"), "`after` belongs to `when`")
    when = AtStart() if "at" in times else _when(located, (*path, "when"), times["when"], nodes)
    key = "at" if "at" in times else "after"
    after = _parsed(located, (*path, key), Span.parse, times.get(key, "0s"))
    place = located.document.place((*located.path, *path))
    does = _does(located, (*path, actors[0]), line[actors[0]], nodes[actors[0]])
    return ScriptLine(when, after, actors[0], does, place)


def _does(located: Located, path: Path, entry: str | SaveEntry, node: NodePlan) -> WhatToDo:
    if isinstance(entry, str):
        return _does_in_words(located, path, entry, node)
    if entry.source not in located.later:
        guess = did_you_mean(entry.source, located.later)
        raise located.wrong((*path, "from"), f"the folder `later` has no file {entry.source}{guess}")
    return Edit(entry.save, located.later[entry.source])


def _does_in_words(located: Located, path: Path, entry: str, node: NodePlan) -> WhatToDo:
    try:
        does = action(entry)
    except ImpossibleAction as wrong:
        raise located.wrong(path, str(wrong)) from None
    if isinstance(does, Impair) and located.topology.attachment(node.host, does.network) is None:
        raise located.wrong(path, no_link(located.topology, node.host, does.network))
    if node.kind == "phone" and isinstance(does, NodeAction):
        _parsed(located, path, parse_action, does.text)  # a server's console says itself what it does not know
    return does


def _when(located: Located, path: Path, text: str, nodes: dict[str, NodePlan]) -> When:
    node, _, rest = text.partition(" ")
    if node in nodes:
        state = " ".join(rest.split())
        if state in PHONE_STATES:
            return WhenPhone(nodes[node].host, state)
        raise located.wrong(path, f"`{state}` is no state of a phone; there are: {', '.join(PHONE_STATES)}")
    return WhenMessage(_parsed(located, path, Pattern.parse, text))


def _fault(located: Located, path: Path, entry: FaultEntry) -> FaultPlan:
    named = {Damage.LOSE: entry.lose, Damage.DELAY: entry.delay, Damage.DUPLICATE: entry.duplicate}
    given = [(damage, text) for damage, text in named.items() if text is not None]
    if len(given) != 1:
        raise located.wrong(path, "a fault has one of `lose`, `delay`, `duplicate`")
    damage, text = given[0]
    if (damage is Damage.DELAY) != (entry.by is not None):
        raise located.wrong(path, "`delay` needs `by`, the others do without")
    return FaultPlan(
        damage,
        _parsed(located, (*path, damage.value), Pattern.parse, text),
        None if entry.first is None else _parsed(located, (*path, "first"), Count.parse, entry.first),
        entry.skip,
        None if entry.by is None else _parsed(located, (*path, "by"), Span.parse, entry.by),
    )


def _date(located: Located, text: str) -> datetime:
    try:
        begins = datetime.fromisoformat(text)
    except ValueError:
        raise located.wrong(("date",), f"`{text}` is no date; expected one like 2026-03-02 09:00") from None
    return begins if begins.tzinfo else begins.replace(tzinfo=UTC)


def _parsed(located: Located, path: Path, parse: Callable[[str], Value], text: str) -> Value:
    try:
        return parse(text)
    except ValueError as wrong:
        raise located.wrong(path, str(wrong)) from None
