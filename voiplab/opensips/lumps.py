"""Changes of a message that are recorded first and applied when it is sent: `lumps`, as the server calls them.

Each says where in the received bytes it takes something out and puts something in. What no lump touches leaves as it came.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from voiplab.opensips.configuration import Listener
from voiplab.recording.events import EventId

Written = str | Callable[[Listener], str]
"""What is put in; some of it depends on the socket by which the message leaves."""


class Rank(IntEnum):
    """Which of several texts for the same place comes first; of equal rank the one that was put in first."""

    INSERTED = 0
    ADDED = 1
    VIA = 2


@dataclass(frozen=True, slots=True)
class Lump:
    """`origin`: the line of the script that made it."""

    at: int
    removed: int
    text: Written
    rank: Rank
    origin: EventId | None = None


_NAMES: Final = re.compile(r"^([^\s:]+)[ \t]*:", re.MULTILINE)


@dataclass(slots=True)
class Lumps:
    """Of one message; offsets count the bytes of the message as it was received."""

    lumps: list[Lump] = field(default_factory=list)

    def copy(self) -> "Lumps":
        return Lumps(list(self.lumps))

    def insert(self, at: int, text: Written, rank: Rank = Rank.ADDED, origin: EventId | None = None) -> None:
        self.lumps.append(Lump(at, 0, text, rank, origin))

    def remove(self, start: int, end: int) -> None:
        """Twice the same is once."""
        lump = Lump(start, end - start, "", Rank.ADDED)
        if lump not in self.lumps:
            self.lumps.append(lump)

    def replace(self, start: int, end: int, text: str, origin: EventId | None = None) -> None:
        self.lumps.append(Lump(start, end - start, text, Rank.ADDED, origin))

    def drop(self, start: int, end: int) -> None:
        """What was to be done with exactly this piece is not done."""
        self.lumps = [one for one in self.lumps if (one.at, one.removed) != (start, end - start)]

    def rewrite(
        self, gone: Sequence[tuple[int, int]], changed: Mapping[tuple[int, int], str], origin: EventId | None
    ) -> None:
        """Whole pieces are taken out, with all that was to be done in them, and others have this text from now on."""
        pieces = sorted(gone)
        starts = [start for start, _ in pieces]

        def stays(lump: Lump) -> bool:
            before = lump.at if lump.removed else lump.at - 1  # what is put in at its beginning stands before a piece
            place = bisect_right(starts, before) - 1
            is_inside = place >= 0 and lump.at < pieces[place][1]
            return not is_inside and (lump.at, lump.at + lump.removed) not in changed

        self.lumps = [lump for lump in self.lumps if stays(lump)]
        self.lumps += [Lump(start, end - start, "", Rank.ADDED) for start, end in gone]
        self.lumps += [Lump(start, end - start, text, Rank.ADDED, origin) for (start, end), text in changed.items()]

    def apply(self, received: bytes, leaving: Listener) -> bytes:
        parts: list[bytes] = []
        done = 0
        for lump in sorted(self.lumps, key=lambda one: (one.at, one.removed > 0, one.rank)):
            parts.append(received[done : lump.at])
            text = lump.text if isinstance(lump.text, str) else lump.text(leaving)
            parts.append(text.encode("utf-8", "surrogateescape"))
            # Inside of what is taken out already nothing more can be taken.
            done = max(done, lump.at + lump.removed)
        return b"".join((*parts, received[done:]))

    def origins(self, leaving: Listener) -> Mapping[str, EventId]:
        """Which line of the script wrote which header."""
        found: dict[str, EventId] = {}
        for lump in self.lumps:
            if lump.origin is not None:
                text = lump.text if isinstance(lump.text, str) else lump.text(leaving)
                found.update(dict.fromkeys(_NAMES.findall(text), lump.origin))
        return found
