"""A recording without end in bounded memory: the latest events, under the ids that they would have in a whole one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from voiplab.recording.events import Arrived, EventId, Lost, Sent, What
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Moment

KEPT: Final = 150_000
"""Events; some seven hundred calls."""

KEPT_BYTES: Final = 64 << 20
"""Of payload: as many datagrams of the largest size as a flood brings would be more than a machine has."""


class Window(Recording):
    """Keeps `most` events and a few more, less of those that are very large; they are forgotten little by little."""

    def __init__(self, most: int = KEPT, most_bytes: int = KEPT_BYTES) -> None:
        super().__init__()
        self._slack = most // 32 + 1
        self._full = most + self._slack
        self._most_bytes = most_bytes
        self._bytes = 0

    def append(self, at: Moment, node: str, cause: EventId | None, line: EventId | None, what: What) -> EventId:
        if isinstance(what, Sent):
            self._bytes += _size(what)
        if len(self._whats) >= self._full:
            self._forget(self._slack)
        elif self._bytes > self._most_bytes:
            self._forget((len(self._whats) + 1) // 2)
        return super().append(at, node, cause, line, what)

    def _forget(self, count: int) -> None:
        self._bytes -= sum(map(_size, self._whats[:count]))
        super()._forget(count)

    @property
    def size(self) -> int:
        """How many events are kept."""
        return len(self._whats)

    def kept(self, latest: int | None = None) -> Recording:
        """What is left, or the latest of it, as a recording of its own, numbered from 0.

        Arrivals of what was sent before it are left out.
        """
        whole = Recording()
        ids: dict[EventId, EventId] = {}
        for event in self if latest is None else self[-latest:]:
            if isinstance(event.what, Arrived | Lost) and event.what.sent not in ids:
                continue
            cause = None if event.cause is None else ids.get(event.cause)
            line = None if event.line is None else ids.get(event.line)
            ids[event.id] = whole.append(event.at, event.node, cause, line, _renumbered(event.what, ids))
        return whole


def _size(what: What) -> int:
    """An arrival has the bytes of its departure."""
    return len(what.packet.payload) if isinstance(what, Sent) and isinstance(what.packet.payload, bytes) else 0


def _renumbered(what: What, ids: Mapping[EventId, EventId]) -> What:
    match what:
        case Sent(origins=origins):
            return replace(what, origins={name: ids[origin] for name, origin in origins.items() if origin in ids})
        case Arrived(sent=sent) | Lost(sent=sent):
            return replace(what, sent=ids[sent])
        case _:
            return what
