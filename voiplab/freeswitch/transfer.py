"""Channels that are sent elsewhere while they are connected (switch_ivr.c, switch_ivr_bridge.c)."""

from functools import partial
from typing import Final

from voiplab.freeswitch.bridge import Bridging
from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.patience import until_whole_second
from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.states import CallState, State

PARKED: Final = 2
"""Seconds that the other call of whoever has transferred is left to hang up by itself."""


def leave(channel: Channel) -> None:
    """Out of its bridge, whose other side stays behind, and out of the dialplan."""
    if channel.bridging is not None:
        channel.bridging.lose(channel)
    channel.on_transfer()


def attend(here: Channel, there: Channel, replaced: Channel) -> None:
    """Connect the other sides of two calls of one phone; that of `there` is `replaced`, and waits to be hung up."""
    leave(here)
    if there.bridging is not None:
        there.bridging.dissolve()
    for channel in (there, replaced):
        channel.on_transfer()
    _connect(here, there)
    _park(replaced)


def fetch(parked: Channel, fetching: Channel) -> None:
    """Whoever waits is connected with whoever has come for it."""
    for channel in (parked, fetching):
        leave(channel)
    _connect(parked, fetching)


def _connect(first: Channel, other: Channel) -> None:
    """uuid_bridge: the end of one is the end of the other."""
    first.flip_caller()
    for channel in (first, other):
        channel.move(State.HIBERNATE)
        channel.move(State.RESET)
        channel.move(State.SOFT_EXECUTE)
    first.is_bridging = True
    Bridging(first, other, partial(_is_over, first))


def _is_over(channel: Channel, _cause: Cause) -> None:
    """Nothing is queued for it."""
    channel.is_bridging = False
    if channel.is_up:
        channel.move(State.EXECUTE)
        channel.hang_up(Cause.NORMAL_CLEARING)
    else:
        channel.end()


def _park(channel: Channel) -> None:
    """Whole seconds of the wall clock are counted."""
    if channel.call_state is CallState.HELD:
        channel.move_call(CallState.UNHELD)
        channel.move_call(CallState.ACTIVE)
    channel.move(State.PARK)
    wait = until_whole_second(channel.host, PARKED) + latency.LOOK
    channel.host.after(wait, partial(channel.hang_up, Cause.ATTENDED_TRANSFER))
