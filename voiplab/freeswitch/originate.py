"""Calling out (switch_ivr_originate.c): dial strings become channels; the first that answers wins, the others lose the race.

`|` separates attempts made one after the other, `,` the legs that are called at the same time.
"""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.dialplan.dial_string import DialString, Leg
from voiplab.freeswitch.settings import is_true, number
from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.sofia.outbound import Outbound
from voiplab.net.host import Host
from voiplab.sim.moment import Duration, seconds

DEFAULT_TIMEOUT: Final = 60
"""Seconds, when neither call_timeout nor originate_timeout nor leg_timeout says anything else."""


class Dialler(Protocol):
    """Makes the channel of a leg: a SIP leg that is about to send its INVITE, or the cause why there is none."""

    def dial(
        self, leg: Leg, common: Mapping[str, str], caller: Channel | None, originator: "Originate"
    ) -> Outbound | Cause: ...


Outcome = Channel | Cause


class Originate:
    """One `bridge` or `originate`. `done` gets the channel that answered, or the cause of the failure."""

    def __init__(
        self,
        host: Host,
        dialler: Dialler,
        caller: Channel | None,
        dial_string: DialString,
        done: Callable[[Outcome], None],
    ) -> None:
        self._host = host
        self._dialler = dialler
        self._caller = caller
        self._attempts = list(dial_string.attempts)
        self._variables = dial_string.variables
        self._done = done
        self._calling: list[Channel] = []
        self._timers: list[int] = []
        self._is_over = False
        self._failure = Cause.NORMAL_CLEARING
        self._winner: Channel | None = None
        self._passed_media = False
        if caller is not None:
            caller.on_hangup.append(self._caller_left)

    # Attempts

    def start(self) -> None:
        """Call all legs of the next attempt."""
        legs = self._attempts.pop(0)
        lines = [(leg, self._dialler.dial(leg, self._variables, self._caller, self)) for leg in legs]
        for leg, line in lines:
            if isinstance(line, Cause):
                self._log_refusal(leg, line)
                self._failure = line
                continue
            self._calling.append(line.channel)
            line.channel.on_hangup.append(lambda cause, channel=line.channel: self._leg_left(channel, cause))  # type: ignore[misc]
            self._set_timer(leg, line.channel)
        for _, line in lines:
            if isinstance(line, Outbound):
                line.invite()
        if not self._calling:
            self._next(self._failure)

    def _next(self, cause: Cause) -> None:
        """All legs of an attempt have failed."""
        self._failure = cause
        if self._attempts and not self._is_over:
            self.start()
        else:
            self._finish(cause)

    def _finish(self, outcome: Outcome) -> None:
        if self._is_over:
            return
        self._is_over = True
        for ticket in self._timers:
            self._host.cancel(ticket)
        if self._caller is not None:
            self._caller.on_hangup.remove(self._caller_left)
        self._done(outcome)

    def _log_refusal(self, leg: Leg, cause: Cause) -> None:
        if self._caller is not None:
            self._caller.log("notice", f"Cannot create outgoing channel of type [{leg.endpoint}] cause: [{cause.name}]")

    # Time

    def _set_timer(self, leg: Leg, channel: Channel) -> None:
        limit = next(
            (text for text in (leg.variables.get("leg_timeout"), self._variables.get("originate_timeout")) if text), ""
        )
        wait = number(limit) or number(self._of_caller("call_timeout")) or DEFAULT_TIMEOUT
        self._timers.append(self._host.after(self._until_whole_second(wait), lambda: self._timed_out(channel)))

    def _until_whole_second(self, wait: int) -> Duration:
        """The server counts whole seconds of the wall clock: with 5 it gives up 4 to 5 s later."""
        microsecond = self._host.calendar.at(self._host.now).microsecond
        return seconds(wait) - microsecond

    def _timed_out(self, channel: Channel) -> None:
        if channel in self._calling:
            channel.hang_up(Cause.NO_ANSWER)

    # What the legs tell

    def rings(self, channel: Channel) -> None:
        self._host.after(latency.PASS_ON, lambda: self._pass_ringing(channel))

    def _pass_ringing(self, channel: Channel) -> None:
        caller = self._caller
        if caller is None or not caller.is_up or self._is_over or not channel.is_up or caller.is_answered:
            return
        if ringback := self._of_caller("ringback"):
            caller.carrier.pre_answer()
            caller.carrier.say(f"tone:{ringback}")
        else:
            self._name_callee(channel)
            caller.carrier.ring()

    def brings_media(self, channel: Channel) -> None:
        self._name_callee(channel)
        if is_true(self._of_caller("ignore_early_media")):
            self._host.after(latency.PASS_ON, lambda: self._pass_ringing(channel))
            return
        if self._caller is None:
            self.answers(channel)  # with nobody to pass it on to, early media is as good as an answer
        else:
            self._host.after(latency.PASS_ON, lambda: self._pass_media(channel))

    def _pass_media(self, channel: Channel) -> None:
        caller = self._caller
        if caller is None or not caller.is_up or self._is_over or not channel.is_up:
            return
        if not caller.is_answered:
            caller.carrier.pre_answer()
        self._passed_media = True
        caller.carrier.say(channel.hears)
        channel.on_sound = caller.carrier.say

    def answers(self, channel: Channel) -> None:
        if channel not in self._calling:
            return
        self._calling.remove(channel)
        self._winner = channel
        self._name_callee(channel)
        for loser in list(self._calling):
            self._host.after(latency.LOSE_RACE, lambda lost=loser: lost.hang_up(Cause.LOSE_RACE))  # type: ignore[misc]
        self._calling.clear()
        delay = latency.ANSWER_AFTER_MEDIA if self._passed_media else latency.PASS_ON
        self._host.after(delay, lambda: self._finish(channel if channel.is_up else Cause.ORIGINATOR_CANCEL))

    def fails(self, channel: Channel, cause: Cause) -> None:
        """A final reply other than 2xx, or silence."""
        if self._caller is not None:
            line = channel.carrier
            assert isinstance(line, Outbound)
            self._caller.variables["last_bridge_proto_specific_hangup_cause"] = f"sip:{line.status}"
        channel.hang_up(cause)

    def _leg_left(self, channel: Channel, cause: Cause) -> None:
        if channel in self._calling:
            self._calling.remove(channel)
            if not self._calling:
                delay = 0 if cause is Cause.NO_ANSWER else latency.PASS_ON
                self._host.after(delay, lambda: self._next(cause))

    def _caller_left(self, _cause: Cause) -> None:
        """The caller hung up: whatever rings is cancelled."""
        self._is_over = True
        for ticket in self._timers:
            self._host.cancel(ticket)
        self._host.after(latency.CANCEL_ON, self._cancel_all)

    def _cancel_all(self) -> None:
        for channel in (*self._calling, *((self._winner,) if self._winner else ())):
            channel.hang_up(Cause.ORIGINATOR_CANCEL)
        self._done(Cause.ORIGINATOR_CANCEL)

    def _name_callee(self, channel: Channel) -> None:
        """Who is reached is told to the caller, unless several are called at once: then only who answered."""
        if self._caller is not None and (len(self._calling) < 2):
            profile = self._caller.profile
            profile.callee_id_name = channel.profile.callee_id_name
            profile.callee_id_number = channel.profile.callee_id_number

    def _of_caller(self, name: str) -> str:
        if name in self._variables:
            return self._variables[name]
        return self._caller.variables.get(name, "") if self._caller is not None else ""
