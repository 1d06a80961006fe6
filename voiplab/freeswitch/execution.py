"""A channel in the dialplan: hunt first, execute later (switch_core_state_machine.c).

The hunt only queues actions. Then one application after the other runs; each is a generator, whose steps are carried out here.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, Protocol, assert_never

from voiplab.freeswitch.applications.in_force import IN_FORCE
from voiplab.freeswitch.applications.steps import (
    Answer,
    Bridge,
    Echo,
    ExecuteExtension,
    Export,
    HangUp,
    Outcome,
    Park,
    Play,
    PreAnswer,
    Redirect,
    Respond,
    RingReady,
    SetVariable,
    ShowInfo,
    Sleep,
    Step,
    Steps,
    Transfer,
    WriteLog,
)
from voiplab.freeswitch.applications.table import is_known
from voiplab.freeswitch.applications.variables import EXPORTS, NOLOCAL
from voiplab.freeswitch.causes import Cause, of_status
from voiplab.freeswitch.channel import Channel, State
from voiplab.freeswitch.dialplan.channel import Action, Core, Scope
from voiplab.freeswitch.dialplan.dial_string import ENTERPRISE
from voiplab.freeswitch.dialplan.expand import expand
from voiplab.freeswitch.settings import is_true, number
from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.sounds import ENDLESS, duration
from voiplab.freeswitch.variables import refuse
from voiplab.recording.events import LineRun
from voiplab.sim.moment import ms
from voiplab.text.place import ConfigError, NotSimulated, Place

LONGEST_RUN: Final = 1_000
"""Hunts and actions of one channel without a pause: more is a dialplan that runs in circles."""
MOST_STACKED: Final = 16
"""Extensions that are executed within each other."""
MOST_TRANSFERS: Final = 70
"""Max-Forwards ends the circle of a real server; nobody means that, so it is told as what it is."""
ALWAYS_GO_ON: Final = frozenset({Cause.NO_ANSWER, Cause.NO_USER_RESPONSE, Cause.ORIGINATOR_CANCEL})
"""A failed bridge with one of these causes never ends the dialplan."""


class Exchange(Protocol):
    """What an execution needs of the switch."""

    @property
    def files(self) -> Mapping[str, bytes]: ...
    def core(self) -> Core: ...
    def hunt(self, channel: Channel, inline: Callable[[Action], None]) -> Sequence[Action] | None:
        """The actions that the dialplan queues for the channel; None when no extension has matched."""

    def bridge(
        self, channel: Channel, dial_string: str, failed: Callable[[Cause], None], left: Callable[[Cause], None]
    ) -> None:
        """Call and connect; `failed` is told when nobody answered, `left` when the one who did has hung up."""


class EndlessDialplan(ConfigError):
    """A dialplan that goes in circles: it transfers to itself for ever."""


class Execution:
    """One channel's way through the dialplan, from its first hunt to its end."""

    def __init__(self, exchange: Exchange, channel: Channel) -> None:
        self._exchange = exchange
        self.channel = channel
        self._queues: list[list[Action]] = []
        """The innermost last: an extension that is executed within another one has its own."""
        self._steps: Steps | None = None
        self._unpaused = 0
        """Hunts and actions since the channel has waited for anything."""
        self._place = Place("dialplan", 1)
        """Of the action that runs."""
        channel.on_hangup.append(self._ended)

    # The hunt

    def route(self) -> None:
        """Look for the channel's number in its context, and execute what is found."""
        self.channel.move(State.ROUTING)
        actions = self._hunt()
        if actions is None:
            self.channel.log("info", "No Route, Aborting")
            self.channel.host.after(latency.DIALPLAN, lambda: self.channel.hang_up(Cause.NO_ROUTE_DESTINATION))
            return
        self.execute(actions)

    def execute(self, actions: Sequence[Action]) -> None:
        """Without a hunt: these and nothing else."""
        self._queues = [list(actions)]
        self.channel.move(State.EXECUTE)
        self.channel.host.after(latency.DIALPLAN, self._go_on)

    def _hunt(self) -> Sequence[Action] | None:
        profile = self.channel.profile
        self._tick(Place("dialplan", 1), profile.destination_number)
        return self._exchange.hunt(self.channel, self._run_inline)

    def _run_inline(self, action: Action) -> None:
        """An action with inline="true": none of those that may be has to wait for anything."""
        steps = self._prepare(action)
        if steps is not None:
            for step in steps:
                self._carry_out(step)

    # Actions

    def _go_on(self, outcome: Outcome = None) -> None:
        """One application after the other, until one has to wait for something; `outcome` is what it has waited for."""
        while self.channel.is_up:
            if self._steps is None:
                self._begin_next()
                continue
            step = _next_step(self._steps, outcome)
            outcome = None
            if step is None:
                self._steps = None
            elif not self._carry_out(step):
                return

    def _begin_next(self) -> None:
        """The next action of the queue; at its end the call is over."""
        while self._queues and not self._queues[-1]:
            self._queues.pop()
        if not self._queues:
            self.channel.log("notice", f"{self.channel.name} has executed the last dialplan instruction, hanging up.")
            self.channel.hang_up(Cause.NORMAL_CLEARING)
            return
        action = self._queues[-1].pop(0)
        self._tick(action.place, action.application)
        self._steps = self._prepare(action)

    def _prepare(self, action: Action) -> Steps | None:
        """Expand the data, record the line, and make the generator; an unknown application ends the call."""
        channel = self.channel
        application = action.application.lower()
        if application not in IN_FORCE:
            if is_known(application):
                raise NotSimulated(action.place, f"the application {application}")
            channel.log("err", f"Invalid Application {application}")
            channel.hang_up(Cause.DESTINATION_OUT_OF_ORDER)
            return None
        self._place = action.place
        data = expand(action.data, Scope(channel, self._exchange.core(), action.place))
        channel.host.enter(LineRun(action.place, f"{application}({data})", channel.uuid))
        channel.log("raw", f"EXECUTE [depth={max(len(self._queues) - 1, 0)}] {channel.name} {application}({data})")
        channel.executes(application, data)
        return IN_FORCE[application](data)

    def _after_a_pause(self, outcome: Outcome = None) -> None:
        self._unpaused = 0
        self._go_on(outcome)

    def _ended(self, _cause: Cause) -> None:
        if self._steps is not None:
            steps, self._steps = self._steps, None
            steps.close()

    def _tick(self, place: Place, what: str) -> None:
        """A dialplan may run for ever, but not without waiting for anything."""
        self._unpaused += 1
        if self._unpaused > LONGEST_RUN:
            raise EndlessDialplan(
                place, f"the dialplan runs in circles: {LONGEST_RUN} steps up to {what}, and no pause"
            )

    # Steps

    def _carry_out(self, step: Step) -> bool:
        """Do it; whether the application can go on at once."""
        channel = self.channel
        match step:
            case Answer():
                return self._unless_impossible(channel.carrier.answer())
            case PreAnswer():
                return self._unless_impossible(channel.carrier.pre_answer())
            case RingReady():
                channel.carrier.ring()
            case SetVariable(name, value):
                refuse(name, value or "", self._place)
                channel.log("debug", f"SET {channel.name} [{name}]=[{value or 'UNDEF'}]")
                channel.set(name, value)
            case Export():
                self._export(step)
            case WriteLog(level, text):
                channel.log(level, text)
            case ShowInfo():
                self._show_info()
            case HangUp(cause):
                channel.hang_up(cause)
                return False
            case Respond(status, phrase):
                channel.carrier.respond(status, phrase)
                channel.hang_up(of_status(status))
                return False
            case Redirect(uri):
                channel.carrier.redirect(uri)
                channel.hang_up(Cause.NORMAL_UNSPECIFIED)
                return False
            case Transfer() | ExecuteExtension():
                return self._go_elsewhere(step)
            case Sleep(milliseconds):
                channel.host.after(ms(milliseconds), partial(self._after_a_pause, None))
                return False
            case Play(name):
                self._play(name)
                return False
            case Echo():
                channel.on_sound = channel.carrier.say
                channel.carrier.say(channel.hears)
                return False
            case Park():
                return False
            case Bridge(dial_string):
                if ENTERPRISE in dial_string:
                    raise NotSimulated(self._place, f"`{ENTERPRISE}` in a dial string")
                self._exchange.bridge(channel, dial_string, self._bridge_failed, self._bridge_left)
                return False
            case _:
                assert_never(step)
        return True

    def _unless_impossible(self, cause: Cause | None) -> bool:
        if cause is not None:
            self.channel.hang_up(cause)
        return cause is None

    def _export(self, step: Export) -> None:
        channel = self.channel
        refuse(step.name, step.value, self._place)
        channel.log("debug", f"EXPORT (export_vars) [{step.name}]=[{step.value}]")
        names = [name for name in channel.variables.get(EXPORTS, "").split(",") if name]
        written = f"{NOLOCAL}{step.name}" if step.only_others else step.name
        if written not in names:
            channel.variables[EXPORTS] = ",".join([*names, written])
        channel.set(written if step.only_others else step.name, step.value)

    def _show_info(self) -> None:
        channel = self.channel
        channel.log("info", "CHANNEL_DATA:")
        for name, value in sorted(channel.variables.items()):
            channel.log("info", f"variable_{name}: [{value}]")

    def _play(self, name: str) -> None:
        channel = self.channel
        length = duration(name, self._exchange.files)
        if length is None:
            folder = self._exchange.core().globals.get("sounds_dir", "")
            channel.log("warning", f"Error Opening File [{folder}/{name}] [System error : No such file or directory.]")
            channel.host.after(0, partial(self._go_on, False))
            return
        if not channel.is_answered:
            cause = channel.carrier.pre_answer()  # a sound needs a way to the caller
            if cause is not None:
                channel.hang_up(cause)
                return
        channel.carrier.say(_content(name))
        if length != ENDLESS:
            channel.host.after(length, self._played)

    def _played(self) -> None:
        if self.channel.is_up:
            self.channel.carrier.say("")
            self._after_a_pause(True)

    def _go_elsewhere(self, step: Transfer | ExecuteExtension) -> bool:
        profile = self.channel.profile
        context = step.context or profile.context
        if isinstance(step, ExecuteExtension):
            return self._execute_within(step, context)
        self.channel.log(
            "notice", f"Transfer {self.channel.name} to {step.dialplan or 'XML'}[{step.extension}@{context}]"
        )
        hops = number(self.channel.variables.get("max_forwards", "71")) - 1
        if hops <= 0:
            if self._unpaused > MOST_TRANSFERS:
                raise EndlessDialplan(self._place, f"the dialplan transfers in circles, at last to {step.extension}")
            self.channel.hang_up(Cause.EXCHANGE_ROUTING_ERROR)
            return False
        self.channel.variables["max_forwards"] = str(hops)
        profile.destination_number, profile.context = step.extension, context
        steps, self._steps = self._steps, None
        if steps is not None:
            self.channel.host.after(0, self.route)
        return False

    def _execute_within(self, step: ExecuteExtension, context: str) -> bool:
        """The other extension's actions come first; the caller profile is the old one again afterwards."""
        profile = self.channel.profile
        before = profile.destination_number, profile.context
        profile.destination_number, profile.context = step.extension, context
        actions = self._hunt()
        profile.destination_number, profile.context = before
        if len(self._queues) > MOST_STACKED:
            self.channel.log("err", f"Error {self.channel.name} too many stacked extensions")
        else:
            self._queues.append(list(actions or ()))
        return True

    # After a bridge

    def _bridge_failed(self, cause: Cause) -> None:
        """Nobody answered: the call ends with the same cause, unless the dialplan wants to go on (continue_on_fail)."""
        channel = self.channel
        if not channel.is_up:
            return
        channel.log("info", f"Originate Failed.  Cause: {cause.name}")
        for name in ("originate_failed_cause", "last_bridge_hangup_cause"):
            channel.variables[name] = cause.name
        if self._goes_on_after(cause):
            self._after_a_pause(cause)
        else:
            channel.hang_up(cause)

    def _goes_on_after(self, cause: Cause) -> bool:
        if cause in ALWAYS_GO_ON:
            return True
        wanted = self.channel.variables.get("continue_on_fail", "")
        return is_true(wanted) or _is_listed(cause, wanted)

    def _bridge_left(self, cause: Cause) -> None:
        channel = self.channel
        if not channel.is_up:
            return
        if is_true(channel.variables.get("hangup_after_bridge", "")):
            channel.hang_up(cause)
        else:
            self._after_a_pause(cause)


def _next_step(steps: Steps, outcome: Outcome) -> Step | None:
    """None at the end of the application."""
    try:
        return steps.send(outcome)
    except StopIteration:
        return None


def _is_listed(cause: Cause, names: str) -> bool:
    """continue_on_fail may list causes by name or number."""
    return any(name.strip().upper() in (cause.name, str(cause.value)) for name in names.split(","))


def _content(name: str) -> str:
    kind, separator, rest = name.partition("://")
    if not separator:
        return f"prompt:{name}"
    return {"tone_stream": f"tone:{rest}", "local_stream": f"music:{rest}"}.get(kind, "silence")
