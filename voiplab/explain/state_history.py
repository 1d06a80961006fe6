"""What stands now, in a recording that grows, and what stood at every moment before: folded anew from a checkpoint."""

from voiplab.explain.states import States
from voiplab.explain.unread import AT_ONCE, Unread
from voiplab.recording.events import EventId
from voiplab.recording.recording import Recording


class StateHistory:
    """The states now, and those of every moment before. What is asked for is not to be changed."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._unread = Unread(recording)
        self._now = States()
        self._length = 0
        """Of the recording, as far as `_now` has taken it."""
        self._checkpoints: list[States] = []
        self._latest: tuple[EventId, States] | None = None
        """What was asked for last."""

    def now(self) -> States:
        for event in self._unread:
            self._keep(event.id)
            self._now.take(event)
            self._length = event.id + 1
        return self._now

    def _keep(self, number: EventId) -> None:
        """Of a window on a long run the first checkpoints are what was known when it was first looked at."""
        while len(self._checkpoints) * AT_ONCE <= number:
            self._checkpoints.append(self._now.copy())

    def after(self, event: EventId) -> States:
        """When all that was done in one go with that event is done."""
        end = self._end(event)
        now = self.now()
        if end >= self._length:
            return now
        if self._latest is None or self._latest[0] != end:
            self._latest = (end, self._folded(end))
        return self._latest[1]

    def _end(self, number: EventId) -> EventId:
        """Of the row of events that have moment, node and cause in common: the place behind."""
        first = self.recording[number]
        while number < len(self.recording) and self.recording[number][1:4] == first[1:4]:
            number += 1
        return number

    def _folded(self, end: EventId) -> States:
        place = end // AT_ONCE
        states = self._checkpoints[place].copy()
        for event in self.recording[place * AT_ONCE : end]:
            states.take(event)
        return states
