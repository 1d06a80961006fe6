"""Two channels connected (switch_ivr_bridge.c): what one hears the other is told, and the end of one ends the bridge.

They are connected as soon as the called one has early media; its answer is passed on then.
"""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.channel_row import Party
from voiplab.freeswitch.dialling import Dialler
from voiplab.freeswitch.dialplan.dial_string import DialString
from voiplab.freeswitch.originate import Originate
from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.sounds import content
from voiplab.freeswitch.states import State
from voiplab.net.host import Host


class Left(Protocol):
    """Told of the end of a bridge: whether the called one had ever answered."""

    def __call__(self, cause: Cause, *, was_answered: bool) -> None: ...


class Bridge:
    """The application at work for a caller. `failed` is told when nobody has answered, `left` when the bridge is over."""

    def __init__(self, caller: Channel, failed: Callable[[Cause], None], left: Left) -> None:
        self._caller = caller
        self._failed = failed
        self._left = left
        caller.is_bridging = True

    def start(self, host: Host, dialler: Dialler, dial_string: DialString) -> None:
        Originate(host, dialler, self._caller, dial_string, self._originated).start()

    def _originated(self, outcome: Channel | Cause) -> None:
        if isinstance(outcome, Cause):
            self._end(self._failed, outcome)
            return
        line = self._caller.carrier
        impossible = line.answer() if outcome.is_answered else line.pre_answer()
        if impossible is not None:
            outcome.hang_up(impossible)
            self._end(self._caller.hang_up, impossible)
        elif outcome.cause is not None:
            self._is_over(outcome, outcome.cause)  # it was hung up while its answer was passed on
        else:
            Bridging(self._caller, outcome, partial(self._is_over, outcome))

    def _is_over(self, called: Channel, cause: Cause) -> None:
        self._end(partial(self._left, was_answered=called.is_answered), cause)

    def _end(self, tell: Callable[[Cause], None], cause: Cause) -> None:
        """A caller that has hung up meanwhile has waited for this."""
        caller = self._caller
        waits = not caller.is_up
        caller.is_bridging = False
        tell(cause)
        if waits:
            caller.end()


class Bridging:
    """A bridge of two channels. `ended` is called with the cause of the end."""

    def __init__(self, caller: Channel, called: Channel, ended: Callable[[Cause], None]) -> None:
        self._caller = caller
        self._called = called
        self._ended = ended
        self._stop_aside: Callable[[], None] = _nothing_aside
        caller.partner, called.partner = called, caller
        caller.bridging = called.bridging = self
        called.move(State.EXCHANGE_MEDIA)
        self.resume()
        for mine, other in ((caller, called), (called, caller)):
            mine.variables["bridge_channel"] = other.name
            mine.variables["bridge_uuid"] = mine.variables["signal_bond"] = other.uuid
            mine.variables["last_bridge_to"] = other.uuid
        self._tell_names()
        caller.on_hangup.append(self._caller_left)
        called.on_hangup.append(self._called_left)
        called.on_answer = self._called_answers

    def resume(self) -> None:
        """From now on each hears the other."""
        self._stop_aside = _nothing_aside
        for mine, other in ((self._caller, self._called), (self._called, self._caller)):
            mine.on_sound = other.carrier.say
            other.carrier.say(mine.hears)
            mine.keys.listen(other.carrier.press)

    def interrupt(self, busy: Channel, music: str, stop: Callable[[], None]) -> None:
        """One does something else, which `stop` ends, and the other one hears music until it is over."""
        self._stop_aside = stop
        for channel in (self._caller, self._called):
            channel.on_sound = _deaf
            channel.keys.stop()
            channel.carrier.say("" if channel is busy else content(music))

    def _called_answers(self) -> None:
        passes = self._called.carrier.passes_media
        self._caller.host.after(latency.PASS_SDP if passes else latency.ANSWER_AFTER_MEDIA, self._pass_answer)

    def _pass_answer(self) -> None:
        caller, called = self._caller, self._called
        if caller.is_up and called.is_up:
            caller.profile.callee_id_name = called.profile.callee_id_name
            caller.profile.callee_id_number = called.profile.callee_id_number
            caller.carrier.answer()

    def _tell_names(self) -> None:
        """Each side is told who the other one is."""
        caller, called = self._caller, self._called
        reached = Party(caller.profile.callee_id_name, caller.profile.callee_id_number)
        calling = Party(called.profile.caller_id_name, called.profile.caller_id_number)
        caller.row.updates(caller.profile, "SEND", reached)
        called.row.updates(called.profile, "SEND", calling)
        for channel in (caller, called):
            channel.row.call = caller.uuid
            channel.bridged = channel.host.now

    def _part(self) -> None:
        self._stop_aside()
        for channel in (self._caller, self._called):
            channel.partner = channel.bridging = None
            channel.row.call = channel.uuid
            channel.on_sound = _deaf
            channel.keys.stop()
        self._called.on_answer = _unmoved
        self._caller.on_hangup.remove(self._caller_left)
        self._called.on_hangup.remove(self._called_left)

    def dissolve(self) -> None:
        """Both are sent elsewhere."""
        self._part()
        self._caller.is_bridging = False
        for channel in (self._caller, self._called):
            channel.carrier.say("")

    def lose(self, leaver: Channel) -> None:
        """One is sent elsewhere: a caller that stays behind goes on with its dialplan, and who was called is hung up."""
        self.dissolve()
        if leaver is self._called:
            self._caller.is_bridging = True
            self._caller.host.after(latency.STAY_BEHIND, partial(self._ended, Cause.NORMAL_CLEARING))
        else:
            self._called.host.after(latency.STAY_BEHIND, self._end_left_behind)

    def _end_left_behind(self) -> None:
        """Unless it has found something else to do meanwhile."""
        if self._called.state is State.EXCHANGE_MEDIA and self._called.bridging is None:
            self._called.hang_up(Cause.NORMAL_CLEARING)

    def _caller_left(self, cause: Cause) -> None:
        self._part()
        self._called.remember_end_of(self._caller)
        delay = latency.BYE_ON if self._called.is_answered else latency.CANCEL_ON
        self._caller.host.after(delay, partial(self._end_called, cause))

    def _end_called(self, cause: Cause) -> None:
        self._called.hang_up(self._passed(cause))
        self._ended(cause)

    def _passed(self, cause: Cause) -> Cause:
        if not self._called.is_answered:
            return Cause.ORIGINATOR_CANCEL
        return cause if cause is Cause.MANAGER_REQUEST else Cause.NORMAL_CLEARING

    def _called_left(self, cause: Cause) -> None:
        self._part()
        caller = self._caller
        caller.carrier.say("")
        caller.remember_end_of(self._called)
        caller.variables["last_bridge_hangup_cause"] = cause.name
        caller.host.after(latency.BYE_ON, lambda: self._ended(cause))


def _nothing_aside() -> None:
    """Each hears the other."""


def _unmoved() -> None:
    """Nobody waits for the answer any more."""


def _deaf(_content: str) -> None:
    """Nobody is connected any more."""
