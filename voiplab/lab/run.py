"""The execution of a lab: a function of (lab, run, seed, journal), and of nothing else; so executing again is looking back."""

from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple, assert_never

from voiplab.lab.actions import Cable, Edit, NodeAction, WhatToDo
from voiplab.lab.digest import digest
from voiplab.lab.ending import LimitReached, located, told_of
from voiplab.lab.impairing import Impair, no_link
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.node import ImpossibleAction, Node, kind
from voiplab.lab.script import AtStart, ScriptLine, Sighting, WhenMessage
from voiplab.net.edge import Edge
from voiplab.net.host import Host
from voiplab.net.network import Network
from voiplab.phone.actions import NotAnAction
from voiplab.recording.events import Event, LineRun, Performed, Sent
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow
from voiplab.sim.chance import Chance
from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Duration, Moment
from voiplab.sip.errors import Malformed
from voiplab.sip.layout import Unwritable
from voiplab.sip.message import parse
from voiplab.text.place import ConfigError, NotSimulated

ALL_THAT_COMES: Final = 1 << 20


class Entry(NamedTuple):
    """One line of the journal: at the moment `at`, when `steps` kernel steps were done, `node` was asked to do `action`.

    The moment says when it is done again, also by other files, with which everything else comes sooner or later than it did.
    The steps say before what else of that very moment it was.
    """

    steps: int
    at: Moment
    node: str
    action: WhatToDo


class Waiting(NamedTuple):
    """A line of the script, and how long after its event somebody acts."""

    line: ScriptLine
    wait: Duration


class Run:
    """One execution. The script's actions come by themselves; those of a person are performed and enter the journal."""

    def __init__(
        self,
        lab: Lab,
        plan: RunPlan,
        seed: int,
        journal: Sequence[Entry] = (),
        recording: Recording | None = None,
        edge: Edge | None = None,
    ) -> None:
        """Build every node from its files; an `edge` leads to real sockets. ConfigError, NotSimulated."""
        self.lab = lab
        self.plan = plan
        self.seed = seed
        self.kernel = Kernel()
        self.recording = Recording() if recording is None else recording
        chance = Chance(seed, "", f"faults of {plan.name}")
        faults = [fault.fault(chance) for fault in plan.faults]
        self.network = Network(self.kernel, self.recording, lab.topology, seed, faults, edge)
        self.journal: list[Entry] = []
        self._replay = deque(journal)
        script = self._waits()
        self._waiting = [waiting for waiting in script if not isinstance(waiting.line.when, AtStart)]
        self._unwatched: list[Event] = []
        if self._waiting:
            self.recording.observe(self._notice)
        self.files: dict[str, dict[str, bytes]] = {name: dict(files) for name, files in lab.files.items()}
        self.nodes: dict[str, Node] = {name: self._build(name) for name in lab.nodes if name not in plan.off}
        for node in self.nodes.values():
            node.start()
        for waiting in script:
            if isinstance(waiting.line.when, AtStart):
                self._appoint(waiting)
        self._watch()

    def _waits(self) -> list[Waiting]:
        """All waits are chosen at the start: what happens in between changes nothing of how long somebody lets it ring."""
        chance = Chance(self.seed, "", f"script of {self.plan.name}")
        return [Waiting(line, line.after.choose(chance)) for line in self.plan.script]

    def _build(self, name: str) -> Node:
        plan = self.lab.nodes[name]
        host = Host(self.network, plan.host, self.lab.calendar)
        try:
            return kind(plan.kind).build(plan.model, self.files.get(name, {}), host, name)
        except ConfigError as refused:
            raise told_of(name, refused) from None

    # Going on

    def step(self) -> bool:
        """The journal's entries that fall here, then one kernel step; False when nothing is left."""
        if self._replay:
            self._do_again(self.plan.limit)
        try:
            moved = self.kernel.step()
        except ConfigError as refused:
            raise told_of(self._handling(), refused) from None
        except Unwritable as broken:
            raise told_of(self._handling(), self._located(broken)) from None
        if self._unwatched:
            self._watch()
        return moved

    def _do_again(self, end: Moment) -> None:
        """The journal's entries that come before the next step, up to `end`."""
        while self._replay and self._replay[0].at <= end and self._is_due(self._replay[0]):
            entry = self._replay.popleft()
            self.kernel.now = max(self.kernel.now, entry.at)  # what else is due at that moment came after it
            self.perform(entry.node, entry.action)

    def _is_due(self, entry: Entry) -> bool:
        upcoming = self.kernel.next_moment()
        if upcoming is None or upcoming > entry.at:
            return True
        return upcoming == entry.at and self.kernel.steps >= entry.steps

    def _located(self, broken: Unwritable) -> NotSimulated:
        return located(self.recording, self.kernel.line, broken)

    def _handling(self) -> str:
        """The node that was handling something when the kernel stopped."""
        cause = self.recording.find(self.kernel.cause)
        return "" if cause is None else cause.node

    def run(self, until: Moment | None = None) -> None:
        """Go on until idle, or until a moment (then also what is done in the background). LimitReached."""
        while self.go_on(ALL_THAT_COMES, until):
            pass

    def go_on(self, steps: int, until: Moment | None = None) -> bool:
        """So many kernel steps at most. False when it is idle, or the moment has come. LimitReached."""
        kernel, end = self.kernel, self._end(until)
        allowed = self.plan.most_steps - kernel.steps
        for done in range(steps):
            if self._replay:
                self._do_again(end)
            if until is None and kernel.is_idle and not self._replay:
                return False
            if done >= allowed:
                raise self._too_long(f"{kernel.steps} steps")
            upcoming = kernel.next_moment()
            if upcoming is None or upcoming > end:
                self._stand_still(until)
                return False
            self.step()
        return True

    def _end(self, until: Moment | None) -> Moment:
        return self.plan.limit if until is None else min(until, self.plan.limit)

    def _stand_still(self, until: Moment | None) -> None:
        if until is None:
            raise self._too_long(f"{self.plan.limit // 1_000_000} s")
        self.kernel.run_until(self._end(until))

    def _too_long(self, limit: str) -> LimitReached:
        """With the line that was executed last: if something goes in circles, it is on the way."""
        says = f"{self.plan.name} was not over after {limit}"
        for event in reversed(self.recording):
            if isinstance(event.what, LineRun):
                return LimitReached(f"{says}; {event.node} had just run {event.what.place} ({event.what.text})")
        return LimitReached(says)

    @property
    def is_idle(self) -> bool:
        return self.kernel.is_idle and not self._replay

    @property
    def upcoming(self) -> Moment | None:
        """When the next thing happens, by itself or because the journal says so."""
        moments = [self.kernel.next_moment(), self._replay[0].at if self._replay else None]
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def rest(self) -> int:
        """So many entries of the journal come later."""
        return len(self._replay)

    def forget_rest(self) -> None:
        """What the journal has later will not be done: somebody does something else now."""
        self._replay.clear()

    def perform(self, node: str, action: WhatToDo) -> str:
        """A person acts now; it is written into the journal. What the person reads. ImpossibleAction."""
        entry = Entry(self.kernel.steps, self.kernel.now, node, action)
        try:
            answer = self._do(node, action)
        except NotAnAction as unknown:
            raise ImpossibleAction(str(unknown)) from None
        except ConfigError as refused:
            raise told_of(node, refused) from None
        except Unwritable as broken:
            raise told_of(node, self._located(broken)) from None
        self.journal.append(entry)
        self._watch()
        return answer

    # The script

    def _appoint(self, waiting: Waiting) -> None:
        self.kernel.after(waiting.wait, partial(self._act, waiting.line))

    def _act(self, line: ScriptLine) -> None:
        self._do(line.node, line.action)

    def _notice(self, event: Event) -> None:
        if self._waiting:
            self._unwatched.append(event)

    def _watch(self) -> None:
        """Which of the script's lines have been waiting for what has just happened?"""
        if not self._unwatched:
            return
        happened, self._unwatched = self._unwatched, []
        for event in happened:
            sighting = self._sighting(event) if self._waits_for_messages else None
            due = [waiting for waiting in self._waiting if waiting.line.when.met(event, sighting)]
            for waiting in due:
                self._waiting.remove(waiting)
                self._appoint(waiting)

    @property
    def _waits_for_messages(self) -> bool:
        return any(isinstance(waiting.line.when, WhenMessage) for waiting in self._waiting)

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
        host = self.lab.nodes[node].host  # whose column of the ladder it is, like that of the node's messages
        kernel.cause = self.recording.append(kernel.now, host, None, None, Performed(str(action), kernel.steps))
        match action:
            case NodeAction(text):
                answer = self.nodes[node].perform(text)
            case Edit(path, content):
                answer = self._edit(node, path, content)
            case Cable():
                answer = self._handle_cable(node, action)
            case Impair():
                answer = self._impair(node, action)
            case _:
                assert_never(action)
        kernel.cause = None
        return answer

    def _edit(self, node: str, path: str, content: bytes | None) -> str:
        if content is None:
            self.files[node].pop(path, None)
        else:
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

    def _impair(self, node: str, action: Impair) -> str:
        host = self.lab.nodes[node].host
        link = self.network.topology.attachment(host, action.network)
        if link is None:
            raise ImpossibleAction(no_link(self.network.topology, host, action.network))
        outwards = action.applied(link.outwards) if action.is_out else None
        inwards = action.applied(link.inwards) if action.is_in else None
        self.network.impair(host, action.network, outwards, inwards)
        return ""

    # Afterwards

    def branch(self, steps: int) -> "Run":
        """The same lab again, with the journal's entries before `steps`."""
        return Run(self.lab, self.plan, self.seed, [entry for entry in self.journal if entry.steps < steps])

    def digest(self) -> str:
        return digest(self.recording)

    def leftovers(self) -> dict[str, Sequence[str]]:
        """What is still alive on each node; nodes with nothing are left out."""
        alive = {name: node.leftovers() for name, node in self.nodes.items()}
        return {name: things for name, things in alive.items() if things}
