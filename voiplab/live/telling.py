"""The messages of a live run as they come: numbered, with where they go and why they were sent, in bounded memory."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

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


class Telling:
    """Watches a recording; `tell` hears each SIP message, `lose` the number of one that was lost, and why."""

    def __init__(
        self,
        recording: Window,
        routes: Callable[[], Routes],
        nodes: Mapping[str, NodeShown],
        tell: Callable[[Said], None],
        lose: Callable[[int, str], None],
    ) -> None:
        self.count = 0
        self._recording = recording
        self._routes = routes
        self._nodes = nodes
        self._tell = tell
        self._lose = lose
        self._numbers: dict[EventId, int] = {}
        for event in recording:  # nodes send their first messages while the run is being made
            self._notice(event)
        recording.observe(self._notice)

    def _notice(self, event: Event) -> None:
        if isinstance(event.what, Lost) and (n := self._numbers.get(event.what.sent)) is not None:
            self._lose(n, event.what.reason)
        if not isinstance(event.what, Sent):
            return
        packet = event.what.packet
        raw = packet.payload
        if not isinstance(raw, bytes) or not raw.strip(b"\r\n\0"):
            return  # media, or a keep-alive (RFC 5626 section 3.5.1)
        self.count += 1
        self._numbers[event.id] = self.count
        if len(self._numbers) > REMEMBERED:
            del self._numbers[next(iter(self._numbers))]
        owner = self._routes().owners.get(packet.target.ip)
        self._tell(Said(self.count, event, packet, raw, event.node, owner[0] if owner else str(packet.target)))

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
