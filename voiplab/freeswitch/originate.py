"""Calling out (switch_ivr_originate.c): dial strings become channels; the first that answers wins, the others lose the race.

A leg with early media has as good as answered, unless early media is ignored: nobody else is called any more, and no time
is counted. `|` separates attempts made one after the other, `,` the legs that are called at the same time.
"""

from collections import deque
from collections.abc import Callable, Mapping
from enum import Enum
from functools import partial
from typing import Final

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.dialling import Contacts, Dialler
from voiplab.freeswitch.dialplan.dial_string import DialString
from voiplab.freeswitch.patience import Patience
from voiplab.freeswitch.settings import is_true
from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.sofia.outbound import Outbound
from voiplab.freeswitch.sofia.reason import SIP_REASON
from voiplab.freeswitch.states import CallState
from voiplab.net.host import Host
from voiplab.recording.events import log_line

DIAL_STATUS: Final[Mapping[Cause, str]] = {
    Cause.ORIGINATOR_CANCEL: "CANCEL",
    Cause.USER_BUSY: "BUSY",
    Cause.NO_ANSWER: "NOANSWER",
    Cause.DESTINATION_OUT_OF_ORDER: "INVALIDARGS",
    Cause.INVALID_PROFILE: "INVALIDARGS",
    Cause.CALL_REJECTED: "DONTCALL",
}
"""What DIALSTATUS says; the name of the cause for all that are not here."""


CANCELLED: Final = "Originate Cancelled by originator termination Cause: 487 [ORIGINATOR_CANCEL]"


class Phase(Enum):
    CALLING = "legs are called"
    WON = "one has answered or speaks, and the caller is about to be told"
    OVER = "the outcome is known"

    __hash__ = object.__hash__


Outcome = Channel | Cause


class Originate:
    """One `bridge` or `originate`. `done` gets the channel that has won, or the cause of the failure."""

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
        self._attempts = deque(dial_string.attempts)
        self._variables = dial_string.variables
        is_one = len(dial_string.attempts) == 1 and len(dial_string.attempts[0]) == 1
        self._contacts = Contacts.ALL if is_one else Contacts.FIRST
        self._is_nested = is_one and dial_string.attempts[0][0].endpoint == "user"
        """A user that is called alone is called by an originate of its own inside this one, which says so too."""
        self._done = done
        self._phase = Phase.CALLING
        self._legs: list[Channel] = []
        """Of the attempt under way, in the order of the dial string."""
        self._ringing_of: Channel | None = None
        """The leg of which the caller was told that it rings: the first one."""
        self._patience = Patience(host)
        if caller is not None:
            caller.on_hangup.append(self._caller_left)
            if caller.is_answered:
                caller.move_call(CallState.RING_WAIT)

    # Attempts

    def start(self) -> None:
        """Call all legs of the next attempt."""
        refusal = Cause.NORMAL_CLEARING
        lines: list[Outbound] = []
        for leg in self._attempts.popleft():
            made = self._dialler.dial(leg, self._variables, self._caller, self, self._contacts)
            if isinstance(made, Cause):
                refusal = made
            else:
                lines += made
        self._legs = [line.channel for line in lines]
        for channel in self._legs:
            channel.on_hangup.append(partial(self._leg_left, channel))
        if not lines:
            self._attempt_failed(refusal)
            return
        self._patience.begin(self._legs, self._variables, self._caller, self._timed_out, self._give_up)
        for line in lines:
            line.invite()

    def _attempt_failed(self, cause: Cause) -> None:
        self._patience.end()
        if self._attempts:
            self.start()
        else:
            self._finish(cause)

    def _finish(self, outcome: Outcome) -> None:
        self._phase = Phase.OVER
        self._patience.end()
        self._log("debug", _result(outcome))
        caller = self._caller
        if caller is not None:
            caller.on_hangup.remove(self._caller_left)
            if caller.is_answered:
                caller.move_call(CallState.ACTIVE)
            cause = outcome if isinstance(outcome, Cause) else Cause.SUCCESS
            caller.variables["originate_disposition"] = cause.name
            caller.variables["DIALSTATUS"] = DIAL_STATUS.get(cause, cause.name)
        self._done(outcome)

    @property
    def _ringing(self) -> list[Channel]:
        """The legs that are still called."""
        return [channel for channel in self._legs if channel.is_up and not channel.is_answered]

    def _timed_out(self) -> None:
        self._attempts.clear()
        for channel in self._ringing:
            channel.hang_up(Cause.NO_ANSWER)

    def _give_up(self, channel: Channel) -> None:
        if channel in self._ringing:
            channel.hang_up(Cause.NO_ANSWER)

    # What the legs tell

    def rings(self, channel: Channel) -> None:
        self._host.after(latency.PASS_ON, partial(self._pass_ringing, channel))

    def brings_media(self, channel: Channel) -> None:
        if is_true(self._wish("ignore_early_media")):
            self._name_callee(channel)
            self.rings(channel)
        elif self._phase is Phase.CALLING:
            self._wins(channel)

    def _pass_ringing(self, channel: Channel) -> None:
        caller = self._caller
        if caller is None or self._phase is Phase.OVER or not channel.is_up or caller.is_answered:
            return
        if ringback := self._wish("ringback"):
            caller.carrier.pre_answer()
            caller.carrier.say(f"tone:{ringback}")
        elif self._ringing_of is None and caller.call_state is not CallState.EARLY:
            self._ringing_of = channel
            self._name_callee(channel)
            caller.ring_ready()

    def answers(self, channel: Channel) -> None:
        if self._phase is Phase.CALLING:
            self._wins(channel)
        elif channel not in self._legs:
            self._host.after(latency.LOSE_RACE, partial(channel.hang_up, Cause.LOSE_RACE))

    def _wins(self, channel: Channel) -> None:
        self._phase = Phase.WON
        self._patience.end()
        for loser in self._ringing:
            if loser is not channel:
                self._host.after(latency.LOSE_RACE, partial(loser.hang_up, Cause.LOSE_RACE))
        self._legs = [channel]
        if channel.is_answered or not channel.carrier.passes_media:
            self._name_callee(channel)  # early media that are passed reach the caller before anybody is named
        self._host.after(latency.PASS_ON, partial(self._tell_winner, channel))

    def _tell_winner(self, channel: Channel) -> None:
        if self._phase is Phase.WON:
            if self._is_nested:
                self._log("debug", _result(channel))
            self._finish(channel)

    def fails(self, channel: Channel, cause: Cause) -> None:
        """A final reply other than 2xx, or silence."""
        if self._caller is not None:
            self._caller.remember_end_of(channel)
        channel.hang_up(cause)

    def _leg_left(self, _channel: Channel, cause: Cause) -> None:
        """When all legs have failed it is the first of them, in the order of the dial string, whose cause counts."""
        if self._phase is Phase.CALLING and not self._ringing:
            delay = 0 if cause is Cause.NO_ANSWER else latency.PASS_ON
            self._host.after(delay, partial(self._all_left, self._legs[0].cause or cause))

    def _all_left(self, cause: Cause) -> None:
        if self._phase is Phase.CALLING:
            self._log_failure(cause)
            self._attempt_failed(cause)

    def _log_failure(self, cause: Cause) -> None:
        if self._is_nested:
            if cause is Cause.ORIGINATOR_CANCEL:
                self._log("debug", CANCELLED)
            elif cause is not Cause.NO_ANSWER:
                self._log("debug", _result(cause))
            self._log("notice", f"Cannot create outgoing channel of type [user] cause: [{cause.name}]")

    # What the caller does

    def _caller_left(self, _cause: Cause) -> None:
        """The caller hung up: whatever rings is cancelled, and whoever has just answered is hung up."""
        self._phase = Phase.OVER
        self._patience.end()
        if self._caller is not None and self._legs and SIP_REASON in self._caller.variables:
            self._legs[-1].variables[SIP_REASON] = self._caller.variables[SIP_REASON]
        self._host.after(latency.CANCEL_ON, self._cancel_all)

    def _cancel_all(self) -> None:
        for channel in self._legs:
            if self._caller is not None:
                channel.remember_end_of(self._caller)
            channel.hang_up(Cause.ORIGINATOR_CANCEL)
        self._log_failure(Cause.ORIGINATOR_CANCEL)
        self._log("debug", _result(Cause.ORIGINATOR_CANCEL) if self._is_nested else CANCELLED)
        self._done(Cause.ORIGINATOR_CANCEL)

    def _name_callee(self, channel: Channel) -> None:
        """Who is reached is told to the caller, unless several are called at once: then only who answered."""
        if self._caller is not None and len(self._legs) == 1:
            profile = self._caller.profile
            profile.callee_id_name = channel.profile.callee_id_name
            profile.callee_id_number = channel.profile.callee_id_number

    def _wish(self, name: str) -> str:
        """What the dial string says for all of its legs, else a variable of the caller."""
        if name in self._variables:
            return self._variables[name]
        return self._caller.variables.get(name, "") if self._caller is not None else ""

    def _log(self, level: str, text: str) -> None:
        self._host.note(log_line(level, text))


def _result(outcome: Outcome) -> str:
    if isinstance(outcome, Cause):
        return f"Originate Resulted in Error Cause: {outcome.value} [{outcome.name}]"
    return f"Originate Resulted in Success: [{outcome.name}] Peer UUID: {outcome.uuid}"
