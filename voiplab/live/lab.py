"""A lab on real sockets: the run, its edge, its loop, and the requests of other terminals."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from voiplab.explain.columns import Column
from voiplab.explain.ladder import ladder
from voiplab.explain.messages import Messages
from voiplab.lab.actions import Edit, action
from voiplab.lab.ending import LimitReached
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.node import ImpossibleAction
from voiplab.lab.run import Run
from voiplab.live.clock import WallClock
from voiplab.live.control import Reply, Request
from voiplab.live.edge import LiveEdge
from voiplab.live.placing import sockets_needed
from voiplab.live.watch import Watch
from voiplab.net.host import PortInUse
from voiplab.recording.events import Answered, Event
from voiplab.recording.window import Window
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import Moment, seconds
from voiplab.text.place import ConfigError, Files, Place

FOR_EVER: Final = seconds(100 * 365 * 86_400)
WIDEST: Final = 400
DRAWN: Final = 2_000
"""Events, some ten calls: nobody looks further back, and telephones wait meanwhile."""

PATIENCE: Final = seconds(20)
"""How long a command may take to say something."""


class CannotLive(Exception):
    """A port or an address that the lab needs cannot be had; the message is a sentence."""


@dataclass(frozen=True)
class Conditions:
    """What a live run depends on besides its lab. `begins`: the date now; `anywhere`: packets may leave this machine.

    `pipes`: a folder that only this user may enter, for the named pipes of servers.
    """

    seed: int
    begins: datetime
    exposed: Sequence[str] = ()
    anywhere: bool = False
    pipes: Path | None = None
    clock: WallClock = field(default_factory=WallClock)


class LiveLab:
    """Everything is open when it has been made. `remark` is given sentences about the programs out there."""

    def __init__(
        self,
        lab: Lab,
        plan: RunPlan,
        conditions: Conditions,
        remark: Callable[[str], None],
        disk: Callable[[str], Files] | None = None,
    ) -> None:
        """`disk` reads a node's files again. CannotLive, ConfigError."""
        self.watch = Watch()
        self.clock = conditions.clock
        self.recording = Window()
        real = sockets_needed(lab, conditions.exposed)
        self.edge = LiveEdge(
            self.watch, self.clock, real, remark, anywhere=conditions.anywhere, folder=conditions.pipes
        )
        self.lab = replace(lab, calendar=Calendar(conditions.begins))
        endless = replace(plan, limit=FOR_EVER, most_steps=FOR_EVER)
        self._disk = disk
        self._waiting: list[tuple[str, Reply]] = []
        self.recording.observe(self._answered, [Answered])
        with ExitStack() as opened:
            opened.callback(self.close)
            self.run = self._made(endless, conditions.seed)
            opened.pop_all()
        self.clock.begin()

    def _made(self, plan: RunPlan, seed: int) -> Run:
        """A server without one of its ports goes on, as the real one does; a lab without it does not begin."""
        try:
            run = Run(self.lab, plan, seed, recording=self.recording, edge=self.edge)
        except PortInUse as refused:
            raise CannotLive(str(refused)) from None
        if self.edge.refused:
            raise CannotLive("; ".join(self.edge.refused))
        return run

    def listening(self) -> dict[str, list[str]]:
        """The SIP ports of each node that has real ones: `UDP 127.0.0.20:5060`."""
        found: dict[str, list[str]] = {}
        for transport, at in self.edge.ports():
            found.setdefault(self.run.network.routes.owners[at.ip][0], []).append(f"{transport.value} {at}")
        return found

    def close(self) -> None:
        """Every port is given back."""
        self.edge.close_all()

    # Requests

    def serve(self, request: Request, reply: Reply, about: Mapping[str, object], stop: Callable[[], None]) -> None:
        match request:
            case {"do": "about"}:
                reply(about)
            case {"do": "perform", "node": str(node), "action": str(text)}:
                self._perform(node, text, reply)
            case {"do": "ladder", "width": int(width)}:
                reply({"text": str(self.ladder(min(max(width, 40), WIDEST)))})
            case {"do": "state"}:
                reply(self.state())
            case {"do": "stop"}:
                reply({})
                stop()
            case _:
                reply({"error": f"a live lab does not know what {request.get('do')!r} with these words is"})

    def state(self) -> dict[str, object]:
        """How much is alive: what a lab that has been running for long must not have more and more of."""
        return {
            "seconds": self.clock.now() / 1_000_000,
            "pending": self.run.kernel.pending,
            "connections": len(self.edge.connections),
            "kept": self.recording.size,
            "leftovers": {node: len(alive) for node, alive in self.run.leftovers().items()},
        }

    def ladder(self, width: int) -> object:
        columns = [Column(plan.host, plan.label) for plan in self.lab.nodes.values()]
        return ladder(Messages(self.recording.kept(DRAWN)), columns, width=width)

    def _perform(self, node: str, text: str, reply: Reply) -> None:
        if node not in self.run.nodes:
            reply({"error": f"no node is called {node}; there are {', '.join(self.run.nodes)}"})
            return
        self.run.kernel.now = max(self.run.kernel.now, self._present())
        try:
            self._take_edits(node)
            said = self.run.perform(node, action(text))
        except (ImpossibleAction, ConfigError, LimitReached) as refused:
            reply({"error": str(refused)})
            return
        if said or self.lab.nodes[node].kind == "phone":
            reply({"text": said})
        else:
            waiting = (node, reply)
            self._waiting.append(waiting)
            self.run.kernel.after(PATIENCE, lambda: self._say(waiting, ""), Pace.BACKGROUND)

    def _take_edits(self, node: str) -> None:
        """What was saved on the disk since; a server acts by it only after the command that the real one needs."""
        if self._disk is None or self.lab.nodes[node].kind == "phone":
            return
        try:
            now = self._disk(node)
        except OSError as gone:
            raise ConfigError(Place(node, 1), f"the files cannot be read: {gone.strerror}") from None
        before = self.run.files.get(node, {})
        for path in dict.fromkeys([*before, *now]):
            if before.get(path) != now.get(path):
                self.run.perform(node, Edit(path, now.get(path)))

    def _present(self) -> Moment:
        """Now; but not later than what is still to be done."""
        upcoming = self.run.kernel.next_moment()
        return self.clock.now() if upcoming is None else min(self.clock.now(), upcoming)

    def _answered(self, event: Event) -> None:
        """A server that has to wait for others before it can say something has its say."""
        assert isinstance(event.what, Answered)
        for waiting in self._waiting:
            if waiting[0] == event.node:
                self._say(waiting, event.what.text)
                return

    def _say(self, waiting: tuple[str, Reply], text: str) -> None:
        if waiting in self._waiting:
            self._waiting.remove(waiting)
            waiting[1]({"text": text})
