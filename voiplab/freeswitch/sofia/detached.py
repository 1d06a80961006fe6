"""Channels whose INVITE was challenged or refused: they wait for the INVITE that comes with better credentials (sofia.c).

Nobody tells the caller when its channel is dropped: the thread in CS_NEW looks 500 times, every 20 ms, and gives up.
"""

from functools import partial
from typing import Final

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.net.host import Host
from voiplab.sim.moment import Duration, ms

PATIENCE: Final[Duration] = ms(10_040)


class Detached:
    """Of one profile, by Call-ID."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._waiting: dict[str, tuple[Channel, int]] = {}

    def add(self, call_id: str, channel: Channel) -> None:
        """A new channel has `PATIENCE` from now on."""
        channel.log("debug", f"detaching session {channel.uuid}")
        if call_id in self._waiting:
            return
        ticket = self._host.after(PATIENCE, partial(self._abandon, call_id))
        self._waiting[call_id] = channel, ticket

    def of(self, call_id: str) -> Channel | None:
        """The channel that an earlier INVITE of that call has made."""
        return self._waiting[call_id][0] if call_id in self._waiting else None

    def attach(self, call_id: str) -> None:
        """The call goes on."""
        _, ticket = self._waiting.pop(call_id)
        self._host.cancel(ticket)

    def _abandon(self, call_id: str) -> None:
        channel, _ = self._waiting.pop(call_id)
        channel.log("warning", f"{channel.uuid} {channel.name} Abandoned")
        channel.hang_up(Cause.WRONG_CALL_STATE)
