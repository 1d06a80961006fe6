"""The session description of a message under the hands of a script: its lines as they are after the changes so far.

Unlike all else that is changed, these changes are seen by the functions of sipmsgops at once: module documentation of OpenSIPS
3.2, "sipmsgops", section "Known limitations".
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.received import Received
from voiplab.recording.events import EventId
from voiplab.text.place import NotSimulated, Place

_LINE: Final = re.compile(rb"[^\n]*(?:\n|$)")
_ENDS: Final = b"\r\n"


Span = tuple[int, int]


@dataclass(slots=True)
class Line:
    """`start` and `end` are those of its text in the buffer, `past` is behind its line end."""

    start: int
    end: int
    past: int
    text: str


class Stream:
    """A media description: its `m=` line, and what belongs to it."""

    def __init__(self, session: "Session", lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self._session = session

    @property
    def words(self) -> Sequence[str]:
        """Of the `m=` line: media, port, transport, formats."""
        return self.lines[0].text[2:].split()

    @property
    def formats(self) -> Sequence[str]:
        return self.words[3:]

    def arrange(self, formats: Sequence[str]) -> None:
        """These formats, in this order."""
        line = self.lines[0]
        line.text = f"m={' '.join((*self.words[:3], *formats))}"
        self._session.changed[line.start, line.end] = line.text

    def remove(self, is_meant: Callable[[Line], bool]) -> None:
        self._session.gone += [(line.start, line.past) for line in self.lines if is_meant(line)]
        self.lines = [line for line in self.lines if not is_meant(line)]


class Session:
    """What is changed is changed together, by `keep`."""

    def __init__(self, received: Received, place: Place) -> None:
        """Without a session description it has no streams. NotSimulated where that is one part of several."""
        self.changed: dict[Span, str] = {}
        self.gone: list[Span] = []
        self._received = received
        kind = (received.message.get("Content-Type") or "").partition(";")[0].strip().lower()
        if kind.startswith("multipart/"):
            raise NotSimulated(place, "a session description in a body of several parts")
        found: list[list[Line]] = []
        for line in _lines(received) if kind == "application/sdp" else ():
            if line.text.startswith("m="):
                found.append([])
            if found:
                found[-1].append(line)
        self.streams: Sequence[Stream] = [Stream(self, lines) for lines in found]

    def keep(self, origin: EventId | None) -> None:
        starts = dict(self.gone)
        changed = {span: text for span, text in self.changed.items() if span[0] not in starts}
        self._received.lumps.rewrite(self.gone, changed, origin)


def _lines(received: Received) -> Iterator[Line]:
    changed = {(lump.at, lump.at + lump.removed): lump.text for lump in received.lumps.lumps if lump.removed}
    for found in _LINE.finditer(received.buffer, received.body_start):
        start, past = found.span()
        written = found[0].rstrip(_ENDS)
        end = start + len(written)
        text = changed.get((start, end), written.decode("utf-8", "surrogateescape"))
        if start < past and (start, past) not in changed and isinstance(text, str):
            yield Line(start, end, past, text)
