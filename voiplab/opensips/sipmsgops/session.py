"""The session description of a message under the hands of a script: its lines as they are after the changes so far.

Unlike all else that is changed, these changes are seen by the functions of sipmsgops at once: module documentation of OpenSIPS
3.2, "sipmsgops", section "Known limitations".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.received import Received
from voiplab.recording.events import EventId
from voiplab.text.place import NotSimulated, Place

_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|$)")
_ENDS: Final = b"\r\n"


@dataclass(slots=True)
class Line:
    """`start` and `end` are those of its text in the buffer, `past` is behind its line end."""

    start: int
    end: int
    past: int
    text: str


class Stream:
    """A media description: its `m=` line, and what belongs to it."""

    def __init__(self, received: Received, lines: Sequence[Line], origin: EventId | None) -> None:
        self.lines = list(lines)
        self._received = received
        self._origin = origin

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
        lumps = self._received.lumps
        lumps.drop(line.start, line.end)
        lumps.replace(line.start, line.end, line.text, self._origin)

    def remove(self, line: Line) -> None:
        self._received.lumps.drop(line.start, line.end)
        self._received.lumps.remove(line.start, line.past)
        self.lines.remove(line)

    def remove_all(self) -> None:
        for line in list(self.lines):
            self.remove(line)


def streams(received: Received, place: Place, origin: EventId | None) -> Sequence[Stream]:
    """Those that there are now; none without a session description. NotSimulated where it is one part of several."""
    kind = (received.message.get("Content-Type") or "").partition(";")[0].strip().lower()
    if kind.startswith("multipart/"):
        raise NotSimulated(place, "a session description in a body of several parts")
    found: list[list[Line]] = []
    for line in _lines(received) if kind == "application/sdp" else ():
        if line.text.startswith("m="):
            found.append([])
        if found:
            found[-1].append(line)
    return [Stream(received, lines, origin) for lines in found]


def _lines(received: Received) -> Iterator[Line]:
    changed = {(lump.at, lump.at + lump.removed): lump.text for lump in received.lumps.lumps if lump.removed}
    for found in _LINE.finditer(received.buffer, received.body_start):
        start, past = found.span()
        written = found[0].rstrip(_ENDS)
        end = start + len(written)
        text = changed.get((start, end), written.decode("utf-8", "surrogateescape"))
        if start < past and (start, past) not in changed and isinstance(text, str):
            yield Line(start, end, past, text)
