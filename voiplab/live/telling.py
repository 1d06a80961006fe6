"""The messages of a live run as they come: numbered, with where they go and why they were sent, in bounded memory."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, NamedTuple, Protocol

from voiplab.explain.as_json import Json, NodeShown, cause_object
from voiplab.net.packet import Packet
from voiplab.net.routes import Routes
from voiplab.recording.events import Event, EventId, Lost, Sent
from voiplab.recording.window import Window

REMEMBERED: Final = 50_000
"""Messages whose numbers are known, when they are the cause of another one."""


class Said(NamedTuple):
    """A message that was just sent."""

    n: int
    event: Event
    packet: Packet
    raw: bytes
    source: str
    target: str


class Audience(Protocol):
    def message(self, said: Said) -> None: ...

    def lost(self, n: int, reason: str) -> None:
        """The message of that number will not arrive."""


class Telling:
    """Watches a recording, and tells each SIP message to those who are there to hear it."""

    def __init__(self, recording: Window, routes: Callable[[], Routes], nodes: Mapping[str, NodeShown]) -> None:
        self.count = 0
        self._recording = recording
        self._routes = routes
        self._nodes = nodes
        self._numbers: dict[EventId, int] = {}

    def tell(self, audience: Audience) -> None:
        """From the beginning on: nodes send their first messages while the run is being made."""
        for event in self._recording:
            self._notice(audience, event)
        self._recording.observe(partial(self._notice, audience), [Sent, Lost])

    def _notice(self, audience: Audience, event: Event) -> None:
        what = event.what
        if isinstance(what, Sent):
            self._sent(audience, event, what.packet)
        elif isinstance(what, Lost) and (n := self._numbers.get(what.sent)) is not None:
            audience.lost(n, what.reason)

    def _sent(self, audience: Audience, event: Event, packet: Packet) -> None:
        raw = packet.payload
        if not isinstance(raw, bytes) or not raw.strip(b"\r\n\0"):
            return  # media, or a keep-alive (RFC 5626 section 3.5.1)
        self.count += 1
        self._numbers[event.id] = self.count
        if len(self._numbers) > REMEMBERED:
            del self._numbers[next(iter(self._numbers))]
        owner = self._routes().owners.get(packet.target.ip)
        target = owner[0] if owner else str(packet.target)
        audience.message(Said(self.count, event, packet, raw, event.node, target))

    def as_json(self, said: Said) -> dict[str, Json]:
        """In the form of `run --json`, as far as it is known when a message is sent."""
        return {
            "n": said.n,
            "t": round(said.event.at / 1_000_000, 6),
            "from": said.source,
            "to": said.target,
            "transport": said.packet.transport.value,
            "src": str(said.packet.source),
            "dst": str(said.packet.target),
            "raw": said.raw.decode("utf-8", "surrogateescape"),
            "cause": cause_object(said.event, self._recording.find, self._numbers.get, self._nodes),
        }
