"""What the pane of the network shows: the picture of a moment, and what is chosen in it."""

from collections.abc import Sequence
from typing import Final

from voiplab.explain.link_words import link_sentence
from voiplab.explain.machine_lines import Line, instant
from voiplab.explain.messages import Messages, SipMessage, Vanished
from voiplab.explain.network_picture import Shown, draw
from voiplab.explain.network_plan import WIRE_AT, Cell, Plan, WireId, plan, seen
from voiplab.lab.lab import Lab
from voiplab.net.routes import Routes
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless
from voiplab.tui.desk.links import Links, LinkState
from voiplab.tui.widgets.topology.under_way import UnderWay

Chosen = str | WireId
ASIDE: Final = 3
"""What stands beside the wanted direction is so much further away than what stands in it."""


class TopologyBoard:
    """`off`: the nodes that are switched off in this run."""

    def __init__(self, lab: Lab, messages: Messages, columns: int, off: Sequence[str] = ()) -> None:
        self.chosen: Chosen = next(iter(lab.nodes.values())).host
        self._lab = lab
        self._off = off
        self._hosts = list(dict.fromkeys(node.host for node in lab.nodes.values()))
        self._topology = seen(lab.topology, self._hosts)
        self._links = Links(messages.recording, self._topology)
        self._state = self._links.now()
        self.plan = self._plan(columns)
        self._under_way = UnderWay(messages, self.plan, Routes(self._topology))
        self._arrow: SipMessage | None = None
        self._moment: Moment = 0
        self._is_film = False

    def _plan(self, columns: int) -> Plan:
        captions = {host: [self._what(host)] for host in self._topology.hosts}
        servers = [node.host for node in self._lab.nodes.values() if node.kind != "phone"]
        return plan(self._topology, captions, servers, columns)

    def resize(self, columns: int) -> None:
        self.plan = self._under_way.plan = self._plan(columns)

    # Looking

    def look(self, message: SipMessage | None, moment: Moment, *, newest: SipMessage | None) -> None:
        """At a message, or at now; `newest`: the latest message, while the run stands still."""
        self._moment = moment
        self._turn(self._links.now() if message is None else self._links.after(message.event.id))
        self._arrow = message
        if message is None and newest is not None and newest.at == moment:
            self._arrow = newest
        if message is not None or self._arrow is not None:
            self._is_film = False
            self._under_way.stop()

    def watch(self, moment: Moment) -> None:
        """The run goes on."""
        self._moment, self._is_film, self._arrow = moment, True, None
        self._turn(self._links.now())
        self._under_way.roll()

    def tick(self) -> bool:
        """Another frame of what moves, also after the run has come to rest. Whether anything does."""
        return self._is_film and self._under_way.tick(self._moment)

    def _turn(self, state: LinkState) -> None:
        if state is not self._state:
            self._state = state
            self._under_way.routes = Routes(state.topology)

    @property
    def lines(self) -> Sequence[Line]:
        under_way = self._under_way
        travellers = under_way.films(self._moment) if self._is_film else under_way.still(self._arrow, self._moment)
        return draw(Shown(self.plan, self._state.topology, self._state.unplugged, self.chosen, tuple(travellers)))

    @property
    def heading(self) -> str:
        """The moment, and the message that is drawn."""
        told = f" at {instant(self._moment)}"
        if self._arrow is not None:
            told += f"  message {self._arrow.n}, {self._arrow.source} > {self._arrow.target}: {self._arrow.summary}"
            if isinstance(self._arrow.fate, Vanished):
                told += f"  x {self._arrow.fate.reason}"
        return harmless(told)

    @property
    def told(self) -> str:
        """What is chosen, in a sentence."""
        if isinstance(self.chosen, WireId):
            end = self._state.topology.attachment(*self.chosen)
            assert end is not None, "what can be chosen stands in the picture"
            return harmless(f" {link_sentence(self.chosen.host, end, is_cut=self.is_unplugged(self.chosen.host))}")
        addresses = ", ".join(end.ip for end in self._topology.hosts[self.chosen])
        plugged = "unplugged" if self.is_unplugged(self.chosen) else "plugged in"
        return harmless(f" {self.chosen}: {self._what(self.chosen)}, {addresses}, {plugged}")

    def _what(self, host: str) -> str:
        nodes = [node for node in self._lab.nodes.values() if node.host == host]
        if nodes and all(node.name in self._off for node in nodes):
            return "switched off"
        return ", ".join(node.model or node.kind for node in nodes) or "router"

    def is_unplugged(self, host: str) -> bool:
        return host in self._state.unplugged

    # What is chosen

    @property
    def host(self) -> str:
        return self.chosen.host if isinstance(self.chosen, WireId) else self.chosen

    @property
    def wire(self) -> WireId:
        """The chosen link, or the first one of the chosen host."""
        if isinstance(self.chosen, WireId):
            return self.chosen
        return WireId(self.chosen, self._topology.hosts[self.chosen][0].network)

    @property
    def node(self) -> str | None:
        """The node that stands on the chosen host; a router has none."""
        return next((name for name, node in self._lab.nodes.items() if node.host == self.host), None)

    @property
    def present(self) -> LinkState:
        """The links as they are now, which is when somebody acts, whatever is looked at."""
        return self._links.now()

    @property
    def place(self) -> Cell:
        return self._places()[self.chosen]

    def go(self, dx: int, dy: int) -> None:
        """To the nearest node or link in that direction."""
        here = self.place
        ahead = {
            chosen: (place.x - here.x, 2 * (place.y - here.y))  # a row is as high as two columns are wide
            for chosen, place in self._places().items()
            if (place.x - here.x) * dx + (place.y - here.y) * dy > 0
        }
        if ahead:
            self.chosen = min(ahead, key=lambda one: _far(*ahead[one], is_level=dx != 0))

    def choose(self, at: Cell) -> None:
        """What is nearest to that place."""
        places = self._places()
        self.chosen = min(places, key=lambda one: abs(places[one].x - at.x) + 2 * abs(places[one].y - at.y))

    def _places(self) -> dict[Chosen, Cell]:
        places: dict[Chosen, Cell] = {name: box.middle for name, box in self.plan.boxes.items()}
        for name, wire in self.plan.wires.items():
            box = self.plan.boxes[name.host]
            places[name] = Cell(
                box.middle.x + wire.end.x - box.x - WIRE_AT, wire.middle.y
            )  # straight above or below it
        return places


def _far(x: int, y: int, *, is_level: bool) -> int:
    ahead, aside = (abs(x), abs(y)) if is_level else (abs(y), abs(x))
    return ahead + ASIDE * aside
