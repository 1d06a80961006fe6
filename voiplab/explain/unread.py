"""The events that a recording got since somebody last looked."""

from collections.abc import Iterator
from typing import Final

from voiplab.recording.events import Event
from voiplab.recording.recording import Recording

AT_ONCE: Final = 4_096
"""A long recording is not copied as a whole."""


class Unread:
    """Each event is given out once."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._next = 0

    def __iter__(self) -> Iterator[Event]:
        while self._next < len(self._recording):
            some = self._recording[self._next : self._next + AT_ONCE]
            self._next = min(self._next + AT_ONCE, len(self._recording))
            yield from some
