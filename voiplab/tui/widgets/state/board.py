"""What the pane of states shows: one node or all of them, what has certain words in it, or one machine drawn at large."""

from collections.abc import Sequence

from voiplab.explain.canvas import Role, Span
from voiplab.explain.dialogs import Calls
from voiplab.explain.machine_lines import instant, machine_lines
from voiplab.explain.messages import Messages
from voiplab.explain.state_history import StateHistory
from voiplab.explain.state_line import Sight, StateLine
from voiplab.explain.state_lines import machine_timers, node_lines
from voiplab.explain.states import MachineId, Standing
from voiplab.recording.events import EventId
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless

ALL = "all nodes"


class StateBoard:
    """`lines` are what is shown; `chosen` is the place of the line under the cursor."""

    def __init__(self, messages: Messages, nodes: Sequence[str]) -> None:
        self.lines: Sequence[StateLine] = ()
        self.chosen = 0
        self.wanted = ""
        self._history = StateHistory(messages.recording)
        self._calls = Calls(messages)
        self._nodes = [ALL, *nodes]
        self._node = 0
        self._opened: Standing | None = None
        self._at: EventId | None = None
        self._moment: Moment = 0

    @property
    def heading(self) -> str:
        of = f", with `{self.wanted}`" if self.wanted else ""
        about = "its machine" if self._opened is not None else f"< {self._nodes[self._node]} >{of}"
        return harmless(f" {about}  at {instant(self._moment)}  (* came into its state just now)")

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    # Looking

    def look(self, at: EventId | None, moment: Moment) -> None:
        """After that event, or now."""
        self._at, self._moment = at, moment
        self._draw()

    def _draw(self) -> None:
        states = self._history.now() if self._at is None else self._history.after(self._at)
        self._calls.catch_up()
        chosen = self._machine_at(self.chosen)
        sight = Sight(states, self._calls, self._moment)
        if self._opened is not None:
            self._opened = states.machines.get(self._opened.id, self._opened)
            is_there = self._opened.id in states.machines
            timers = [line.spans for line in machine_timers(sight, self._opened)]
            self.lines = [*map(StateLine, machine_lines(self._opened, timers)), *([] if is_there else [GONE])]
            return
        nodes = self._nodes[1:] if self._node == 0 else [self._nodes[self._node]]
        self.lines = [line for node in nodes for line in node_lines(sight, node, self.wanted)] or [NOTHING]
        self._choose_again(chosen)

    def _machine_at(self, place: int) -> MachineId | None:
        return self.lines[place].machine if 0 <= place < len(self.lines) else None

    def _choose_again(self, machine: MachineId | None) -> None:
        """The same machine as before, wherever it stands now."""
        if machine is not None:
            self.chosen = next((n for n, line in enumerate(self.lines) if line.machine == machine), self.chosen)
        self.choose(self.chosen)

    # What a person asks for

    def go(self, by: int) -> None:
        self.choose(self.chosen + by)

    def choose(self, place: int) -> None:
        self.chosen = min(max(place, 0), len(self.lines) - 1)

    def turn(self, by: int) -> None:
        """To the next node, or the one before."""
        self._opened = None
        self._node = (self._node + by) % len(self._nodes)
        self.chosen = 0
        self._draw()

    def search(self, words: str) -> None:
        self._opened = None
        self.wanted = " ".join(words.split())
        self.chosen = 0
        self._draw()

    def open(self) -> bool:
        """Draw the machine under the cursor at large. False when that line is about none."""
        machine = self._machine_at(self.chosen)
        if self._opened is not None or machine is None:
            return False
        states = self._history.now() if self._at is None else self._history.after(self._at)
        self._opened = states.machines.get(machine)  # it may have come to its end since the lines were drawn
        self._draw()
        if self._opened is not None:
            self.chosen = next((n for n, line in enumerate(self.lines) if line.text.startswith("  #")), 0) + 1
        return self._opened is not None

    def close(self) -> bool:
        if self._opened is None:
            return False
        machine = self._opened.id
        self._opened = None
        self._draw()
        self._choose_again(machine)
        return True


NOTHING = StateLine((Span("  (nothing stands here)", Role.NOTE),))
GONE = StateLine((Span("  It has come to its end, and stands no longer.", Role.LOST),))
