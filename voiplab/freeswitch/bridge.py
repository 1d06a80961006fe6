"""Two channels connected (switch_ivr_bridge.c): what one hears the other is told, and the end of one ends the bridge."""

from collections.abc import Callable

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel, State
from voiplab.freeswitch.channel_row import Party
from voiplab.freeswitch.sofia import latency


class Bridging:
    """A bridge of two answered channels. `ended` is called with the cause when the called one leaves, and the caller stays."""

    def __init__(self, caller: Channel, called: Channel, ended: Callable[[Cause], None]) -> None:
        self._caller = caller
        self._called = called
        self._ended = ended
        caller.partner, called.partner = called, caller
        called.move(State.EXCHANGE_MEDIA)
        caller.on_sound = called.carrier.say
        called.on_sound = caller.carrier.say
        called.carrier.say(caller.hears)
        caller.carrier.say(called.hears)
        for mine, other in ((caller, called), (called, caller)):
            mine.variables["bridge_channel"] = other.name
            mine.variables["bridge_uuid"] = mine.variables["signal_bond"] = other.uuid
            mine.variables["last_bridge_to"] = other.uuid
        self._tell_names()
        caller.on_hangup.append(self._caller_left)
        called.on_hangup.append(self._called_left)

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
        for channel in (self._caller, self._called):
            channel.partner = None
            channel.row.call = channel.uuid
            channel.on_sound = _deaf
        self._caller.on_hangup.remove(self._caller_left)
        self._called.on_hangup.remove(self._called_left)

    def _caller_left(self, cause: Cause) -> None:
        self._part()
        called = self._called
        called.host.after(latency.BYE_ON, lambda: called.hang_up(_passed(cause)))

    def _called_left(self, cause: Cause) -> None:
        self._part()
        caller = self._caller
        caller.carrier.say("")
        caller.variables["last_bridge_hangup_cause"] = cause.name
        caller.host.after(latency.BYE_ON, lambda: self._ended(cause))


def _passed(cause: Cause) -> Cause:
    return cause if cause in (Cause.NORMAL_CLEARING, Cause.MANAGER_REQUEST) else Cause.NORMAL_CLEARING


def _deaf(_content: str) -> None:
    """Nobody is connected any more."""
