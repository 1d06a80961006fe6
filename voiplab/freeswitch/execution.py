"""A channel in the dialplan: hunt first, execute later (switch_core_state_machine.c).

The hunt only queues actions. Then one application after the other runs; each is a generator, whose steps are carried out.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple, Protocol

from voiplab.freeswitch.applications.in_force import IN_FORCE
from voiplab.freeswitch.applications.steps import ExecuteExtension, Pressed, Step, Steps, Transfer
from voiplab.freeswitch.applications.table import APPLICATIONS
from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.dialplan.channel import Action, Scope
from voiplab.freeswitch.dialplan.expand import expand
from voiplab.freeswitch.dialplan.patterns import Patience
from voiplab.freeswitch.doing import Doing, Exchange
from voiplab.freeswitch.settings import number
from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.states import State
from voiplab.recording.events import LineRun
from voiplab.sim.moment import Duration
from voiplab.text.place import ConfigError, NotSimulated, Place

LONGEST_RUN: Final = 1_000
"""Hunts and actions of one channel without a pause: more is a dialplan that runs in circles."""
MOST_STACKED: Final = 16
"""Extensions that are executed within each other."""
MOST_TRANSFERS: Final = 70
"""Max-Forwards ends the circle of a real server; nobody means that, so it is told as what it is."""


class Hunting(Exchange, Protocol):
    """What an execution needs of the switch."""

    def is_loaded(self, module: str) -> bool: ...
    def hunt(self, channel: Channel, inline: Callable[[Action], None]) -> Sequence[Action] | None:
        """The actions that the dialplan queues for the channel; None when no extension has matched."""


class EndlessDialplan(ConfigError):
    """A dialplan that goes in circles: it transfers to itself for ever."""


class Queue(NamedTuple):
    """The actions of one extension that are left; of one within another also what had been called outside."""

    actions: list[Action]
    called_before: str
    context_before: str


class Execution:
    """One channel's way through the dialplan, from its first hunt to its end."""

    def __init__(self, exchange: Hunting, channel: Channel, over: Callable[[], None] | None = None) -> None:
        """`over` is told when nothing is left to execute; without it the call is over then."""
        self._exchange = exchange
        self._channel = channel
        self._over = over
        self._doing = Doing(exchange, channel, self._after_a_pause, self._after_reading, self.transfer)
        self._queues: list[Queue] = []
        """The innermost last: an extension that is executed within another one has its own."""
        self._steps: Steps | None = None
        self._advance: Callable[[], Step] = _nothing
        """What brings the next of the steps."""
        self._unpaused = 0
        """Hunts and actions since the channel has waited for anything."""
        self._patience = Patience()
        self._ticket: int | None = None
        """Of what this execution does next by itself."""
        channel.on_hangup.append(self._ended)
        channel.on_transfer = self.drop

    # The hunt

    def route(self) -> None:
        """Look for the channel's number in its context, and execute what is found."""
        channel = self._channel
        channel.move(State.ROUTING)
        channel.routes()
        actions = self._hunt()
        if actions is None:
            channel.log("info", "No Route, Aborting")
            self._later(latency.DIALPLAN, partial(channel.hang_up, Cause.NO_ROUTE_DESTINATION))
            return
        channel.flip_caller()
        self.execute(actions)

    def execute(self, actions: Sequence[Action]) -> None:
        """Without a hunt: these and nothing else."""
        self._queues = [Queue(list(actions), "", "")]
        self._channel.move(State.EXECUTE)
        self._later(latency.DIALPLAN, self._go_on)

    def run(self, actions: Sequence[Action]) -> None:
        """The same at once, whatever else the channel does."""
        self._queues = [Queue(list(actions), "", "")]
        self._go_on()

    def _hunt(self) -> Sequence[Action] | None:
        self._tick(Place("dialplan", 1), self._channel.profile.destination_number)
        return self._exchange.hunt(self._channel, self._run_inline)

    def _run_inline(self, action: Action) -> None:
        """An action with inline="true": none of those that may be has to wait for anything."""
        for step in self._prepare(action) or ():
            self._carry_out(step)

    # Actions

    def _go_on(self) -> None:
        """One application after the other, until one has to wait for something."""
        while self._channel.is_up:
            if self._steps is None:
                if not self._begin_next():
                    return
                continue
            advance, self._advance = self._advance, self._steps.__next__
            try:
                step = advance()
            except StopIteration:
                self._steps = None
                continue
            if not self._carry_out(step):
                return

    def _begin_next(self) -> bool:
        """The next action of the queue, if there is one."""
        channel = self._channel
        while self._queues and not self._queues[-1].actions:
            self._leave(self._queues.pop())
        if not self._queues:
            self._end()
            return False
        action = self._queues[-1].actions.pop(0)
        if self._depth:
            channel.log("notice", f"Execute [depth={self._depth}] {action.application}({action.data})")
        self._tick(action.place, action.application)
        self._steps = self._prepare(action)
        if self._steps is not None:
            self._advance = self._steps.__next__
        return True

    def _end(self) -> None:
        channel = self._channel
        if self._over is not None:
            self._over()
            return
        channel.log("notice", f"{channel.name} has executed the last dialplan instruction, hanging up.")
        channel.hang_up(Cause.NORMAL_CLEARING)

    @property
    def _depth(self) -> int:
        """How many extensions are executed within others."""
        return max(len(self._queues) - 1, 0)

    def _prepare(self, action: Action) -> Steps | None:
        """Expand the data, record the line, and make the generator; an unknown application ends the call."""
        channel = self._channel
        application = action.application.lower()
        known = APPLICATIONS.get(application)
        if known is None or not self._exchange.is_loaded(known.module):
            channel.host.enter(LineRun(action.place, f"{application}({action.data})", channel.uuid))
            channel.log("err", f"Invalid Application {application}")
            channel.hang_up(Cause.DESTINATION_OUT_OF_ORDER)
            return None
        if application not in IN_FORCE:
            raise NotSimulated(action.place, f"the application {application}")
        self._doing.place = action.place
        data = expand(action.data, Scope(channel, self._exchange.core(), action.place, self._patience))
        channel.host.enter(LineRun(action.place, f"{application}({data})", channel.uuid))
        channel.log("raw", f"EXECUTE [depth={self._depth}] {channel.name} {application}({data})")
        channel.executes(application, data)
        return IN_FORCE[application](data)

    def _carry_out(self, step: Step) -> bool:
        """Do it; whether the application can go on at once."""
        match step:
            case Transfer():
                self.transfer(step)
                return False
            case ExecuteExtension():
                self._execute_within(step)
                return True
        return self._doing.do(step)

    def _later(self, delay: Duration, act: Callable[[], None]) -> None:
        self._ticket = self._channel.host.after(delay, act)

    def _after_reading(self, pressed: Pressed) -> None:
        if self._steps is not None:
            self._advance = partial(self._steps.send, pressed)
        self._after_a_pause()

    def _after_a_pause(self) -> None:
        self._unpaused = 0
        self._patience = Patience()
        self._go_on()

    def _ended(self, _cause: Cause) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._steps is not None:
            steps, self._steps = self._steps, None
            steps.close()
        self._doing.stop()

    def drop(self) -> None:
        """The channel is sent elsewhere: nothing of this goes on."""
        self._channel.on_hangup.remove(self._ended)
        self._channel.on_transfer = _dropped
        if self._ticket is not None:
            self._channel.host.cancel(self._ticket)
        self._stop()

    def _tick(self, place: Place, what: str) -> None:
        """A dialplan may run for ever, but not without waiting for anything."""
        self._unpaused += 1
        if self._unpaused > LONGEST_RUN:
            raise EndlessDialplan(
                place, f"the dialplan runs in circles: {LONGEST_RUN} steps up to {what}, and no pause"
            )

    # Other extensions

    def transfer(self, step: Transfer) -> None:
        """A new hunt. It takes one of the hops that are left."""
        channel, profile = self._channel, self._channel.profile
        context = step.context or profile.context
        channel.log("notice", f"Transfer {channel.name} to {step.dialplan or 'XML'}[{step.extension}@{context}]")
        hops = number(channel.variables.get("max_forwards", "71")) - 1
        if hops <= 0 and self._unpaused > MOST_TRANSFERS:
            raise EndlessDialplan(self._doing.place, f"the dialplan transfers in circles, at last to {step.extension}")
        if hops <= 0:
            channel.hang_up(Cause.EXCHANGE_ROUTING_ERROR)
            return
        channel.variables["max_forwards"] = str(hops)
        profile.destination_number, profile.context = step.extension, context
        self._steps = None
        self._later(0, self.route)

    def _execute_within(self, step: ExecuteExtension) -> None:
        """The other extension's actions come first; until they are done its number is the one that was called."""
        if len(self._queues) > MOST_STACKED:
            self._channel.log("err", f"Error {self._channel.name} too many stacked extensions")
            return
        profile = self._channel.profile
        queue = Queue([], profile.destination_number, profile.context)
        profile.destination_number, profile.context = step.extension, step.context or profile.context
        queue.actions.extend(self._hunt() or ())
        self._queues.append(queue)

    def _leave(self, queue: Queue) -> None:
        if self._queues:
            profile = self._channel.profile
            profile.destination_number, profile.context = queue.called_before, queue.context_before


def _nothing() -> Step:
    raise StopIteration


def _dropped() -> None:
    """There is nothing to stop any more."""
