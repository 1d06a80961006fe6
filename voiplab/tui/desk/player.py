"""One run under a person's hands: it goes on, pauses, makes a step, stops at breakpoints, and is executed again up to a moment.

A screen calls `slice` again and again; between two calls nothing moves. No other thread touches a run.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from typing import Final, NamedTuple

from voiplab.lab.actions import Edit, WhatToDo
from voiplab.lab.ending import LimitReached
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.node import ImpossibleAction
from voiplab.lab.run import Entry, Run
from voiplab.recording.events import Event, EventId, Sent
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Duration, Moment
from voiplab.sip.value import value
from voiplab.text.place import ConfigError
from voiplab.tui.desk.breakpoints import Breakpoint
from voiplab.tui.desk.pace import Clock, Pace

SLICE: Final = 0.008
"""Seconds that the simulation may take at a time: a key that is pressed meanwhile waits no longer."""

MOST_BRANCHES: Final = 26


class Going(Enum):
    READY = "not begun yet"
    PAUSED = "paused"
    RUNNING = "running"
    QUIET = "quiet: nothing is left to happen by itself"
    RETURNING = "executing again"
    OVER = "over"

    __hash__ = object.__hash__


class StopAt(Enum):
    """Where it stops by itself, besides where nothing is left to happen."""

    NOWHERE = "goes on"
    MESSAGE = "the next message"
    BREAKPOINT = "the next breakpoint"
    END = "where nothing is left to happen"

    __hash__ = object.__hash__


class Mark(NamedTuple):
    """A place in a run: so many kernel steps, and so many entries of the journal, were done."""

    steps: int
    entries: int


@value(frozen=True, slots=False)
class Branch:
    """A way that a run has taken; `left_at` is where it was left for another one."""

    name: str
    run: Run
    left_at: Mark | None = None


class Player:
    """`run` is another one after `rewind`; the ways left behind stand in `branches`, the present one last."""

    def __init__(self, lab: Lab, plan: RunPlan, seed: int, clock: Clock, journal: Sequence[Entry] = ()) -> None:
        """ConfigError, NotSimulated, as `Run`."""
        self.lab = lab
        self.plan = plan
        self.seed = seed
        self.going = Going.READY
        self.stop_at = StopAt.NOWHERE
        self.pace = Pace(clock)
        self.breakpoints: list[Breakpoint] = []
        self.pauses_for: Callable[[], str] = lambda: ""
        """Asked after each message: why the run should pause now, if it should."""

        self.says = ""
        """Why it stopped, in a sentence, when that is not plain."""

        self._clock = clock
        self._fresh: list[Event] = []
        self._marks: dict[EventId, Mark] = {}
        self._target: Mark | None = None
        self._trailing: list[Entry] = []
        self._journal: list[Entry] = []
        self._until: Moment | None = None
        self._ways = 0
        self.branches: list[Branch] = []
        self._take(Run(lab, plan, seed, journal))

    def keep_habits(self, before: "Player") -> None:
        """As fast as the one before, and it stops where that one did."""
        self.breakpoints = before.breakpoints
        self.pace = before.pace
        self.pace.start(0)

    def _take(self, run: Run) -> None:
        self.run = run
        self._marks.clear()
        self._fresh.clear()
        self.branches.append(Branch(_letter(self._ways), run))
        self._ways += 1
        run.recording.observe(self._fresh.append)
        for event in run.recording:  # what happened while the nodes were started
            if isinstance(event.what, Sent):
                self._marks[event.id] = Mark(0, 0)

    @property
    def recording(self) -> Recording:
        return self.run.recording

    @property
    def moment(self) -> Moment:
        """Where the clock stands: also between two events, when time goes by."""
        now = self.run.kernel.now
        if self.going is not Going.RUNNING or self.stop_at is not StopAt.NOWHERE:
            return now
        upcoming = self.run.upcoming
        return max(now, self.pace.due() if upcoming is None else min(self.pace.due(), upcoming))

    @property
    def is_moving(self) -> bool:
        return self.going in (Going.RUNNING, Going.RETURNING)

    @property
    def progress(self) -> float:
        """Of executing again: from 0 to 1."""
        if self._target is None or self._target.steps == 0:
            return 1.0
        return min(1.0, self.run.kernel.steps / self._target.steps)

    # What a person asks for

    def play(self) -> None:
        """Go on at the pace."""
        self._go(StopAt.NOWHERE)

    def step(self) -> None:
        """Go on to the next message."""
        self._go(StopAt.MESSAGE)

    def to_next(self) -> None:
        """Go on to the next breakpoint, or until nothing is left."""
        self._go(StopAt.BREAKPOINT)

    def to_end(self) -> None:
        """Go on until nothing is left, whatever comes."""
        self._go(StopAt.END)

    def wait(self, duration: Duration) -> None:
        """Let so much time go by, with all that is only done in the background."""
        if self.going not in (Going.OVER, Going.RETURNING):
            self._until = self.run.kernel.now + duration
            self.going, self.stop_at = Going.RUNNING, StopAt.BREAKPOINT

    def pause(self) -> None:
        if self.going is Going.RUNNING:
            self._stand_at(self.moment)
            self.going = Going.PAUSED
            self._until = None

    def _go(self, stop_at: StopAt) -> None:
        if self.going in (Going.OVER, Going.RETURNING):
            return
        self.says = ""
        self.going, self.stop_at = Going.RUNNING, stop_at
        self.pace.start(self.run.kernel.now)

    def perform(self, node: str, action: WhatToDo) -> str:
        """A person acts now, and what follows is seen, unless the run was paused. What the person reads.

        ImpossibleAction, ConfigError. A file that is saved is read when somebody wants it to be: it sets nothing going.
        """
        if self.going is Going.RETURNING:
            return self._perform_there(node, action)
        self._stand_at(self.moment)
        if not isinstance(action, Edit):
            self.run.forget_rest()
        try:
            answer = self.run.perform(node, action)
        finally:
            self._note()
        if self.going in (Going.READY, Going.QUIET) and not isinstance(action, Edit):
            self.play()
        return answer

    def _perform_there(self, node: str, action: WhatToDo) -> str:
        """While it is executed again: a file is saved when it has got there. ImpossibleAction for everything else."""
        if not isinstance(action, Edit):
            raise ImpossibleAction("the run is being executed again: wait until it has got there")
        self._trailing.append(Entry(self.run.kernel.steps, 0, node, action))
        return ""

    def _stand_at(self, moment: Moment) -> None:
        """Nothing is due before it."""
        kernel = self.run.kernel
        upcoming = self.run.upcoming
        if upcoming is None or upcoming > moment:
            kernel.now = max(kernel.now, moment)

    def undo(self) -> bool:
        """The last thing that somebody did was not done: the run is executed again up to there. False when nothing was."""
        if not self.run.journal or self.going is Going.RETURNING:
            return False
        last = len(self.run.journal) - 1
        self.rewind(Mark(self.run.journal[last].steps, last))
        return True

    # Looking back

    def mark(self, event: EventId) -> Mark | None:
        """Where the run stood when this message had just left."""
        return self._marks.get(event)

    @property
    def journal(self) -> Sequence[Entry]:
        """What was done by hand; while it is done again, all that will be."""
        return self._journal if self.going is Going.RETURNING else self.run.journal

    @property
    def here(self) -> Mark:
        return Mark(self.run.kernel.steps, len(self.run.journal))

    def rewind(self, to: Mark) -> None:
        """Execute again up to there; from then on it may take another way. ConfigError is impossible: it was built before."""
        journal = self._journal = list(self.journal[: to.entries])
        if len(self.branches) >= MOST_BRANCHES:
            self.branches.pop(0)
        self.branches[-1] = replace(self.branches[-1], left_at=to)
        self._take(Run(self.lab, self.plan, self.seed, [entry for entry in journal if entry.steps < to.steps]))
        self._trailing = [entry for entry in journal if entry.steps >= to.steps]
        self._target = to
        self.going = Going.RETURNING
        self.says = ""

    # Going on

    def slice(self) -> bool:
        """Some milliseconds of simulation. Whether anything has changed."""
        if not self.is_moving:
            return False
        before = len(self.recording), self.going
        ends = self._clock() + SLICE
        try:
            while self._go_on() and self._clock() < ends:
                pass
        except (ConfigError, LimitReached) as ended:
            self.going, self.says = Going.OVER, str(ended)
            self._note()
        return before != (len(self.recording), self.going)

    def _go_on(self) -> bool:
        """One kernel step, if there is one to do now."""
        if self.going is Going.RETURNING:
            return self._return()
        if self.stop_at is StopAt.NOWHERE and not self._is_due():
            return False
        if not self.run.go_on(1, self._until):
            self._rest()
            return False
        return self._note()

    def _is_due(self) -> bool:
        upcoming = self.run.upcoming
        if upcoming is None or self.run.is_idle or upcoming <= self.pace.due():
            return True
        if self._is_in_hand:  # somebody acts in this run, and may want to again: to answer what rings
            return False
        return self.pace.skip_to(upcoming)

    @property
    def _is_in_hand(self) -> bool:
        return any(not isinstance(entry.action, Edit) for entry in self.run.journal)

    def _rest(self) -> None:
        self.going = Going.PAUSED if self._until is not None and not self.run.is_idle else Going.QUIET
        self._until = None

    def _return(self) -> bool:
        assert self._target is not None
        if self.run.kernel.steps < self._target.steps and self.run.step():
            self._fresh_marks()
            return True
        for entry in self._trailing:
            self.run.kernel.now = max(self.run.kernel.now, entry.at)
            self.run.perform(entry.node, entry.action)
        self._fresh_marks()
        self._trailing.clear()
        self._target = None
        self.going = Going.PAUSED
        return False

    def _note(self) -> bool:
        """What has just happened: where each message was sent, and whether it is a reason to stop. Whether it goes on."""
        happened = self._fresh_marks()
        if self.going is not Going.RUNNING:
            return False
        if self.stop_at is StopAt.END:
            return True
        if any(point.is_hit(event) for event in happened for point in self.breakpoints):
            hit = next(point for point in self.breakpoints if any(map(point.is_hit, happened)))
            self.going, self.says = Going.PAUSED, f"stopped at {hit}"
        elif any(_is_message(event) for event in happened):
            reason = self.pauses_for()
            if reason or self.stop_at is StopAt.MESSAGE:
                self.going, self.says = Going.PAUSED, reason
        return self.going is Going.RUNNING

    def _fresh_marks(self) -> list[Event]:
        happened = list(self._fresh)
        self._fresh.clear()
        here = self.here
        self._marks.update({event.id: here for event in happened if isinstance(event.what, Sent)})
        return happened


def _is_message(event: Event) -> bool:
    """Keep-alives are none."""
    payload = event.what.packet.payload if isinstance(event.what, Sent) else None
    return isinstance(payload, bytes) and payload.strip(b"\r\n\0") != b""


def _letter(number: int) -> str:
    return chr(ord("A") + number % MOST_BRANCHES)
