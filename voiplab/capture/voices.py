"""All voices of a lab: their RTP packets in the order of their moments."""

from collections.abc import Iterator
from heapq import merge
from operator import attrgetter
from typing import Final

from voiplab.capture.voice import Said, Voice
from voiplab.net.address import Address
from voiplab.net.packet import Packet
from voiplab.recording.events import Event
from voiplab.rtp.flow import Flow
from voiplab.sim.chance import Chance
from voiplab.sim.moment import Moment

MOST_SILENT: Final = 10_000
"""Voices whose numbers are kept, so that they go on after a pause."""

Key = tuple[Address, int]


class Voices:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._speaking: dict[Key, Voice] = {}
        self._silent: dict[Key, Voice] = {}

    def say(self, event: Event, packet: Packet, flow: Flow, comments: tuple[str, ...]) -> None:
        """A flow begins, changes or ends. NoEncoder."""
        key = packet.source, flow.ssrc
        voice = self._speaking.pop(key, None) or self._silent.pop(key, None) or self._new(event, packet, flow)
        try:
            voice.take(flow, packet.target, event, comments)
        finally:
            (self._silent if voice.is_silent else self._speaking)[key] = voice
        if len(self._silent) > MOST_SILENT:
            self._silent.pop(next(iter(self._silent)))

    def until(self, moment: Moment) -> Iterator[Said]:
        """What is due before that moment."""
        return merge(*(voice.until(moment) for voice in self._speaking.values()), key=attrgetter("at"))

    def _new(self, event: Event, packet: Packet, flow: Flow) -> Voice:
        chance = Chance(self._seed, event.node, f"capture of RTP from {packet.source} with SSRC {flow.ssrc}")
        return Voice(event.node, packet.source, event.at, chance)
