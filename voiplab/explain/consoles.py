"""What was typed at the consoles of the servers, and what they said, folded from a recording."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Final, NamedTuple

from voiplab.recording.events import Answered, Event, EventId, Performed
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless, harmless_lines

MOST: Final = 3_000
"""Lines are kept of each console; twice as many until the older half is let go."""

LONGEST: Final = 2_000
MOST_OF_ONE: Final = 1_000
"""Lines of one answer."""

CABLES: Final = ("unplug", "plug in")
FILES_AND_LINKS: Final = ("edit ", "remove ", "link ")


class Kind(Enum):
    TYPED = "a command"
    ANSWER = "what the console said"
    ASIDE = "what happened to the server meanwhile"


class Said(NamedTuple):
    """A line on the console; `event` is the one that brought it there."""

    event: EventId
    at: Moment
    kind: Kind
    text: str


class Consoles:
    """`hosts`: the host of each server."""

    def __init__(self, recording: Recording, hosts: Mapping[str, str]) -> None:
        self._recording = recording
        self._servers = {host: server for server, host in hosts.items()}
        self._said: dict[str, list[Said]] = {server: [] for server in hosts}
        self._read: EventId = 0

    def catch_up(self) -> None:
        for event in self._recording[self._read :]:
            server = self._servers.get(event.node)
            if server is not None:
                self._take(self._said[server], event)
        self._read = len(self._recording)

    def said(self, server: str, end: EventId | None = None) -> Sequence[Said]:
        """All that stands on a console: by now, or before the event `end` happened."""
        lines = self._said[server]
        return lines if end is None else lines[: bisect_left(lines, end, key=lambda line: line.event)]

    def last_answer(self, server: str, end: EventId | None = None) -> str:
        """The last command with all that was said after it; empty when nothing was typed."""
        lines = self.said(server, end)
        place = next((place for place in reversed(range(len(lines))) if lines[place].kind is Kind.TYPED), len(lines))
        return "\n".join(line.text for line in lines[place:])

    def _take(self, lines: list[Said], event: Event) -> None:
        match event.what:
            case Performed(action):
                lines.append(Said(event.id, event.at, _kind(action), harmless(action, LONGEST)))
            case Answered(command, text):
                if not self._is_asked_just_now(event, command):
                    lines.append(Said(event.id, event.at, Kind.ASIDE, f"answer to {harmless(command, LONGEST)}"))
                lines.extend(Said(event.id, event.at, Kind.ANSWER, line) for line in _lines(text))
        if len(lines) > 2 * MOST:
            del lines[:-MOST]

    def _is_asked_just_now(self, event: Event, command: str) -> bool:
        """Not so is the answer of a command that had to wait for others."""
        asked = self._recording.find(event.cause)
        return asked is not None and isinstance(asked.what, Performed) and asked.what.action == command


def _kind(action: str) -> Kind:
    """Files that are saved and cables that are pulled are done to the server's host, too."""
    return Kind.ASIDE if action in CABLES or action.startswith(FILES_AND_LINKS) else Kind.TYPED


def _lines(text: str) -> Iterator[str]:
    """Tabs are how consoles make columns."""
    if text.strip("\n"):
        yield from harmless_lines(text.rstrip("\n").expandtabs(), LONGEST, MOST_OF_ONE)
