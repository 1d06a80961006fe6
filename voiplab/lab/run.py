"""The execution of a lab: a function of (lab, run, seed, journal), and of nothing else; so executing again is looking back."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from voiplab.lab.actions import Cable, Edit, NodeAction, WhatToDo
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.node import Node, kind
from voiplab.lab.script import AtStart, ScriptLine, Sighting
from voiplab.net.host import Host
from voiplab.net.network import Network
from voiplab.recording.events import Event, Performed, Sent
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow
from voiplab.sim.chance import Chance
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Moment
from voiplab.sip.errors import Malformed
from voiplab.sip.message import parse


class Entry(NamedTuple):
    """One line of the journal: when `steps` kernel steps were done, `node` was asked to do `action`."""

    steps: int
    node: str
    action: WhatToDo


class LimitReached(Exception):
    """The run did not become idle before its limit; the message says at what moment it was stopped."""


class Run:
    """One execution. The script's actions come by themselves; those of a person are performed and enter the journal."""

    def __init__(
        self,
        lab: Lab,
        plan: RunPlan,
        seed: int,
        journal: Sequence[Entry] = (),
        recording: Recording | None = None,
    ) -> None:
        """Build every node from its files. ConfigError, NotSimulated."""
        self.lab = lab
        self.plan = plan
        self.seed = seed
        self.kernel = Kernel()
        self.recording = Recording() if recording is None else recording
        chance = Chance(seed, "", f"faults of {plan.name}")
        faults = [fault.fault(chance) for fault in plan.faults]
        self.network = Network(self.kernel, self.recording, lab.topology, seed, faults)
        self.journal: list[Entry] = []
        self._replay = list(journal)
        self._waiting: list[ScriptLine] = []
        self._seen = 0
        self._chance = Chance(seed, "", f"script of {plan.name}")
        self.files: dict[str, dict[str, bytes]] = {name: dict(files) for name, files in lab.files.items()}
        self.nodes: dict[str, Node] = {name: self._build(name) for name in lab.nodes}
        for node in self.nodes.values():
            node.start()
        for line in plan.script:
            self._expect(line)
        self._watch()

    def _build(self, name: str) -> Node:
        plan = self.lab.nodes[name]
        host = Host(self.network, plan.host, self.lab.calendar)
        return kind(plan.kind).build(plan.model, self.files.get(name, {}), host, name)

    # Going on

    def step(self) -> bool:
        """The journal's entries that fall here, then one kernel step; False when nothing is left."""
        while self._replay and self._replay[0].steps <= self.kernel.steps:
            entry = self._replay.pop(0)
            self.perform(entry.node, entry.action)
        moved = self.kernel.step()
        self._watch()
        return moved

    def run(self, until: Moment | None = None) -> None:
        """Go on until idle, or until a moment. LimitReached when the run's limit comes first."""
        end = self.plan.limit if until is None else min(until, self.plan.limit)
        while not self.is_idle:
            upcoming = self.kernel.next_moment()
            if upcoming is None or upcoming > end:
                break
            self.step()
        if until is None and not self.is_idle:
            raise LimitReached(f"{self.plan.name} was not over after {self.plan.limit // 1_000_000} s")

    @property
    def is_idle(self) -> bool:
        return self.kernel.is_idle and not self._replay

    def perform(self, node: str, action: WhatToDo) -> str:
        """A person acts now; it is written into the journal. What the person reads."""
        self.journal.append(Entry(self.kernel.steps, node, action))
        answer = self._do(node, action)
        self._watch()
        return answer

    # The script

    def _expect(self, line: ScriptLine) -> None:
        if isinstance(line.when, AtStart):
            self.kernel.after(line.after.choose(self._chance), partial(self._act, line))
        else:
            self._waiting.append(line)

    def _act(self, line: ScriptLine) -> None:
        self._do(line.node, line.action)

    def _watch(self) -> None:
        """Which of the script's lines have been waiting for what has just happened?"""
        while self._seen < len(self.recording):
            event = self.recording[self._seen]
            self._seen += 1
            if not self._waiting:
                continue
            sighting = self._sighting(event)
            due = [line for line in self._waiting if line.when.met(event, sighting)]
            for line in due:
                self._waiting.remove(line)
                self.kernel.after(line.after.choose(self._chance), partial(self._act, line))

    def _sighting(self, event: Event) -> Sighting | None:
        if not isinstance(event.what, Sent) or isinstance(event.what.packet.payload, Flow):
            return None
        try:
            message = parse(event.what.packet.payload)
        except Malformed:
            return None
        return Sighting(message, event.node, self.lab.topology.host_of(event.what.packet.target.ip) or "")

    # Acting

    def _do(self, node: str, action: WhatToDo) -> str:
        kernel = self.kernel
        kernel.line = None
        kernel.cause = None
        kernel.cause = self.recording.append(kernel.now, node, None, None, Performed(str(action), kernel.steps))
        match action:
            case NodeAction(text):
                answer = self.nodes[node].perform(text)
            case Edit(path, content):
                answer = self._edit(node, path, content)
            case Cable():
                answer = self._handle_cable(node, action)
        kernel.cause = None
        return answer

    def _edit(self, node: str, path: str, content: bytes) -> str:
        self.files[node][path] = content
        self.nodes[node].replace(self.files[node])
        return ""

    def _handle_cable(self, node: str, action: Cable) -> str:
        host = self.lab.nodes[node].host
        if action is Cable.UNPLUG:
            self.network.unplug(host)
        else:
            self.network.plug_in(host)
        return ""

    # Afterwards

    def branch(self, steps: int) -> "Run":
        """The same lab again, with the journal's entries before `steps`."""
        return Run(self.lab, self.plan, self.seed, [entry for entry in self.journal if entry.steps < steps])

    def digest(self) -> str:
        """Of all bytes sent, their ways and their moments: equal digests, equal runs."""
        digest = sha256()
        for event in self.recording.sent():
            assert isinstance(event.what, Sent)
            packet = event.what.packet
            head = f"{event.at} {event.node} {packet.transport.value} {packet.source} {packet.target} "
            digest.update(head.encode())
            digest.update(repr(packet.payload).encode() if isinstance(packet.payload, Flow) else packet.payload)
        return digest.hexdigest()

    def leftovers(self) -> dict[str, Sequence[str]]:
        """What is still alive on each node; nodes with nothing are left out."""
        alive = {name: node.leftovers() for name, node in self.nodes.items()}
        return {name: things for name, things in alive.items() if things}
